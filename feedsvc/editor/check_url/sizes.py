"""Rules of sizes: of the document, of one entry, and how many there are. Pure."""

from collections.abc import Iterator

from feedsvc.editor.check_url.feed import Feed
from feedsvc.editor.check_url.finding import Found, Rule, rfc
from feedsvc.editor.check_url.ids import titled

_LARGE = 1024 * 1024  # bytes of a document
_LARGE_ENTRY = 256 * 1024
_MANY = 500

LARGE = Rule(
    "feed-large",
    "warning",
    rfc(5005, "4"),
    "some services refuse a feed of this size, and each change takes all readers all of it",
    "show fewer entries, or summaries; keep the older ones in an archive",
    "https://github.com/oktadeveloper/okta-blog-archive/pull/1221",
)
LARGE_ENTRY = Rule(
    "entry-large",
    "advice",
    rfc(4287, "4.1.3"),
    "readers cut the text, or take long to show it",
    "show a summary of the entry, with a link; keep pictures out of the document",
)
MANY = Rule(
    "feed-many",
    "advice",
    rfc(5005, "4"),
    "a new subscriber gets all of them as unread, and each change takes longer",
    "show the newest 20 to 100, and keep the older ones in an archive",
    "https://github.com/smashingmagazine/redesign/issues/321",
)

RULES = (LARGE, LARGE_ENTRY, MANY)


def judge_sizes(feed: Feed, size: int) -> Iterator[Found]:
    """What is too large.

    Args:
        feed: the document.
        size: its bytes, without content coding.
    """
    if size > _LARGE:
        yield Found(LARGE, f"the document has {size / 1_000_000:.1f} MB", "the document")
    for entry in feed.entries:
        if entry.size > _LARGE_ENTRY:
            message = f"entry {entry.number}{titled(entry)} has {entry.size // 1000:,} kB"
            yield Found(LARGE_ENTRY, message, "entry", entry.line)
    if len(feed.entries) > _MANY:
        yield Found(MANY, f"there are {len(feed.entries):,} entries", "entries")
