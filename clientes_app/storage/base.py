"""The names of SQLAlchemy that may be spoken above storage: what is passed on, what may fail."""

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

__all__ = ["Engine", "FalloDeBase", "Repetido", "Session", "SinConexion"]

FalloDeBase = SQLAlchemyError
"""Anything that went wrong with the database."""

SinConexion = OperationalError
"""The database cannot be reached or used now: no connection, a full disk, a lock kept too long."""

Repetido = IntegrityError
"""A constraint refuses the row, as a rule because there is one like it."""
