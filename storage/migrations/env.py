"""Runs migrations on the connection that it is given, inside that connection's transaction."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString, SQLModel

import storage.campaign_tables
import storage.feedback_tables
import storage.figures
import storage.talk  # noqa: F401 - they fill the metadata, with storage.tables
from storage.types import UtcDateTime


def _render(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """How our types are written in a proposed migration; False leaves it to Alembic."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from storage import types")
        return "types.UtcDateTime()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    # SQLite cannot alter a column: Alembic then copies the table.
    render_as_batch=True,
    render_item=_render,
)
context.run_migrations()
