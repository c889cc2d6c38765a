"""Reads from front matter the addresses that an article has elsewhere, or had before."""

import posixpath
import re
from typing import NamedTuple

from feedsvc.sources.frontmatter.key_names import Keyed
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.html.urls import tidy
from feedsvc.sources.source import Findings

_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_OF_PAGES = frozenset({"", ".html", ".htm", ".php"})  # suffixes


class Addresses(NamedTuple):
    """The addresses of an article.

    Attributes:
        url, aliases: as in Article.
        places: those among the aliases that other publishers give it.
    """

    url: str = ""
    aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def read_addresses(keyed: Keyed, url: str, findings: Findings) -> Addresses:
    """The addresses that front matter names.

    Args:
        keyed: its fields.
        url: the text of its `url`.
        findings: gets a warning for what is no address.
    """
    paths: list[str] = []
    elsewhere = ""
    if found := keyed.known.get("url"):
        url = tidy(url)
        if _WEB.match(url):
            elsewhere = url
        elif ":" in url.split("/")[0]:
            message = "url is no web address and was left out; write one, or a path"
            findings.add("warning", "url", message, found[1].line)
        elif url:
            paths.append(url)
    for key, field in keyed.every("aliases"):
        given = field.value if isinstance(field.value, list) else [field.value]
        paths += [tidy(alias) for alias in given if isinstance(alias, str)]
        if any(isinstance(alias, list | dict) for alias in given):
            findings.add("warning", "wrong-type", f"{key} may hold only paths", field.line)
    named = [("permalink", field.value) for _, field in keyed.every("permalink")]
    if "path" in keyed.rest:
        named.append(("path", keyed.rest["path"].value))
    places = tuple(place for name, value in named if (place := _place(name, value)))
    aliases = tuple(dict.fromkeys(path for path in (*paths, *places) if path))
    return Addresses(elsewhere, aliases, places)


def _place(name: str, value: Value) -> str:
    """The address of a page that a publisher's own key names, or empty.

    https://jekyllrb.com/docs/permalinks/ (styles and placeholders are none),
    https://www.getzola.org/documentation/content/page/ (a path from the root of the site).
    """
    text = tidy(value) if isinstance(value, str) else ""
    path = text if name == "path" or "/" in text or "." in text else ""
    if _WEB.match(path):
        return path
    if ":" in path or "%7B" in path or posixpath.splitext(path)[1].lower() not in _OF_PAGES:
        return ""
    return "/" + path.strip("/") if path.strip("/.") else ""
