"""Rules of ids: that entries have them, that they differ, that they stay. Pure."""

import re
from collections.abc import Iterator

from feedsvc.editor.check_url.feed import Entry, Feed
from feedsvc.editor.check_url.finding import JSON_FEED, Found, Rule, rfc, rss, shown

_GUID = rss("item guid", "#ltguidgtSubelementOfLtitemgt")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)

MISSING = Rule(
    "id-missing",
    "error",
    rfc(4287, "4.1.2"),
    "an entry that is edited comes again as new, and entries that look alike are one",
    "give each entry an id that never changes (Atom and JSON Feed id, RSS guid)",
    "https://github.com/Ranchero-Software/NetNewsWire/issues/4540",
    also=(("RSS", _GUID), ("JSON Feed", JSON_FEED)),
)
NO_GUID = Rule(
    "guid-missing",
    "warning",
    _GUID,
    "where the address of an entry changes, as from http to https, it comes again as new",
    'give each entry a guid: its first address, with isPermaLink="false"',
    "https://github.com/mysociety/theyworkforyou/issues/427",
)
REPEATED = Rule(
    "id-repeated",
    "error",
    _GUID,
    "readers show one of these entries, and hide the others",
    "give each entry an id of its own",
    "https://github.com/feedbin/support/issues/573",
    also=(("Atom", rfc(4287, "4.2.6")), ("JSON Feed", JSON_FEED)),
)
UNSTABLE = Rule(
    "id-unstable",
    "error",
    rfc(4287, "4.2.6"),
    "all entries come again as new, at each poll",
    "keep the id of an entry; never make it anew",
    "https://github.com/newrelic/docs-website/issues/1271",
    also=(("RSS", _GUID), ("JSON Feed", JSON_FEED)),
)
NOT_URI = Rule(
    "id-not-uri",
    "warning",
    rfc(4287, "4.2.6"),
    "strict readers refuse the feed, and ids of two feeds may be the same",
    "use the address of the entry, a tag: or a urn:uuid:; keep ids that are out",
)
NOT_ADDRESS = Rule(
    "guid-not-address",
    "warning",
    _GUID,
    "readers open the guid as the entry's page, which leads nowhere",
    'say isPermaLink="false", in just this spelling',
    "https://github.com/jpmonette/feed/issues/212",
)
NUMBER = Rule(
    "id-number",
    "warning",
    JSON_FEED,
    "strict readers refuse the feed; others may write the number in two ways",
    "write the id as a text",
    "https://github.com/nmdias/FeedKit/pull/159",
)

RULES = (MISSING, NO_GUID, REPEATED, UNSTABLE, NOT_URI, NOT_ADDRESS, NUMBER)


def judge_ids(feed: Feed) -> Iterator[Found]:
    """What is wrong with the ids of a feed's entries."""
    pages = _by_page(feed)
    for entry in feed.entries:
        if entry.id is None:
            # Where RSS has no guid, readers take the address, if it is the entry's alone.
            rule = NO_GUID if feed.format == "RSS" and entry.page in pages else MISSING
            name = "guid" if feed.format == "RSS" else "id"
            said = f"entry {entry.number}{titled(entry)} has no {name}"
            yield Found(rule, said, name, entry.line)
        elif not entry.id_is_text:
            said = f"the id {shown(entry.id.value)} is a number"
            yield Found(NUMBER, said, entry.id.where, entry.id.line)
        else:
            yield from _form(feed, entry)
    misspelt = {one.line for one in feed.strange if one.where == "guid"}
    for entry in feed.entries:
        if entry.id is not None and entry.id.line in misspelt:
            said = "isPermaLink is spelt otherwise, so the guid counts as an address"
            yield Found(NOT_ADDRESS, said, "guid", entry.id.line)
    yield from _repeated(feed)


def titled(entry: Entry) -> str:
    """The title of an entry, to go on after its number in a message."""
    return f" (“{shown(entry.title.value, 60)}”)" if entry.title else ""


def _form(feed: Feed, entry: Entry) -> Iterator[Found]:
    assert entry.id is not None
    value, line = entry.id.value, entry.id.line
    if feed.format == "Atom" and not _URI.fullmatch(value):
        yield Found(NOT_URI, f"the id {shown(value)} is no URI", entry.id.where, line)
    said = any(one.line == line and one.where == "guid" for one in feed.strange)
    is_address = feed.format == "RSS" and entry.permalink is not False and not said
    if is_address and not _WEB.fullmatch(value):
        message = f"the guid {shown(value)} counts as an address, and is none"
        yield Found(NOT_ADDRESS, message, "guid", line)


def _repeated(feed: Feed) -> Iterator[Found]:
    seen: dict[str, Entry] = {}
    for entry in feed.entries:
        if entry.id is None:
            continue
        first = seen.setdefault(entry.id.value, entry)
        if first is entry or _is_version(feed, first, entry):
            continue
        message = f"entries {first.number} and {entry.number} have the id {shown(entry.id.value)}"
        yield Found(REPEATED, message, entry.id.where, entry.id.line)


def _is_version(feed: Feed, one: Entry, other: Entry) -> bool:
    """Whether two entries may be versions of one, as Atom allows (RFC 4287 4.1.1)."""
    if feed.format != "Atom" or one.updated is None or other.updated is None:
        return False
    return one.updated.value != other.updated.value and one.page == other.page


def judge_two_polls(before: Feed, after: Feed) -> Iterator[Found]:
    """Whether entries that two polls have keep their ids.

    Args:
        before, after: the document of two polls, a little apart.
    """
    ids = _by_page(before)
    for page, entry in _by_page(after).items():
        old = ids.get(page)
        if old is None or old.id is None or entry.id is None or old.title != entry.title:
            continue
        if old.id.value != entry.id.value:
            first, second = shown(old.id.value, 60), shown(entry.id.value, 60)
            message = f"the entry {shown(page)} has first the id {first}, then {second}"
            yield Found(UNSTABLE, message, entry.id.where, entry.id.line)


def _by_page(feed: Feed) -> dict[str, Entry]:
    """Entries by the address of their page, where that tells them apart."""
    found: dict[str, Entry] = {}
    twice: set[str] = set()
    for entry in feed.entries:
        if entry.page in found:
            twice.add(entry.page)
        found[entry.page] = entry
    return {page: entry for page, entry in found.items() if page and page not in twice}
