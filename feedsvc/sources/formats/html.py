"""Reads HTML files: whole documents, or a part of one with front matter."""

import posixpath
import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article
from feedsvc.model.characters import legal, one_line
from feedsvc.sources.assemble import assemble
from feedsvc.sources.formats.comments import OPEN_COMMENT
from feedsvc.sources.formats.h_entry import Entry, entry_of, time_of
from feedsvc.sources.formats.shortcodes import remove_shortcodes
from feedsvc.sources.formats.teaser import TEASER_END, is_teaser_end, teaser, with_teaser_end
from feedsvc.sources.frontmatter import inline
from feedsvc.sources.frontmatter.fields import Header, read_front, read_header
from feedsvc.sources.frontmatter.holding import is_valid
from feedsvc.sources.frontmatter.key_names import HOLDING, meaning, nearly
from feedsvc.sources.frontmatter.publication import read_date
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value, duplicate
from feedsvc.sources.html import body
from feedsvc.sources.html.sanitizer import without_illegal
from feedsvc.sources.html.sections import inline_text
from feedsvc.sources.html.tokenizer import tame
from feedsvc.sources.html.urls import against, srcset_against, tidy
from feedsvc.sources.source import Source

_OF_DOCUMENTS = frozenset({"base", "html", "head", "body", "title", "meta"})
# Name or property of a <meta> element, and the front matter key that it stands for. Of several
# rows with the same key, the first counts.
# HTML Standard 4.2.5.1, https://ogp.me/#type_article
_META = (
    ("description", "description"),
    ("og:description", "description"),
    ("author", "author"),
    ("article:author", "author"),
    ("authors", "authors"),  # Pelican's, with commas between them
    ("keywords", "tags"),
    ("tags", "tags"),
    ("article:tag", "tags"),
    ("article:section", "category"),
    ("category", "category"),
    ("summary", "summary"),
    ("slug", "slug"),
    ("modified", "updated"),
    ("article:published_time", "date"),
    ("date", "date"),
    ("article:modified_time", "updated"),
    ("og:image", "image"),
    ("article:expiration_time", "expires"),
)
_DATES = frozenset({"date", "updated", "expires"})  # which are told of where they cannot be read
_LISTS = frozenset({"author", "tags"})
_TEASER_END = '<wbr class="teaser-end">'
_WEB = re.compile("https?://", re.IGNORECASE)


def read(source: Source) -> Article:
    """Read an HTML file.

    The text is that of its only h-entry, else its only `<article>` or only `<main>`, else its body.

    Raises:
        UnreadableArticle: its front matter or a date in it cannot be read, it has no headline,
            or its HTML is beyond a limit.
    """
    given, front = read_front(source, inline.from_html, key_lines=False)
    text = with_teaser_end(front.body, given.extra.get("excerpt_separator", ""))
    text = remove_shortcodes(text, "html", front.body_line, source.findings)
    opened = text.rfind("<!--")
    if opened > max(text.rfind("-->"), text.rfind("--!>")):
        line = front.body_line + text.count("\n", 0, opened)
        source.findings.add("warning", "open-comment", OPEN_COMMENT, line)
    exact = text == front.body
    text = without_illegal(text, front.body_line, source.findings)
    text = tame(
        text,
        first_line=front.body_line,
        exact_lines=exact,
        keep=_OF_DOCUMENTS,
        limits=source.limits,
        comment=lambda given: _TEASER_END if is_teaser_end(given) else "",
    )
    tree = LexborHTMLParser(text)
    own_standfirst = given.standfirst
    entry = entry_of(tree) if "entry" in text else None
    main = _main(tree)
    header = given
    if entry is not None:
        header = _merged(header, _entry_header(entry, source))
        main = entry.content if entry.content is not None else main
    header = _merged(header, _document_header(tree, source))
    if not header.headline:
        header.headline = _title(tree, main)
    if header.date is None and "<time" in text and (time := _time_of(tree, main)):
        header.date = _certain(time, source)
    if entry is not None and entry.repeats(header.headline, header.standfirst):
        header.standfirst = own_standfirst
    if "<base" in text and main is not None:
        _resolve(main, tree)
    inner = (main.inner_html or "") if main is not None else ""
    if _TEASER_END in inner:
        inner = inner.replace(_TEASER_END, TEASER_END)
        header.standfirst = header.standfirst or teaser(inner, source, front.body_line)
    return assemble(
        source, header, body.render(inner, source, front.body_line, headline=header.headline)
    )


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    for name in ("article", "main"):
        found = tree.css(name)
        if len(found) == 1:
            return found[0]
    return tree.body


def _entry_header(entry: Entry, source: Source) -> Header:
    """The header that is made from an h-entry. Medium gives a draft no date."""
    fields = entry.fields()
    found = read_header(_without_wrong_dates(fields, source), source)
    name = posixpath.basename(source.path)
    if entry.medium and ("date" not in fields or name.startswith("draft_")):
        found.draft = True
        message = "Medium's export has it as a draft, so it is one"
        source.findings.add("info", "draft", message)
    return found


def _without_wrong_dates(fields: dict[str, Field], source: Source) -> dict[str, Field]:
    """The fields without dates that are none: they were written for people."""
    return {
        key: field
        for key, field in fields.items()
        if key not in ("date", "updated") or _certain(str(field.value), source)
    }


def _certain(time: str, source: Source) -> datetime | None:
    try:
        return read_date(time, "time", Field(time, 1), source)
    except UnreadableArticle:
        return None


def _time_of(tree: LexborHTMLParser, main: LexborNode | None) -> str:
    """The time of publication that a `<time>` tells, marked as that or alone in a header."""
    found = tree.css("time[pubdate],time[itemprop=datePublished],time.published,time.entry-date")
    if not found and main is not None and main.tag == "article":
        found = main.css("header time[datetime]")
        found = found if len(found) == 1 else []
    return time_of(found[0]) if found else ""


def _resolve(main: LexborNode, tree: LexborHTMLParser) -> None:
    """Resolve the URLs in a text against its document's base (HTML Standard 4.2.3)."""
    node = tree.css_first("base[href]")
    base = tidy(node.attributes.get("href") or "") if node is not None else ""
    if not base:
        return
    for one in main.css("[href],[src],[poster],[srcset]"):
        given = one.attributes
        for name in ("href", "src", "poster"):
            if url := given.get(name):
                one.attrs[name] = against(base, url)
        if candidates := given.get("srcset"):
            one.attrs["srcset"] = srcset_against(base, candidates)


def _title(tree: LexborHTMLParser, main: LexborNode | None) -> str:
    """The document's title; empty if it contains the first h1, which is then the headline.

    Titles often name the site as well, so the h1 is better.
    """
    node = tree.css_first("title")
    title = one_line(legal(node.text())) if node is not None else ""
    heading = main.css_first("h1") if main is not None else None
    first = inline_text(heading) if heading is not None else ""
    return "" if first and first.casefold() in title.casefold() else title


def _document_header(tree: LexborHTMLParser, source: Source) -> Header:
    """The header that is made from a document's `<meta>` elements and its language."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        given = node.attributes
        name = (given.get("name") or given.get("property") or "").strip().casefold()
        content = one_line(legal(given.get("content") or ""))
        # The URL of a profile gives no name.
        if content and not (name == "article:author" and _WEB.match(content)):
            found.setdefault(name, []).append(content)
    fields: dict[str, Field] = {}
    for name, key in _META:
        if name in found and key not in fields:
            texts: list[Value] = [*found[name]]
            line = _line_of(name, source.text) if key in _DATES else 1
            fields[key] = Field(texts if key in _LISTS and len(texts) > 1 else texts[0], line)
    if "author" in fields:
        fields.pop("authors", None)
    for name in filter(_holds_back, found):
        line = _line_of(name, source.text)
        if len(set(found[name])) > 1:
            raise duplicate(name, line)
        # Browsers' caches were once told to forget a page by `expires` and a zero.
        if meaning(name) != "expires" or is_valid(name, found[name][0]):
            fields[name] = Field(found[name][0], line)
    root = tree.css_first("html")
    language = (root.attributes.get("lang") or "").strip() if root is not None else ""
    if language:
        fields["language"] = Field(language, 1)
    return read_header(fields, source)


def _holds_back(name: str) -> bool:
    """Whether a name of a `<meta>` element is a key that may hold an article back, or nearly."""
    return meaning(name) in HOLDING or any(
        meaning(near) in HOLDING or near == "date" for near in nearly(name)
    )


def _line_of(name: str, text: str) -> int:
    """The line of the `<meta>` element of a name."""
    pattern = rf"""<meta\b[^>]*(?:name|property)\s*=\s*["']?\s*{re.escape(name)}\b"""
    found = re.search(pattern, text, re.IGNORECASE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _merged(first: Header, second: Header) -> Header:
    """The first header; values that it does not have are taken from the second."""
    for name in Header.__struct_fields__:
        if not getattr(first, name) and getattr(second, name):
            setattr(first, name, getattr(second, name))
    return first
