"""The hub: its topics, their subscribers, requests to subscribe, hosts to which nothing is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_LONG = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_INDEXES = {
    "hub_subscriptions": {"due": ["due"], "expires": ["expires"], "host": ["host"]},
    "hub_intents": {
        "due": ["due"],
        "host": ["host", "made"],
        "client": ["client", "made"],
        "ended": ["ended"],
    },
}
_OF_POSTGRESQL = (
    "UNIQUE INDEX hub_topics_key ON hub_topics (md5(feed), format)",
    "INDEX hub_topics_feed ON hub_topics USING hash (feed)",
    "UNIQUE INDEX hub_subscriptions_topic ON hub_subscriptions (md5(feed), format, md5(callback))",
    "INDEX hub_subscriptions_feed ON hub_subscriptions USING hash (feed)",
    "INDEX hub_subscriptions_callback ON hub_subscriptions USING hash (callback)",
)


def upgrade() -> None:
    """Make the tables; they are empty until somebody subscribes."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "hub_topics",
        sa.Column("feed", _LONG, primary_key=on_sqlite, nullable=False),
        sa.Column("format", sa.String(8), primary_key=on_sqlite, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("valid_until", sa.BigInteger),
    )
    _make_subscriptions()
    _make_intents()
    op.create_table(
        "hub_blocked",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    for table, indexes in _INDEXES.items():
        for name, columns in indexes.items():
            op.create_index(f"{table}_{name}", table, columns)
    if on_sqlite:
        topic = ["feed", "format", "callback"]
        op.create_index("hub_subscriptions_topic", "hub_subscriptions", topic, unique=True)
        return
    for made in _OF_POSTGRESQL:
        op.execute(f"CREATE {made}")


def _make_subscriptions() -> None:
    op.create_table(
        "hub_subscriptions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("feed", _LONG, nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("callback", _LONG, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger),
        sa.Column("sent", sa.BigInteger, nullable=False),
        sa.Column("due", sa.BigInteger),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("failing_since", sa.BigInteger),
        sa.Column("claimed_until", sa.BigInteger),
        sa.Column("holder", sa.String(64)),
        sa.Column("last_status", sa.Integer),
        sa.Column("last_sent", sa.BigInteger),
        sa.Column("host", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )


def _make_intents() -> None:
    op.create_table(
        "hub_intents",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("feed", _LONG, nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("callback", _LONG, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("lease_seconds", sa.Integer, nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("due", sa.BigInteger),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("claimed_until", sa.BigInteger),
        sa.Column("holder", sa.String(64)),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("ended", sa.BigInteger),
        sa.Column("host", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
