"""Ids that files state without having them, and what was kept before a clock was set back."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; of older records they are empty."""
    op.add_column("ledger", sa.Column("stated", sa.Text))
    op.add_column("ledger", sa.Column("ahead", sa.LargeBinary))
    op.add_column("ledger", sa.Column("returns", sa.BigInteger))
    op.create_index("ledger_stated", "ledger", ["stated"])
