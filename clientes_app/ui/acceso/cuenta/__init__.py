"""«Cuenta»: the business whose clients these are."""
