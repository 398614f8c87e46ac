"""Keep the themes of feedback that count as numbers, so that metrics can be broken down by them."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_themes",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("feedback_themes_feedback_id_fkey")
        ),
        sa.ForeignKeyConstraint(["label_id"], ["labels.id"], name=op.f("feedback_themes_label_id_fkey")),
        sa.PrimaryKeyConstraint("feedback_id", "label_id", name=op.f("feedback_themes_pkey")),
    )
    with op.batch_alter_table("feedback_themes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("feedback_themes_label_id"), ["label_id"], unique=False)
    _derive(op.get_bind())


def _derive(connection: sa.Connection) -> None:
    """The themes of every reading that stands: the last one of a person, else the last one of a machine."""
    standing = _standing(connection)
    numbers = _numbers(connection, sorted({theme for themes in standing.values() for theme in themes}))
    rows = [
        {"feedback_id": item, "label_id": numbers[theme]}
        for item, themes in standing.items()
        for theme in dict.fromkeys(themes)
    ]
    if rows:
        connection.execute(_THEMES.insert(), rows)


def _standing(connection: sa.Connection) -> Mapping[int, Sequence[str]]:
    found: dict[int, tuple[bool, list[str]]] = {}
    read = sa.select(_READINGS.c.feedback_id, _READINGS.c.by_person, _READINGS.c.themes)
    for item, person, themes in connection.execute(read.order_by(_READINGS.c.id)):
        by_person, _ = found.get(item, (False, []))
        if person is not None or not by_person:
            found[item] = (person is not None, [theme for theme in themes if theme])
    return {item: themes for item, (_, themes) in found.items()}


def _numbers(connection: sa.Connection, themes: Sequence[str]) -> Mapping[str, int]:
    for theme in themes:
        number = connection.execute(
            _LABELS.insert().values(dimension="theme", name=theme).returning(_LABELS.c.id)
        ).scalar_one()
        key = {"dimension": "theme", "key": f"name:{theme}", "label_id": number}
        connection.execute(_KEYS.insert().values(key))
    known = sa.select(_LABELS.c.name, _LABELS.c.id).where(_LABELS.c.dimension == "theme")
    return {row.name: row.id for row in connection.execute(known)}


_READINGS = sa.table(
    "feedback_labels", sa.column("id"), sa.column("feedback_id"), sa.column("by_person"),
    sa.column("themes", sa.JSON),
)  # fmt: skip
_LABELS = sa.table("labels", sa.column("id", sa.Integer), sa.column("dimension"), sa.column("name"))
_KEYS = sa.table("label_keys", sa.column("dimension"), sa.column("key"), sa.column("label_id"))
_THEMES = sa.table("feedback_themes", sa.column("feedback_id"), sa.column("label_id"))
