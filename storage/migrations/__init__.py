"""Alembic's environment, its template, and one module per step of the schema in `versions`."""
