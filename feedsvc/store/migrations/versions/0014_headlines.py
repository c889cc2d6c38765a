"""The headline that an article had, as a digest: tells its edited file from another article's."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column; it is empty until the file is read again."""
    op.add_column("ledger", sa.Column("headline", sa.String(64)))
