"""Reads authors from front matter."""

import re
from urllib.parse import urlsplit

from feedsvc.model.article import LONGEST_LABEL, Author
from feedsvc.model.characters import one_line
from feedsvc.model.slugs import label_key
from feedsvc.sources.frontmatter.inline import from_html, from_label
from feedsvc.sources.frontmatter.split import Field
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.html.urls import tidy
from feedsvc.sources.source import Findings

_ADDRESS = r"[^\s<>()@,;]{1,64}@[^\s<>()@,;]{1,255}"
_NAME_FIRST = re.compile(rf"([^<>]*)<\s*(?:mailto:)?({_ADDRESS})\s*>")  # RFC 5322 3.4
_ADDRESS_FIRST = re.compile(rf"({_ADDRESS})\s*\(([^()]*)\)")  # RSS 2.0, `author`
_ADDRESS_ALONE = re.compile(_ADDRESS)
_ADDRESS_OF_PAGE = r"https?://[^\s<>()\"']{1,500}"
_WITH_PAGE = re.compile(
    rf"""\[(?P<markdown>[^\[\]]+)\]\((?P<to>{_ADDRESS_OF_PAGE})\)
    |<a\s[^<>]{{0,200}}?\bhref=["']?(?P<href>{_ADDRESS_OF_PAGE})["']?[^<>]{{0,200}}>(?P<html>[^<>]+)</a>
    |(?P<plain>[^<>()]+)[<(](?P<page>{_ADDRESS_OF_PAGE})[>)]""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMES = (
    "name",
    "display_name",
    "displayname",
    "fullname",
    "full_name",
    "nickname",
    "login",
    "key",
)
_PARTS = (("first_name", "last_name"), ("firstname", "lastname"), ("given", "family"))
_PAGES = ("uri", "url", "website", "homepage", "web", "link", "page")
_BY = re.compile(r"by[\s:]+(?=\S)", re.IGNORECASE)


def authors(key: str, field: Field, findings: Findings) -> tuple[Author, ...]:
    """The authors that a field names, each name once.

    Args:
        key: as written. In a `byline` a leading "By" is removed. Names are separated by
            semicolons; in `authors` without semicolons, by commas.
        field: a text, a list of texts and mappings, or a mapping of name, email, uri or url.
        findings: gets a warning for a value that names nobody, or whose name is too long.
    """
    found: dict[str, Author] = {}
    for value in field.value if isinstance(field.value, list) else [field.value]:
        people = _from_mapping(value) if isinstance(value, dict) else _from_text(key, value)
        if not people and value:
            findings.add(
                "warning",
                "author",
                f"{key} names nobody; write a name, or leave it out",
                field.line,
            )
        for author in people:
            if len(author.name) > LONGEST_LABEL:
                message = f"{key} is no name but a long text; it was left out"
                findings.add("warning", "long-label", message, field.line)
            else:
                found.setdefault(label_key(author.name), author)
    return tuple(found.values())


def author_of(value: dict[str, Value]) -> Author | None:
    """The author of whom a table tells; None where it names nobody."""
    return next(iter(_from_mapping(value)), None)


def _from_mapping(value: dict[str, Value]) -> list[Author]:
    folded = {key.casefold(): inner for key, inner in value.items()}
    texts = {key: one_line(inner) for key, inner in folded.items() if isinstance(inner, str)}
    if isinstance(parts := folded.get("name"), dict):
        texts |= {key.casefold(): one_line(t) for key, t in parts.items() if isinstance(t, str)}
    email = texts.get("email", "")
    name = next((texts[key] for key in _NAMES if texts.get(key)), "") or next(
        (f"{texts[a]} {texts[b]}" for a, b in _PARTS if texts.get(a) and texts.get(b)), ""
    )
    if not (name or email) and len(value) == 1:
        # The name may be the key of a table about the person, or of nothing.
        key, inner = next(iter(value.items()))
        if isinstance(inner, dict):
            return _from_mapping({"name": key, **inner})
        return [Author(one_line(key))] if inner is None and key.strip() else []
    uri = next((tidy(texts[key]) for key in _PAGES if texts.get(key)), "")
    name = from_label(name) or email
    if not name:
        return []
    return [Author(name, email if _ADDRESS_ALONE.fullmatch(email) else "", _web(uri))]


def _web(uri: str) -> str:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ""
    return uri if parts.scheme in ("http", "https") and parts.netloc else ""


def _from_text(key: str, value: Value) -> list[Author]:
    if not isinstance(value, str):
        return []
    text = one_line(value)
    if key.casefold() == "byline":
        text = _BY.sub("", text, count=1) if _BY.match(text) else text
    if "&" in text:  # the end of a reference sets no names apart
        text = one_line(from_html(text)) if "<" not in text else text
    comma = key.casefold() == "authors" and ";" not in text
    names = text.split("," if comma else ";")
    return [author for name in names if (author := _person(one_line(name))) is not None]


def _person(text: str) -> Author | None:
    if match := _NAME_FIRST.fullmatch(text):
        name, email = match[1].strip().strip('"').strip(), match[2]
        return Author(name or email, email)
    if match := _ADDRESS_FIRST.fullmatch(text):
        return Author(match[2].strip() or match[1], match[1])
    if _ADDRESS_ALONE.fullmatch(text):
        return Author(text, text)
    if "://" in text and (match := _WITH_PAGE.fullmatch(text)):
        name = from_label(match["markdown"] or match["html"] or match["plain"])
        return Author(name, uri=match["to"] or match["href"] or match["page"]) if name else None
    text = from_label(text) if "[" in text or "<" in text else text
    return Author(text) if text else None
