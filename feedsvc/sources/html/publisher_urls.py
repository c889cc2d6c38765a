"""Reads URLs that only their publisher understands: `@/a.md`, `{static}a.png`, `link://slug/a`.

They are Zola's internal links (https://www.getzola.org/documentation/content/linking/), Pelican's
`{filename}`, `{static}` and `{attach}`
(https://docs.getpelican.com/en/stable/content.html#linking-to-internal-content), Nikola's `link:`
(https://getnikola.com/path_handlers.html), Docusaurus' `pathname:` and `@site`, and Obsidian's.
"""

import re
from urllib.parse import parse_qs, quote, unquote

from feedsvc.model.article import SITE
from feedsvc.model.slugs import plain_slug
from feedsvc.sources import references

SCHEMES = frozenset({"link", "obsidian", "pathname"})
_PELICAN = re.compile(
    r"(?:\{|%7[Bb]|\||%7[Cc])(?P<kind>filename|static|attach|index|author|category|tag)"
    r"(?:\}|%7[Dd]|\||%7[Cc])(?P<rest>.*)",
    re.DOTALL,
)
_PARTS_OF_SITE = frozenset({"author", "category", "tag"})


def understood(url: str, path: str) -> str:
    """The URL without what only a publisher understands; empty where it leads to nothing here.

    Args:
        url: as written.
        path: of the article's file; POSIX, relative to the newsroom's folder.
    """
    first = url[:1]
    if first == "@":
        return _below_at(url, path)
    if first in "{|%" and (found := _PELICAN.fullmatch(url)):
        rest = found["rest"].strip()
        if found["kind"] == "index":
            return f"{SITE}/"
        if found["kind"] in _PARTS_OF_SITE:
            return _part(found["kind"], rest)
        return references.root_of(path) + rest.lstrip("/") if rest.startswith("/") else rest
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() not in SCHEMES:
        return url
    if scheme.lower() == "pathname":
        return "/" + rest.lstrip("/")
    if scheme.lower() == "obsidian":
        names = parse_qs(rest.partition("?")[2]).get("file")
        return references.page_of(names[0], path) if names else ""
    kind, _, name = rest.lstrip("/").partition("/")
    name, sign, anchor = name.partition("#")
    name = unquote(name)
    if kind in _PARTS_OF_SITE:
        return _part(kind, name)
    if kind in ("index", "root", "rss", "archive"):
        return f"{SITE}/"
    if not name or kind not in ("filename", "slug"):
        return ""
    return references.page_of(name, path) + sign + anchor


def _below_at(url: str, path: str) -> str:
    if url.startswith("@/"):
        return references.root_of(path) + url[2:]
    if not url.startswith("@site/"):
        return url
    below = url.removeprefix("@site/")
    if below.startswith("static/"):
        return "/" + below.removeprefix("static/")
    return "../" * path.count("/") + below


def _part(kind: str, label: str) -> str:
    return f"{SITE}/{kind}/{quote(plain_slug(unquote(label)))}" if label.strip() else ""
