"""What the closed periods of digests held when they were last made."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of periods."""
    op.create_table(
        "digest_periods",
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("period", sa.String(10), primary_key=True),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("shown", sa.String(80), nullable=False),
        sa.Column("updated", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
