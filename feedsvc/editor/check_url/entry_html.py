"""Rules of the HTML in entries: what readers drop, and what breaks their pages. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from feedsvc.editor.check_url.feed import Content, Entry, Feed
from feedsvc.editor.check_url.finding import JSON_FEED, Found, Rule, Source, rfc, rss, shown
from feedsvc.editor.check_url.ids import titled

MOST = 500_000  # characters of one text that are looked at
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>")
_ADDRESS = re.compile(
    r"""(?<![A-Za-z0-9_-])(?:src|href|poster)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I
)
_CUT = re.compile(r"</?[A-Za-z][^<>]*(?=</[A-Za-z]+>|$)")  # it may be closed after the cut
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ACTIVE = frozenset({"script", "style", "form", "input", "button", "select", "textarea"})
_EMBEDS = frozenset({"iframe", "object", "embed", "frame"})
_RAW = ("script", "style", "textarea")  # what stands in them is no HTML
# Elements that must be closed, and that change what follows when they are not.
_CLOSED = frozenset(
    {
        *("a", "b", "i", "em", "strong", "u", "s", "small", "big", "code", "sub", "sup", "mark"),
        *("q", "cite", "span", "pre", "div", "blockquote", "ul", "ol", "dl", "table", "figure"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "aside", "details"),
    }
)
_TITLE_TAG = re.compile(r"</?(?:b|i|em|strong|span|a|br|p|u|font|img)(?:\s[^<>]*)?/?>", re.I)
_SECURITY = Source("RFC 4287, 8.1", "https://www.rfc-editor.org/rfc/rfc4287#section-8.1")

DROPPED = Rule(
    "html-dropped",
    "warning",
    _SECURITY,
    "readers take it out, and some show its source as text",
    "leave scripts, styles and forms out of feeds, and say in words what they did",
    "https://github.com/simplepie/simplepie/issues/697",
)
EMBED = Rule(
    "html-embed",
    "advice",
    _SECURITY,
    "many readers take it out, so there is a gap",
    "add a link to what is embedded",
    "https://github.com/dylang/node-rss/issues/69",
)
RELATIVE = Rule(
    "html-relative",
    "warning",
    rss("item description", "#hrelementsOfLtitemgt"),
    "pictures are missing, and links lead to a place on the reader's site",
    "write whole addresses in src and href",
    "https://github.com/tidyverse/tidyverse.org/issues/688",
    also=(("Atom", rfc(4287, "3.1.1.2")), ("JSON Feed", JSON_FEED)),
)
FRAGMENT = Rule(
    "html-fragment",
    "advice",
    rss("item description", "#hrelementsOfLtitemgt"),
    "links to notes lead nowhere, or to the top of the reader's page",
    "write the address of the article before the #",
    "https://github.com/nipafx/nipafx.dev/issues/58",
    also=(("Atom", rfc(4287, "3.1.1.2")), ("JSON Feed", JSON_FEED)),
)
NO_SCHEME = Rule(
    "html-no-scheme",
    "advice",
    rfc(3986, "4.2"),
    "in a reader that is a program, no picture loads",
    "write https: before //",
    "https://github.com/Xtraball/Siberian/issues/128",
)
CUT = Rule(
    "html-cut",
    "warning",
    rss("item description", "#hrelementsOfLtitemgt"),
    "the rest of the reader's page becomes a link, or vanishes",
    "shorten the text before it is HTML, or at the end of an element",
    "https://github.com/enginkizil/FeedEk/pull/57",
    also=(("Atom", rfc(4287, "3.1.1.2")), ("JSON Feed", JSON_FEED)),
)
UNCLOSED = Rule(
    "html-unclosed",
    "warning",
    Source("HTML, 13.1.2", "https://html.spec.whatwg.org/multipage/syntax.html#elements-2"),
    "what follows in the reader becomes bold, a link or a part of a list",
    "close each element, also where a text is shortened",
    "https://github.com/enginkizil/FeedEk/pull/57",
)
TITLE = Rule(
    "title-html",
    "advice",
    rss("item title", "#hrelementsOfLtitemgt"),
    "some readers show the tags as text",
    "write titles without HTML",
    "https://github.com/Pomax/EasyPageComments/issues/12",
)
EMPTY = Rule(
    "entry-empty",
    "warning",
    rss("item", "#hrelementsOfLtitemgt"),
    "the entry is a line without words",
    "give it a title, a summary or its text",
    also=(("Atom", rfc(4287, "4.1.2")), ("JSON Feed", JSON_FEED)),
)
NO_TITLE = Rule(
    "entry-title",
    "advice",
    rfc(4287, "4.1.2"),
    "lists show the first words, or (untitled)",
    "give each entry of an Atom feed a title",
)

RULES = (DROPPED, EMBED, RELATIVE, FRAGMENT, NO_SCHEME, CUT, UNCLOSED, TITLE, EMPTY, NO_TITLE)


class _Seen(NamedTuple):
    """A rule that a text breaks, and by what."""

    rule: Rule
    what: str


def judge_html(feed: Feed) -> Iterator[Found]:
    """What is wrong with the texts of entries; each rule once for a text."""
    for entry in feed.entries:
        yield from _judge_entry(feed, entry)
        for content in entry.content:
            told: dict[str, _Seen] = {}
            for seen in _seen(content):
                told.setdefault(seen.rule.code, seen)
            for seen in told.values():
                message = f"in entry {entry.number}{titled(entry)}: {seen.what}"
                yield Found(seen.rule, message, content.where, content.line)


def _judge_entry(feed: Feed, entry: Entry) -> Iterator[Found]:
    if entry.title is None and not entry.has_text:
        said = f"entry {entry.number} has neither a title nor a text"
        yield Found(EMPTY, said, "entry", entry.line)
    elif entry.title is None and feed.format == "Atom":
        yield Found(NO_TITLE, f"entry {entry.number} has no title", "title", entry.line)
    elif feed.format == "JSON Feed" and not entry.has_text:
        said = f"item {entry.number}{titled(entry)} has neither content_html nor content_text"
        yield Found(EMPTY, said, "item", entry.line)
    if feed.format == "RSS" and entry.title and (tag := _TITLE_TAG.search(entry.title.value)):
        said = f"the title of entry {entry.number} has {shown(tag[0])}"
        yield Found(TITLE, said, entry.title.where, entry.title.line)


def _seen(content: Content) -> Iterator[_Seen]:
    html = _without_comments(content.html[:MOST])
    if len(content.html) <= MOST and (cut := _CUT.search(html)):
        yield _Seen(CUT, f"the text is cut within a tag: {shown(cut[0], 60)}")
    still: Counter[str] = Counter()
    raw = ""  # the element in which nothing is HTML
    for found in _TAG.finditer(html):
        closing, name, rest = found[1], found[2].lower(), found[3]
        if raw and not (closing and name == raw):
            continue
        raw = name if name in _RAW and not closing else ""
        if not closing and name in _ACTIVE:
            yield _Seen(DROPPED, f"<{name}>")
        elif not closing and name in _EMBEDS:
            yield _Seen(EMBED, f"<{name}>")
        if name in _CLOSED and not rest.endswith("/"):
            still[name] += -1 if closing else 1
        if not closing:
            yield from _addresses(rest, based=content.based)
    left = [name for name in still if still[name] > 0]
    if left and len(content.html) <= MOST:
        yield _Seen(UNCLOSED, f"<{left[0]}> is not closed")


def _addresses(attributes: str, *, based: bool) -> Iterator[_Seen]:
    for found in _ADDRESS.finditer(attributes):
        address = (found[1] or found[2] or found[3] or "").strip()
        if not address or _ABSOLUTE.match(address):
            continue
        if address.startswith("//"):
            yield _Seen(NO_SCHEME, shown(address))
        elif address.startswith("#"):
            if len(address) > 1 and not based:
                yield _Seen(FRAGMENT, shown(address))
        elif not based:
            yield _Seen(RELATIVE, shown(address))


def _without_comments(html: str) -> str:
    if "<!--" not in html:
        return html
    kept = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        kept.append(html[at:start])
        end = html.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        at = end + 3
    kept.append(html[at:])
    return "".join(kept)
