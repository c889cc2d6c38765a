"""Defines the tables of the hub (W3C WebSub), which are kept: subscribers ask once in days."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Text

from feedsvc.store.columns import Moment
from feedsvc.store.long_texts import LONG_TEXT
from feedsvc.store.schema import kept_table

# Documents that somebody subscribed to.
hub_topics = kept_table(
    "hub_topics",
    Column("feed", LONG_TEXT, primary_key=True),
    Column("format", String(8), primary_key=True),
    Column("sequence", BigInteger, nullable=False),  # raised with each version of the document
    Column("digest", String(64), nullable=False),  # of the version; empty: not looked at yet
    Column("valid_until", Moment),  # when time alone may bring the next version
)

# A subscriber that is sent documents, or a foreign hub that is told that there is another.
hub_subscriptions = kept_table(
    "hub_subscriptions",
    Column("number", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("feed", LONG_TEXT, nullable=False),
    Column("format", String(8), nullable=False),
    Column("callback", LONG_TEXT, nullable=False),
    Column("secret", Text, nullable=False),  # empty: none
    Column("since", Moment, nullable=False),
    Column("expires", Moment),
    Column("sent", BigInteger, nullable=False),  # the sequence of the version that it has
    Column("due", Moment),  # when it is next to be sent to; none: it has all
    Column("tries", Integer, nullable=False),  # that failed, since the last that did not
    Column("failing_since", Moment),
    Column("claimed_until", Moment),
    Column("holder", String(64)),
    Column("last_status", Integer),  # 0: no answer
    Column("last_sent", Moment),
    Column("host", Text, nullable=False),
    Index("hub_subscriptions_topic", "feed", "format", "callback", unique=True),
    Index("hub_subscriptions_due", "due"),
    Index("hub_subscriptions_expires", "expires"),
    Index("hub_subscriptions_host", "host"),
    sqlite_autoincrement=True,  # no number is given twice
)

# Requests to subscribe or not to, until their callback has confirmed them, and a while longer: they
# are counted. They are apart, so that a renewal that fails leaves the subscription as it is.
hub_intents = kept_table(
    "hub_intents",
    Column("number", Integer, primary_key=True),
    Column("mode", String(16), nullable=False),
    Column("feed", LONG_TEXT, nullable=False),
    Column("format", String(8), nullable=False),
    Column("callback", LONG_TEXT, nullable=False),
    Column("secret", Text, nullable=False),
    Column("lease_seconds", Integer, nullable=False),
    Column("client", String(64), nullable=False),  # a digest of its address
    Column("made", Moment, nullable=False),
    Column("due", Moment),  # when the callback is next asked; none: it is over
    Column("tries", Integer, nullable=False),
    Column("claimed_until", Moment),
    Column("holder", String(64)),
    Column("outcome", String(16), nullable=False),  # empty: it is open
    Column("ended", Moment),
    Column("host", Text, nullable=False),
    Index("hub_intents_due", "due"),
    Index("hub_intents_host", "host", "made"),
    Index("hub_intents_client", "client", "made"),
    Index("hub_intents_ended", "ended"),
    sqlite_autoincrement=True,
)

# Hosts to which nothing is sent.
hub_blocked = kept_table(
    "hub_blocked",
    Column("host", Text, primary_key=True),
    Column("since", Moment, nullable=False),
)
