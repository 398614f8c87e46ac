"""Add the tables of vendors that feedback names and nobody listed, and of what people were asked."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_names",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("feedback_names_feedback_id_fkey")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("feedback_names_pkey")),
    )
    with op.batch_alter_table("feedback_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("feedback_names_week"), ["week"], unique=False)

    op.create_table(
        "feedback_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handoff_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("feedback_asks_handoff_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("feedback_asks_pkey")),
        sa.UniqueConstraint("handoff_id", "person", name=op.f("feedback_asks_handoff_id_person_key")),
        sa.UniqueConstraint("person", "week", "place", name=op.f("feedback_asks_person_week_place_key")),
    )
