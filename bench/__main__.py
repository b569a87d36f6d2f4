"""Measure everything: `python -m bench`, or `make bench`."""

from bench.busqueda import principal

principal()
