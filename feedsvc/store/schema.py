"""Defines the tables of the store.

The ledger must survive upgrades, so Alembic migrates its tables. The other tables can be rebuilt.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from feedsvc.store.columns import Moment
from feedsvc.store.long_texts import ENTRY_ID, LONG_TEXT, index_by_digest, sort_by_start

kept_tables = MetaData()  # a copy of what the migrations make; a test compares the two
rebuildable_tables = MetaData()
# Raised when a rebuildable table changes; a store with another number is rebuilt from the folder.
REBUILDABLE_VERSION = 14


def kept_table(name: str, *parts: Column[Any] | Index, **options: Any) -> Table:
    """A table of the ledger; the migrations must make the same one."""
    return index_by_digest(Table(name, kept_tables, *parts, **options))


def rebuildable_table(name: str, *parts: Column[Any] | Index, **options: Any) -> Table:
    """A table that is made anew from the folder; raise REBUILDABLE_VERSION when it changes."""
    return index_by_digest(Table(name, rebuildable_tables, *parts, **options))


def _single_values() -> tuple[Column[Any], Column[Any]]:
    return Column("name", String(64), primary_key=True), Column("value", Text, nullable=False)


kept = kept_table("kept", *_single_values())

ledger = kept_table(
    "ledger",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("path", LONG_TEXT, nullable=False),
    Column("slug", Text, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("visible", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("date", Moment),
    Column("present", Boolean, nullable=False),
    Column("corrected", Moment),
    Column("corrections", Text),
    Column("shown", Moment),
    Column("stated", LONG_TEXT),
    Column("ahead", LargeBinary),
    Column("returns", Moment),
    Column("headline", String(64)),
    Index("ledger_path", "path"),
    Index("ledger_stated", "stated"),
)

# Every slug ever given, so that none that was seen is given twice and old ones can redirect.
slugs = kept_table(
    "slugs",
    Column("slug", Text, primary_key=True),
    Column("entry_id", ENTRY_ID, nullable=False),
    Column("since", Moment),  # from then on its article was or is public; none: it never was
)

# Which slug a category, tag or author got: feed URLs must last as long as ids.
labels = kept_table(
    "labels",
    Column("kind", String(16), primary_key=True),
    Column("label_key", LONG_TEXT, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("label", Text, nullable=False),
    Index("labels_slug", "kind", "slug", unique=True),
)

# Entries that an editor retracted after they were public (RFC 6721).
tombstones = kept_table(
    "tombstones",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("deleted", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", Moment),  # when the entry became public again, or will
)

# Each retraction and the feeds that show it, also of entries that are public again.
tombstone_feeds = kept_table(
    "tombstone_feeds",
    Column("feed", Text, primary_key=True),
    Column("deleted", Moment, primary_key=True),
    Column("entry_id", ENTRY_ID, primary_key=True),
    Index("tombstone_feeds_entry", "entry_id"),
)

# Entries that left feeds untold, as they stood there: readers may have them still.
left_untold = kept_table(
    "left_untold",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("feed", Text, primary_key=True),
    Column("published", Moment, nullable=False),
    Column("expires", Moment),
    Column("since", Moment, nullable=False),
    Index("left_untold_feed", "feed"),
)

# Each entry gets one number in a feed, in the order in which entries enter it (RFC 5005 4).
numbers = kept_table(
    "numbers",
    Column("feed", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("entry_id", ENTRY_ID, nullable=False),
    Index("numbers_entry", "entry_id", "feed", unique=True),
    sqlite_with_rowid=False,
)

# Feeds whose entries have numbers: all entries that were public by `until` have one.
numbered = kept_table(
    "numbered",
    Column("feed", Text, primary_key=True),
    Column("until", Moment, nullable=False),
)

# Closed ranges of numbers: each is an archive document and begins after the one before.
archives = kept_table(
    "archives",
    Column("feed", Text, primary_key=True),
    Column("archive", Integer, primary_key=True),
    Column("last", BigInteger, nullable=False),
)

# The closed periods that digests have shown, and when each last changed for readers.
digest_periods = kept_table(
    "digest_periods",
    Column("document", Text, primary_key=True),  # such as category/world/digest/daily
    Column("period", String(10), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("shown", String(80), nullable=False),  # a hash of it; empty: its last article left
    Column("updated", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# Keys of private feeds that are in force. Of a token, only the SHA-256 is ever kept.
keys = kept_table(
    "keys",
    Column("name", Text, primary_key=True),
    Column("token", String(64), nullable=False),
    Column("drafts", Boolean, nullable=False),
    Column("categories", Text, nullable=False),  # slugs, one a line
    Column("made", Moment, nullable=False),
    Column("used", Moment),  # the day of the last use
    Index("keys_token", "token", unique=True),
)


def _paths_of_articles(name: str) -> Table:
    return rebuildable_table(
        name,
        Column("path", LONG_TEXT, primary_key=True),
        Column("entry_id", ENTRY_ID, primary_key=True),
        Index(f"{name}_entry", "entry_id"),
        sqlite_with_rowid=False,
    )


def _index_of_given(name: str, column: str) -> Index:
    """An index of the places in feeds that have a value in a column."""
    given = text(f"{column} IS NOT NULL")
    return Index(name, "feed", column, sqlite_where=given, postgresql_where=given)


articles = rebuildable_table(
    "articles",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("path", LONG_TEXT, nullable=False),
    Column("slug", Text, nullable=False),
    Column("published", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("expires", Moment),
    Column("live", Boolean, nullable=False),  # false: draft, private or withdrawn
    Column("digest", String(64), nullable=False),
    Column("weight", Integer, nullable=False),  # about how many bytes it adds to a document
    Column("entry", LargeBinary, nullable=False),  # as codec.pack_entry encodes it
    Index("articles_path", "path", unique=True),
    Index("articles_slug", "slug", unique=True),
)
sort_by_start(articles.c.entry_id)
sort_by_start(articles.c.path)

article_editions = rebuildable_table(
    "article_editions",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("edition", BigInteger, nullable=False),
    Index("article_editions_edition", "edition"),
)

# Articles in the full-text index (store.search_index), by number. No number is used twice.
searched = rebuildable_table(
    "searched",
    Column("number", Integer, primary_key=True),
    Column("entry_id", ENTRY_ID, nullable=False),
    Column("words", BigInteger, nullable=False),  # a checksum of the words it is found by
    Index("searched_entry", "entry_id", unique=True),
    sqlite_autoincrement=True,
)

# Single values such as the digest of the rules by which the articles were read, and the edition.
state = rebuildable_table("state", *_single_values())

# The state of each file (model.file_stat) when it was last read, also of files that cannot be read.
files = rebuildable_table(
    "files",
    Column("path", LONG_TEXT, primary_key=True),
    Column("modified", BigInteger, nullable=False),  # nanoseconds
    Column("size", BigInteger, nullable=False),
    Column("inode", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),  # nanoseconds
    sqlite_with_rowid=False,
)
sort_by_start(files.c.path)

# The feeds that entries stood in when these tables were last made anew, until each is read again.
were_public = rebuildable_table(
    "were_public",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("feed", Text, primary_key=True),
    Column("published", Moment, nullable=False),
    Column("expires", Moment),
)

problems = rebuildable_table(
    "problems",
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("path", LONG_TEXT, nullable=False),
    Column("line", Integer, nullable=False),
    Column("severity", String(8), nullable=False),
    Column("code", String(64), nullable=False),
    Column("message", Text, nullable=False),
    Index("problems_path", "path"),
    Index("problems_code", "code"),
)

members = rebuildable_table(
    "members",
    Column("feed", Text, primary_key=True),
    Column("published", Moment, primary_key=True),  # before the id: queries want this order
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("expires", Moment),
    Column("corrected", Moment),
    Column("label", Text, nullable=False),  # what the article calls what the feed is of
    _index_of_given("members_expiry", "expires"),
    _index_of_given("members_corrected", "corrected"),
    Index("members_entry", "entry_id"),
    sqlite_with_rowid=False,
)

feeds = rebuildable_table(
    "feeds",
    Column("name", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("version", BigInteger, nullable=False),  # the edition in which it last changed
    Column("changed", Moment, nullable=False),
    Column("opened", Moment, nullable=False),  # its first entry's time; before it, no answer has it
    Index("feeds_version", "version"),
)

media = _paths_of_articles("media")

# Drafts and private articles by access group (model.key.access_group_of): no public answer's.
withheld = rebuildable_table(
    "withheld",
    Column("shelf", Text, primary_key=True),
    Column("published", Moment, primary_key=True),
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("expires", Moment),
    Index("withheld_entry", "entry_id"),
    sqlite_with_rowid=False,
)

# The media files that these articles name.
withheld_media = _paths_of_articles("withheld_media")

# Old addresses of articles: paths without a slash at either end.
aliases = _paths_of_articles("aliases")

# Section summaries and fragments are made when first needed, each with a digest of its source.
summaries = rebuildable_table(
    "summaries",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("summaries", LargeBinary, nullable=False),
)

fragments = rebuildable_table(
    "fragments",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("format", String(8), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("fragment", LargeBinary, nullable=False),
)

documents = rebuildable_table(
    "documents",
    Column("feed", LONG_TEXT, primary_key=True),
    Column("format", String(8), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("maker", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("last_modified", Moment, nullable=False),
    Column("valid_from", Moment),
    Column("valid_until", Moment),
    Column("asked", Moment, nullable=False),  # when it was last asked for, to about an hour
    Column("body", LargeBinary, nullable=False),  # compressed
    Column("history", LargeBinary, nullable=False),  # what the last versions held; may be empty
    Column("follows", Text, nullable=False),  # the feed with which it is made ahead; empty: none
    Index("documents_follows", "follows"),
    Index("documents_asked", "asked", "feed", "format", "version", "valid_from", "valid_until"),
)

# Documents in codings that take too long to make while a client waits.
codings = rebuildable_table(
    "codings",
    Column("feed", LONG_TEXT, primary_key=True),
    Column("format", String(8), primary_key=True),
    Column("coding", String(8), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),  # the edition in which it was made
    Column("body", LargeBinary, nullable=False),
    Index("codings_version", "version"),
)

# Who makes a document now, so that the others wait instead of making it too.
claims = rebuildable_table(
    "claims",
    Column("feed", LONG_TEXT, primary_key=True),
    Column("format", String(8), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Moment, nullable=False),  # after this time the holder counts as dead
)
