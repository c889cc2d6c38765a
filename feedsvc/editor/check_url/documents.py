"""Rules of the document as a whole: that it can be read, what each format demands. Pure."""

from collections.abc import Iterator

from feedsvc.editor.check_url.exchange import Visit
from feedsvc.editor.check_url.feed import Feed, Flaw
from feedsvc.editor.check_url.finding import JSON_FEED, Found, Rule, Source, rfc, rss, shown

_XML = "https://www.w3.org/TR/xml/"
_NONE_READ = "readers that parse strictly get nothing, and the others guess"
_JSON_VERSIONS = ("https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1")

WELL_FORMED = Rule(
    "not-well-formed",
    "error",
    Source("XML 1.0, 2.1", f"{_XML}#sec-well-formed"),
    _NONE_READ,
    "write the document with a library for XML, or escape & and < in texts",
    "https://github.com/thesassway/thesassway.com/issues/51",
)
BLANK = Rule(
    "blank-before-xml",
    "error",
    Source("XML 1.0, 2.8", f"{_XML}#sec-prolog-dtd"),
    _NONE_READ,
    "let <?xml be the very first; often a blank line of a plugin or template comes before",
    "https://github.com/martinrotter/rssguard/issues/1403",
)
CHARACTER = Rule(
    "illegal-character",
    "error",
    Source("XML 1.0, 2.2", f"{_XML}#charsets"),
    _NONE_READ,
    "leave control characters out of texts",
    "https://github.com/miniflux/v2/issues/546",
)
PREFIX = Rule(
    "undeclared-prefix",
    "error",
    Source("Namespaces in XML 1.0, 5", "https://www.w3.org/TR/xml-names/#nsc-NSDeclared"),
    _NONE_READ,
    "declare the prefix at the root, such as xmlns:media",
    "https://github.com/pixelfed/pixelfed/issues/1512",
)
NAMESPACE = Rule(
    "rss-namespace",
    "warning",
    rss("extending RSS", "#extendingRss"),
    "readers that heed namespaces find no channel and no items",
    "leave xmlns without a prefix out; give other vocabularies prefixes",
    "https://github.com/miniflux/picoFeed/issues/138",
)
OBSOLETE = Rule(
    "format-obsolete",
    "warning",
    rfc(4287, "2"),
    "newer readers do not know this format any more; nothing else of it is judged here",
    "write Atom 1.0",
)
ENTITY = Rule(
    "undeclared-entity",
    "error",
    Source("XML 1.0, 4.1", f"{_XML}#wf-entdeclared"),
    _NONE_READ,
    "write the character itself, or its number",
    "https://github.com/openfl/www.openfl.org/issues/81",
)
DECLARES = Rule(
    "entity-declared",
    "warning",
    Source("XML 1.0, 4.2", f"{_XML}#sec-entity-decl"),
    "many readers refuse the document, since entities can stand for endless text or for files",
    "leave the DOCTYPE out, and write the characters themselves; nothing else is judged here",
    "https://github.com/miniflux/picoFeed/issues/138",
)
DEEP = Rule(
    "too-deep",
    "error",
    rfc(8259, "9"),
    "readers refuse what would take them too much memory",
    "nest less, and show fewer entries",
)
ENCODING = Rule(
    "encoding-wrong",
    "error",
    Source("XML 1.0, 4.3.3", f"{_XML}#charencoding"),
    "readers get nothing, or see broken letters",
    "write the document in UTF-8, and say so",
    "https://github.com/FreshRSS/FreshRSS/issues/1130",
)
CHARSET = Rule(
    "encoding-differs",
    "warning",
    rfc(7303, "3.2"),
    "half of the readers believe the header, half the document, and one half sees broken letters",
    "say the same in both, or leave charset out",
    "https://github.com/Etuldan/spaRSS/issues/207",
)
RARE = Rule(
    "encoding-rare",
    "advice",
    Source("XML 1.0, 2.2", f"{_XML}#charsets"),
    "a reader need not know this encoding",
    "write the document in UTF-8",
    "https://github.com/alexdebril/feed-io/issues/247",
)
JSON = Rule(
    "json-invalid",
    "error",
    rfc(8259, "2"),
    "no reader can read the feed",
    "write the document with a library for JSON",
    "https://github.com/FreshRSS/FreshRSS/issues/7170",
)
JSON_ENCODING = Rule(
    "json-encoding",
    "error",
    rfc(8259, "8.1"),
    "readers get nothing, or see broken letters",
    "write the document in UTF-8",
)
JSON_BOM = Rule(
    "json-bom",
    "warning",
    rfc(8259, "8.1"),
    "some readers take the mark for an error",
    "write UTF-8 without a byte order mark",
)
ITEMS = Rule(
    "json-items",
    "error",
    JSON_FEED,
    "readers find no entries",
    "let items be an array of objects",
)
VERSION = Rule(
    "feed-version",
    "warning",
    JSON_FEED,
    "readers that choose by the version do not take it for a feed",
    "say https://jsonfeed.org/version/1.1, or for RSS version 2.0",
    also=(("RSS", rss("rss", "#whatIsRss")),),
)
TITLE = Rule(
    "feed-title",
    "warning",
    rfc(4287, "4.1.1"),
    "lists of subscriptions show an address in place of a name",
    "give the feed a title",
    also=(("RSS", rss("channel title", "#requiredChannelElements")), ("JSON Feed", JSON_FEED)),
)
ID = Rule(
    "feed-id",
    "warning",
    rfc(4287, "4.1.1"),
    "services that join copies of a feed by its id cannot",
    "give the feed an id, and keep it for ever",
    "https://github.com/rometools/rome/issues/112",
)
UPDATED = Rule(
    "feed-updated",
    "warning",
    rfc(4287, "4.1.1"),
    "strict readers refuse the feed",
    "say when an entry last changed",
)
LINK = Rule(
    "feed-link",
    "warning",
    rss("channel link", "#requiredChannelElements"),
    "readers have no page of the site to open, and relative links in entries lead nowhere",
    "name the address of the site",
    "https://github.com/ipfs-inactive/website/issues/225",
)
DESCRIPTION = Rule(
    "feed-description",
    "advice",
    rss("channel description", "#requiredChannelElements"),
    "strict readers refuse the feed",
    "add a description; it may be short",
)
AUTHOR = Rule(
    "feed-author",
    "advice",
    rfc(4287, "4.1.1"),
    "entries have nobody's name",
    "name an author in the feed, or in each entry",
)
LANGUAGE = Rule(
    "feed-language",
    "advice",
    rss("channel language", "#optionalChannelElements"),
    "readers cannot tell in which voice to read it aloud, nor which translation to offer",
    "say the language: language in RSS and JSON Feed, xml:lang in Atom",
    also=(("Atom", rfc(4287, "2")), ("JSON Feed", JSON_FEED)),
)
EMPTY = Rule(
    "feed-empty",
    "advice",
    rfc(4287, "4.1.1"),
    "a new subscriber sees nothing",
    "see that the entries are there",
    also=(("RSS", rss("channel", "#hrelementsOfLtitemgt")), ("JSON Feed", JSON_FEED)),
)

RULES = (
    *(WELL_FORMED, BLANK, CHARACTER, PREFIX, NAMESPACE, OBSOLETE, ENTITY, DECLARES, DEEP, ENCODING),
    *(CHARSET, RARE, JSON, JSON_ENCODING, JSON_BOM, ITEMS, VERSION, TITLE, ID, UPDATED, LINK),
    *(DESCRIPTION, AUTHOR, LANGUAGE, EMPTY),
)
_BY_CODE = {rule.code: rule for rule in RULES}


def judge_flaws(flaws: tuple[Flaw, ...], not_a_feed: Rule) -> Iterator[Found]:
    """What kept the document, or a part of it, from being read."""
    for flaw in flaws:
        rule = _BY_CODE.get(flaw.code, not_a_feed)
        yield Found(rule, flaw.message, "the document", flaw.line)


def judge_feed(_: Visit, feed: Feed) -> Iterator[Found]:
    """What the feed lacks of what its format demands, or readers need."""
    if feed.title is None:
        yield Found(TITLE, "the feed has no title", "title")
    if feed.language is None:
        yield Found(LANGUAGE, "the feed does not say its language", "language")
    if not feed.entries and feed.format != "JSON Feed":
        yield Found(EMPTY, "the feed has no entry", "entries")
    by_format = {"Atom": _atom, "RSS": _rss, "JSON Feed": _json}
    yield from by_format[feed.format](feed)


def _atom(feed: Feed) -> Iterator[Found]:
    if feed.id is None:
        yield Found(ID, "the feed has no id", "id")
    if feed.updated is None:
        yield Found(UPDATED, "the feed has no updated", "updated")
    if not feed.has_author:
        yield Found(AUTHOR, "neither the feed nor each entry has an author", "author")


def _rss(feed: Feed) -> Iterator[Found]:
    if not any(link.where == "channel link" for link in feed.links):
        yield Found(LINK, "the channel has no link", "channel link")
    if feed.description is None:
        yield Found(DESCRIPTION, "the channel has no description", "channel description")
    if not feed.version:
        yield Found(VERSION, "the element rss has no version", "rss")


def _json(feed: Feed) -> Iterator[Found]:
    if feed.version not in _JSON_VERSIONS:
        said = shown(feed.version) or "not there"
        yield Found(VERSION, f"the version is {said}", "version")
    for one in feed.strange:
        yield Found(ITEMS, "items is no array", one.where, one.line)
        return
    if not feed.entries:
        yield Found(EMPTY, "the feed has no item", "items")
