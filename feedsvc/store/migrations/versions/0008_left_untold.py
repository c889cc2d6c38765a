"""From which feeds entries left without a word, because of an error or a file of their folder."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table; of those that left before, nobody knows where they stood."""
    op.create_table(
        "left_untold",
        sa.Column("entry_id", sa.String(1024), primary_key=True),
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_index("left_untold_feed", "left_untold", ["feed"])
