"""Add the table of vendors that feedback names and nobody listed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
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
