"""Know by name which words of the agreement file were taken over: two of its campaigns may be one by now."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("campaign_aliases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("declared", sa.String(), nullable=True))
    # The words hold the name that they are about, so that those of another name are like none.
    op.execute(
        "UPDATE campaign_aliases SET declared ="
        " (SELECT c.declared FROM campaigns c WHERE c.id = campaign_aliases.campaign_id)"
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_column("declared")
