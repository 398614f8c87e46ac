"""Know which feedback is only inferred to be deleted, because its thread lacked it when it was read."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.add_column(sa.Column("missing_at", types.UtcDateTime(), nullable=True))
        batch_op.create_index(batch_op.f("feedback_missing_at"), ["missing_at"], unique=False)
