"""The names of SQLAlchemy that may be spoken above storage: what is passed on, what may fail."""

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

__all__ = ["Bind", "DatabaseFault", "DuplicateRow", "Engine", "Session"]

Bind = Engine | Connection
"""What transactions begin on: whatever connection is free, or this one."""

# COPY goes through the bare driver, whose errors SQLAlchemy does not see.
DatabaseFault = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""The database cannot be reached or used now: no connection, a full disk, a lock kept too long."""

DuplicateRow = IntegrityError
"""A constraint refuses the row, as a rule because there is one like it."""
