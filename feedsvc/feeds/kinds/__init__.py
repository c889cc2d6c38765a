"""The kinds of feeds. Another kind is another row of KINDS, or a module beside these."""

from collections.abc import Iterator

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.kinds.articles import Articles, Categories, Everything
from feedsvc.feeds.kinds.digest import Digest, digest_of
from feedsvc.feeds.kinds.kind import At, FeedKind, NamedKind, OpenFeed, everything
from feedsvc.feeds.kinds.language import Languages
from feedsvc.feeds.kinds.partner import Partners
from feedsvc.feeds.kinds.podcast import Podcast, podcast_of
from feedsvc.feeds.kinds.search import Search
from feedsvc.model.entry import Entry, Term
from feedsvc.model.feed import DIGESTS, EVERYTHING, Feed, FeedName, Format, part_name
from feedsvc.model.hashing import digest
from feedsvc.settings import Settings
from feedsvc.store import feeds
from feedsvc.store.feeds import FeedRow

# By the word with which names and addresses begin; lists show them in this order.
KINDS: dict[str, NamedKind] = {
    one.word: one
    for one in (
        Everything(),
        Categories(),
        Search(),
        Articles("tag", "Tag", "Tags", lambda entry, settings: entry.tags),
        Articles("author", "Author", "Authors", lambda entry, settings: entry.authors),
        Languages(),
        Partners(),
    )
}
_DIGEST = Digest()


def kind_of(feed: Feed) -> FeedKind:
    """The kind of a feed."""
    return _DIGEST if feed.digest else KINDS[feed.kind]


def document_kind(feed: Feed, format: Format, settings: Settings) -> FeedKind:
    """The kind of a feed's document in a format: the feed's own, but for the RSS of a podcast."""
    podcast = podcast_of(feed, format, settings)
    return Podcast(podcast) if podcast else kind_of(feed)


def define(name: str, row: FeedRow | None, at: At) -> Feed:
    """The definition of a feed that is open, of a digest of it, or of a document of its archive.

    Args:
        name: of the document.
        row: what the store knows of the feed whose articles it shows; None: nothing.
        at: the moment.

    Raises:
        NoSuchFeed: the text says why.
    """
    found = parse_name(name)
    kind = KINDS[found.kind]
    if found.archive and not kind.archives:
        raise NoSuchFeed(f"{found.source!r} has no archive")
    feed = kind.define(found, row, at)
    return digest_of(feed, found.digest) if found.digest else feed


def parse_name(name: str) -> FeedName:
    """The parts of the name of a feed of a known kind.

    Raises:
        NoSuchFeed: no feed can have this name.
    """
    try:
        found = FeedName.parse(name)
    except ValueError:
        found = FeedName("")
    kind = KINDS.get(found.kind)
    if kind is None or (found.digest and not kind.digests):
        raise NoSuchFeed(f"no feed is called {name!r}")
    return found


def is_unlisted(name: str) -> bool:
    """Whether a feed of that name is for somebody who is told the address."""
    kind = KINDS.get(name.partition("/")[0])
    return kind is not None and kind.unlisted


def followed(name: str) -> str:
    """The name of the feed with whose version a document changes.

    Raises:
        NoSuchFeed: no feed can have the document's name.
    """
    found = parse_name(name)
    return KINDS[found.kind].follows(found)


def digests_of(feed: Feed) -> list[Feed]:
    """The definitions of a feed's digests; some kinds have none."""
    return [digest_of(feed, kind) for kind in DIGESTS] if KINDS[feed.kind].digests else []


def open_feeds(at: At) -> list[OpenFeed]:
    """The feeds that somebody stands in: everything, the others by name, searches last."""
    by_word: dict[str, list[OpenFeed]] = {word: [] for word in KINDS}
    for row, entries, newest in feeds.open_feeds(at.connection, at.now):
        name = FeedName.parse(row.name)
        if name.kind in KINDS and entries and row.name not in at.hidden:
            feed = KINDS[name.kind].describe(name.slug, row.label, at.settings)
            by_word[name.kind].append(OpenFeed(feed, entries, newest))
    first = by_word.pop(EVERYTHING) or [OpenFeed(everything(at.settings), 0, None)]
    found = [one for word in by_word for one in KINDS[word].listed(by_word[word])]
    also = [one for kind in KINDS.values() for one in kind.also_open(at)]
    return first + sorted(found, key=lambda one: one.feed.name) + also


def hidden_feeds(settings: Settings) -> frozenset[str]:
    """Names of the feeds of private categories."""
    return frozenset(part_name("category", slug) for slug in settings.private_categories)


def parts_of(entry: Entry, settings: Settings) -> Iterator[tuple[str, Term]]:
    """The parts in whose feeds an entry stands beside the feed of everything: word and term."""
    for word, kind in KINDS.items():
        for term in kind.terms(entry, settings):
            yield word, term


def placed_by(settings: Settings) -> str:
    """A digest of all besides an entry that decides in which feeds it stands."""
    return digest(*(f"{word} {kind.placed_by(settings)}" for word, kind in KINDS.items()))
