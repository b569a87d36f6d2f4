"""Invoices (CFDI) and the SAT's metadata: from their bytes to recipients, and these to clients."""
