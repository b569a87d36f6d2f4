"""Clientes: the place where a Mexican business keeps the people it invoices."""
