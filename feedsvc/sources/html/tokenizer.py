"""Simplifies HTML before it is parsed, so that every HTML parser reads it in the same way.

Comments, scripts and everything else that changes the mode of a parser are removed. A `<` that
opens nothing becomes text. Nesting and attributes are limited here, because parsers take quadratic
time for them (HTML Standard 13.2.5, tokenization).
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import words
from feedsvc.settings import DEFAULTS, KILO, LimitSettings
from feedsvc.sources.html import embedded
from feedsvc.sources.html.mathml import as_text
from feedsvc.sources.html.nesting import Nesting

# The elements that an entry may hold: those for text, links, tables and media that readers keep.
ELEMENTS = words(
    "a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col"
    " colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header"
    " hgroup hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby s samp section small"
    " source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u"
    " ul var video wbr"
)
_S = "[ \t\n\r\f]"
_ATTRIBUTE = (
    rf"""[^ \t\n\r\f/>][^ \t\n\r\f/>=]{{0,255}}+"""
    rf"""(?:{_S}*+=(?:{_S}*+(?:"[^"]*+"|'[^']*+'|(?!["'])[^ \t\n\r\f>]*+))|(?!{_S}*+=))"""
)
_BLANK = "[ \t\n\r\f/]"


@lru_cache(4)
def _token(attributes: int) -> re.Pattern[str]:
    """A pattern for what begins with `<`: a comment, or a tag of at most so many attributes."""
    return re.compile(
        rf"""<(?:
            (?P<comment>!--(?:-?>|(?s:.*?)(?:--!?>|\Z)))
          | (?P<bogus>[!?][^>]*+>|/(?![A-Za-z])[^>]*+>)
          | (?P<slash>/?)(?P<name>[A-Za-z][^ \t\n\r\f/>]{{0,63}}+)(?=[ \t\n\r\f/>])
            (?P<attributes>(?>(?:{_BLANK}*+{_ATTRIBUTE}){{0,{attributes}}}))
            (?>(?P<more>{_BLANK}*+{_ATTRIBUTE})?){_BLANK}*+(?P<end>>)?
        )""",
        re.VERBOSE,
    )


_NAMED = re.compile(_BLANK + "*+" + _ATTRIBUTE)
# The text in these is not markup. A parser reads to their end tag, or to the end of the file.
_RAW = frozenset({"script", "style", "noembed", "noframes", "iframe", "xmp", "plaintext"})
# These are removed or replaced with what they hold, if they have an end tag.
_WITH_CONTENT = _RAW | words("textarea title svg math select button template datalist")

_SHOWN_INSTEAD = frozenset({"iframe", "script", "svg"})
_LOADED = frozenset({"audio", "img", "source", "video"})
_STRUCTURE = words("body font form head html input label link meta param")
# What an `object` holds that is shown where it cannot be.
_SHOWS = re.compile(r"<(?:a|audio|embed|iframe|img|object|picture|video)(?=[\s/>])", re.IGNORECASE)
_REPEATED = re.compile(
    r"\s{0,99}(?:<(?:p|figure|picture|div)[^<>]{0,500}>\s{0,99}){0,3}<img(?=[\s/])([^<>]{0,4000})>",
    re.IGNORECASE,
)

_KATEX = re.compile(r"\bkatex-html\b")  # https://katex.org/docs/options (output)
_SPAN = re.compile(r"<(/?)span(?=[ \t\n\r\f/>])[^<>]*>", re.IGNORECASE)
_DIV = re.compile(r"<(/?)div(?=[ \t\n\r\f/>])[^<>]*>", re.IGNORECASE)
# MathJax 2 keeps a formula in a script, beside what shows it:
# https://docs.mathjax.org/en/v2.7-latest/advanced/model.html
_MATHJAX = re.compile(r"\bMathJax(?:_(?:Preview|Display|SVG|SVG_Display|CHTML|MathML))?\b")
_TEX = re.compile(r"""\btype[ ]?=[ ]?["']?math/tex\b""", re.IGNORECASE)

# The sanitizer takes quadratic time for references in one run of text, so long runs are split.
_LONG_RUN = 16 * 1024  # characters
_PART_END = re.compile(r"[&\s]")  # a split before one of these is inside no reference
_PARTING = "<!---->"

# HTML as converters write it: text and simple tags. Nothing in it would be changed, and with few
# tags it is within the limits, so it need not be read tag by tag. `table` is left out, because it
# can close a paragraph.
_PLAIN_TAGS = words(
    "a b blockquote br code del em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li ol p pre s small"
    " strong sub sup u ul"
)
_PLAIN = re.compile(
    rf"""(?>(?:[^<]++|</?(?:{"|".join(sorted(_PLAIN_TAGS, key=len, reverse=True))})"""
    r"""(?>(?:[ ][a-z]{1,20}="[^"<>]*+"){0,20})[ ]?/?>)*)"""
)

# The state of a task in a list, as GitHub writes it.
_CHECKBOX = re.compile(
    r"<input(?=\s)(?=[^<>]{0,500}\stype=[\"']?checkbox\b)"
    r"(?=(?P<checked>[^<>]{0,500}\schecked\b)?)[^<>]{0,500}>",
    re.IGNORECASE,
)


def tame(
    text: str,
    *,
    first_line: int = 1,
    exact_lines: bool = False,
    keep: frozenset[str] = frozenset(),
    limits: LimitSettings = DEFAULTS,
    comment: Callable[[str], str] | None = None,
) -> str:
    """The HTML with only the tags of ELEMENTS. Iframes become links.

    Long runs of text are split by empty comments.

    Args:
        text: HTML without characters that XML forbids.
        first_line: the line of the file at which the HTML begins, from 1; for errors.
        exact_lines: whether the lines of `text` are those of the file from `first_line` on.
        keep: names of other elements that are kept, such as title.
        limits: how much is accepted from an article.
        comment: gives the HTML that stands for a comment; None: they are left out.

    Raises:
        UnreadableArticle: too-large, too-deep, too-many-attributes, tag-too-long.
    """
    if "checkbox" in text:
        text = _CHECKBOX.sub(lambda found: "\u2611" if found["checked"] else "\u2610", text)
    if text.count("<") > limits.tags:
        raise UnreadableArticle(
            f"the text makes more than {limits.tags:,} tags as HTML; split it into several"
            " articles",
            line=first_line,
            code="too-large",
        )
    if (
        len(text) <= limits.tag_kilobytes * KILO
        and text.count("<") - text.count("</") <= limits.nesting
        and _PLAIN.fullmatch(text)
    ):
        return text
    return "".join(_Tamer(text, first_line, exact_lines, keep, limits, comment).pieces())


def attributes(tag: str) -> dict[str, str]:
    """The attributes in the text of a tag, by name in lower case, with references decoded.

    Of several attributes of the same name the first counts.
    """
    found: dict[str, str] = {}
    for match in _NAMED.finditer(tag):
        name, _, value = match[0].strip(" \t\n\r\f/").partition("=")
        value = value.strip(" \t\n\r\f")
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        found.setdefault(name.strip(" \t\n\r\f").lower(), html.unescape(value))
    return found


@dataclass
class _Tamer:
    text: str
    first_line: int
    exact: bool
    keep: frozenset[str]
    limits: LimitSettings
    comment: Callable[[str], str] | None = None

    def __post_init__(self) -> None:
        self.nesting = Nesting(self.limits.nesting)
        self.formula = 0  # the place of a script of MathJax
        self.endless: set[str] = set()  # elements without an end tag in the rest of the text
        self.ends: dict[str, re.Match[str]] = {}  # the end tags of elements that were found last
        self.lazy: set[str] = set()  # pictures that scripts would load

    def pieces(self) -> list[str]:
        text, match_token = self.text, _token(self.limits.attributes).match
        last = text.rfind(">") + 1
        pieces: list[str] = []
        position = 0
        while (at := text.find("<", position, last)) >= 0:
            if at > position:
                pieces.append(_parted(text[position:at]))
                self.nesting.text()
            match = match_token(text, at, last)
            if match is not None and match["more"]:
                raise self.error(
                    f"a tag has more than {self.limits.attributes:,} attributes; remove them",
                    "too-many-attributes",
                    at,
                )
            if match is None or (match["name"] and not match["end"]):
                pieces.append("&lt;")  # it opens nothing
                position = at + 1
            elif match["name"]:
                piece, position = self.tag(match, match["name"].lower())
                pieces.append(piece)
            else:
                if match["comment"] and self.comment is not None:
                    pieces.append(self.comment(match[0]))
                position = match.end()
        pieces.append(_parted(text[position:].replace("<", "&lt;")))
        return pieces

    def tag(self, match: re.Match[str], name: str) -> tuple[str, int]:
        """The HTML that replaces a tag, and the position at which to go on."""
        end = match.end()
        if end - match.start() > self.limits.tag_kilobytes * KILO:
            if name in ("img", "source"):  # a picture in a data: URL, which no feed can carry
                return "", end
            raise self.error(
                f"a tag is longer than {self.limits.tag_kilobytes} kB; shorten its attributes",
                "tag-too-long",
                match.start(),
            )
        if name in ("span", "div") and match["attributes"] and (after := self.again(match, name)):
            return "", after
        if name in _WITH_CONTENT:
            return self.with_content(match, name)
        if name not in ELEMENTS and name not in self.keep:
            return self.other(match, name)
        if match["slash"]:
            self.nesting.close(name)
            return match[0], end
        # Whether a table closes a paragraph depends on the document's mode, so it is closed here.
        closing = "</p>" if name == "table" and self.nesting.is_in("p") else ""
        if not self.nesting.open(name, match["attributes"]):
            raise self.error(
                "elements stand too deep inside one another; close the tags that are open",
                "too-deep",
                match.start(),
            )
        if name in _LOADED and "data-" in match["attributes"]:
            return closing + self.loaded(match, name), end
        return closing + match[0], end

    def other(self, match: re.Match[str], name: str) -> tuple[str, int]:
        """What stands for the tag of an element that no entry holds."""
        if match["slash"] or name in _STRUCTURE:
            return "", match.end()
        if name == "embed":
            return embedded.shown_object(attributes(match["attributes"]), ""), match.end()
        if name == "noscript":
            return "", self.shown_before(match)
        if name == "object" and (end := self.end_of(name, match.end())):
            given = attributes(match["attributes"])
            drawn = given.get("type", "").startswith("image/")
            if drawn or not _SHOWS.search(self.text, match.end(), end.start()):
                inner = self.text[match.end() : end.start()]
                if shown := embedded.shown_object(given, inner):
                    return shown, end.end()
            return "", match.end()
        if site := embedded.site_of_element(name):
            return embedded.custom_link(site, attributes(match["attributes"])), match.end()
        return "", match.end()

    def loaded(self, match: re.Match[str], name: str) -> str:
        """The tag of a picture, sound or film with the addresses that a script would give it."""
        lazy = embedded.lazy_attributes(attributes(match["attributes"]))
        if "src" in lazy:
            self.lazy.add(embedded.same_picture(lazy["src"]))
        # Of attributes of one name the first counts.
        front = "".join(f' {key}="{html.escape(lazy[key])}"' for key in sorted(lazy))
        return f"<{name}{front}{match['attributes']}>" if lazy else match[0]

    def shown_before(self, opening: re.Match[str]) -> int:
        """The end of a `noscript` that repeats a picture which a script loads, else of its tag."""
        picture = _REPEATED.match(self.text, opening.end())
        if picture and self.lazy and (end := self.end_of("noscript", opening.end())):
            src = attributes(picture[1]).get("src", "")
            if embedded.same_picture(src) in self.lazy:
                return end.end()
        return opening.end()

    def end_of(self, name: str, position: int) -> re.Match[str] | None:
        """The next end tag of an element; None if there is none. Takes linear time in all."""
        if name in self.endless:
            return None
        known = self.ends.get(name)
        if known is None or known.start() < position:
            pattern = re.compile(rf"</{name}(?=[ \t\n\r\f/>])[^>]*+>", re.IGNORECASE)
            known = pattern.search(self.text, position)
            if known is None:
                self.endless.add(name)
                return None
            self.ends[name] = known
        return known

    def again(self, opening: re.Match[str], name: str) -> int:
        """The end of an element in which KaTeX or MathJax shows a formula a second time; else 0."""
        kind, given = "katex", opening["attributes"]
        if name == "span" and _KATEX.search(given):
            before = self.text[max(opening.start() - 40, 0) : opening.start()].rstrip()
            if not before.endswith("</math></span>"):
                return 0
        elif _MATHJAX.search(given):
            kind = "mathjax"
            if self.formula < opening.end():  # the next of those that are sought is known
                found = _TEX.search(self.text, opening.end())
                self.formula = found.start() if found else len(self.text)
            if self.formula == len(self.text):
                return 0
        else:
            return 0
        if kind in self.endless:
            return 0
        depth = 1
        for tag in (_SPAN if name == "span" else _DIV).finditer(self.text, opening.end()):
            depth += -1 if tag[1] else 1
            if not depth:
                return tag.end()
        self.endless.add(kind)
        return 0

    def with_content(self, match: re.Match[str], name: str) -> tuple[str, int]:
        if match["slash"]:
            return "", match.end()
        end = self.end_of(name, match.end())
        if end is None:
            return "", len(self.text) if name in _RAW else match.end()
        inner = self.text[match.end() : end.start()]
        if name in self.keep:
            return match[0] + inner.replace("<", "&lt;") + f"</{name}>", end.end()
        if name == "xmp":
            return f"<pre>{html.escape(inner, quote=False)}</pre>", end.end()
        if name == "math":
            apart = " " if self.text[match.start() - 1 : match.start()].isdigit() else ""
            return apart + html.escape(as_text(inner), quote=False), end.end()
        if name == "script" and _TEX.search(match["attributes"]):
            return html.escape(inner.strip(), quote=False), end.end()
        if name in _SHOWN_INSTEAD:
            given = attributes(match["attributes"])
            if name != "svg":
                link = embedded.link_to if name == "iframe" else embedded.script_link
                return link(given), end.end()
            if text := embedded.drawing_text(given, inner):
                return f" {html.escape(text, quote=False)} ", end.end()
        return "", end.end()

    def error(self, message: str, code: str, at: int) -> UnreadableArticle:
        line = self.first_line + (self.text.count("\n", 0, at) if self.exact else 0)
        return UnreadableArticle(message, line=line, code=code)


def _parted(text: str) -> str:
    """A text without tags, split by empty comments into parts of about _LONG_RUN characters."""
    parts = []
    start = 0
    while found := _PART_END.search(text, start + _LONG_RUN):
        parts.append(text[start : found.start()])
        start = found.start()
    return _PARTING.join((*parts, text[start:]))
