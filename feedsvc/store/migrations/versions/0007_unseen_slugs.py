"""Since when the article of a slug is public: until then a public article may take it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; of what has a slug already nobody knows, so that it keeps it."""
    op.add_column("slugs", sa.Column("since", sa.BigInteger))
    op.execute("UPDATE slugs SET since = 0")
