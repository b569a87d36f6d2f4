"""The drawer in which a client is added or edited."""
