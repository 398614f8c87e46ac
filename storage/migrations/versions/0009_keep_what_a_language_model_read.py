"""Keep what a language model read in feedback, and how often it was asked."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_calls",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("feedback_calls_feedback_id_fkey")
        ),
        sa.PrimaryKeyConstraint("feedback_id", "version", name=op.f("feedback_calls_pkey")),
    )
    with op.batch_alter_table("feedback_labels", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_model", sa.String(), nullable=True))
