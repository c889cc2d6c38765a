"""Numbers of entries in feeds, closed ranges of archives, and what readers were last shown."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of archives."""
    op.add_column("ledger", sa.Column("shown", sa.BigInteger))
    op.create_table(
        "numbers",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("entry_id", sa.String(1024), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("numbers_entry", "numbers", ["entry_id", "feed"], unique=True)
    op.create_table(
        "numbered",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "archives",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("archive", sa.Integer, primary_key=True),
        sa.Column("last", sa.BigInteger, nullable=False),
    )
