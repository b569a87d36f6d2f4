"""The names of SQLAlchemy that may be spoken above storage: what is passed on, what may fail."""

import sqlite3

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

__all__ = ["Bind", "DatabaseFault", "DuplicateRow", "Engine", "Session", "is_damaged"]

_PRIMARY_CODE = 0xFF
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

Bind = Engine | Connection
"""What transactions begin on: whatever connection is free, or this one."""

# COPY goes through the bare driver, whose errors SQLAlchemy does not see.
DatabaseFault = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""The database cannot be reached or used now: no connection, a full disk, a lock kept too long."""

DuplicateRow = IntegrityError
"""A constraint refuses the row, as a rule because there is one like it."""


def is_damaged(error: BaseException) -> bool:
    """Whether SQLite says that its file is damaged, or is no database."""
    fault = error.orig if isinstance(error, DatabaseError) else error
    code = fault.sqlite_errorcode if isinstance(fault, sqlite3.DatabaseError) else 0
    return code & _PRIMARY_CODE in _DAMAGED
