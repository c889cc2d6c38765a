"""The ledger: ids, slugs and labels for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables that must survive."""
    op.create_table(
        "kept",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "ledger",
        sa.Column("entry_id", sa.String(1024), primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("updated", sa.BigInteger, nullable=False),
        sa.Column("visible", sa.String(64), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("date", sa.BigInteger),
        sa.Column("present", sa.Boolean, nullable=False),
    )
    op.create_index("ledger_path", "ledger", ["path"])
    op.create_table(
        "slugs",
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column("entry_id", sa.String(1024), nullable=False),
    )
    op.create_table(
        "labels",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("label_key", sa.Text, primary_key=True),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
    )
    op.create_index("labels_slug", "labels", ["kind", "slug"], unique=True)
