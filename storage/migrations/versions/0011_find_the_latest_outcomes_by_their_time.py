"""Find the latest outcomes by their time: whom to ask about a lead is looked up every minute."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("outcomes_at"), ["at"], unique=False)
