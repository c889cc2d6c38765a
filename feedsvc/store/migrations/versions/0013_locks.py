"""Who may index or tell a hook on PostgreSQL, and until when. SQLite has locks on files instead."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table, which is no part of the ledger: it tells of processes that run."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "locks",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("fence", sa.BigInteger, nullable=False),
        sa.Column("life", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
    )
