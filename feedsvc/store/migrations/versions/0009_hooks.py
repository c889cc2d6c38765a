"""What readers were last seen to have, and the changes of it that a hook is yet to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables; they are filled once there is a hook."""
    op.create_table(
        "hook_seen",
        sa.Column("entry_id", sa.String(1024), primary_key=True),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("updated", sa.BigInteger, nullable=False),
        sa.Column("corrected", sa.BigInteger),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("feeds", sa.Text, nullable=False),
    )
    op.create_table(
        "hook_events",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("entry_id", sa.String(1024), nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("updated", sa.BigInteger, nullable=False),
        sa.Column("feeds", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
