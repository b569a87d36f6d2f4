"""The database itself: engine, tables, migrations, the turn to write, the listener."""
