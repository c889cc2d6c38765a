"""Retracted entries with the feeds that held them, and when articles were corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of tombstones; the corrections of older records are not known."""
    op.create_table(
        "tombstones",
        sa.Column("entry_id", sa.String(1024), primary_key=True),
        sa.Column("deleted", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger),
    )
    op.create_table(
        "tombstone_feeds",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("deleted", sa.BigInteger, primary_key=True),
        sa.Column("entry_id", sa.String(1024), primary_key=True),
    )
    op.create_index("tombstone_feeds_entry", "tombstone_feeds", ["entry_id"])
    op.add_column("ledger", sa.Column("corrected", sa.BigInteger))
    op.add_column("ledger", sa.Column("corrections", sa.Text))
