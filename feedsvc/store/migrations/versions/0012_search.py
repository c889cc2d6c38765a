"""On PostgreSQL, a full-text index: the tables that can be rebuilt are made anew with it.

SQLite needs no change.
"""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Have the tables made anew."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DELETE FROM kept WHERE name = 'rebuildable'")
