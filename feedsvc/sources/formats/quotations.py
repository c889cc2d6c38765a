"""Reads what the mark of a quotation says of it: who wrote it, and where.

Hexo's `{% blockquote author, source link title %}` (https://hexo.io/docs/tag-plugins#Block-Quote)
and what themes of Hugo, Zola and Eleventy write alike, with names. NexT's `{% cq %}` and Hexo's
`{% pullquote %}` say nothing of it.
"""

import html
import re

from feedsvc.sources.formats.mark_arguments import read_arguments
from feedsvc.sources.html import words

NAMES = words("blockquote centerquote cq pullquote quote")
_SAYING = words("blockquote quote")
_LINK = re.compile(r"(?P<before>.*?)(?:^|\s)(?P<link>https?://\S+)(?P<title>.*)", re.DOTALL)
_AUTHORS = ("author", "by", "cite", "attribution", "name", "who", "person")
_SOURCES = ("source", "title", "work", "book", "from")
_LINKS = ("link", "url", "href", "cite_url", "source_url")
_LONGEST = 1000  # characters


def attribution(name: str, given: str) -> str:
    """Who is quoted, and from what, as inline HTML; empty where the mark does not say.

    Args:
        name: of the mark, one of NAMES.
        given: what stands in it behind the name.
    """
    given = " ".join(given.strip("-+/ \t\n").split())
    if name not in _SAYING or len(given) > _LONGEST:
        return ""
    arguments = read_arguments(f"quote {given.removeprefix('(').removesuffix(')')}")
    if arguments and arguments.named:
        link = arguments.first(*_LINKS)
        author, source = arguments.first(*_AUTHORS), arguments.first(*_SOURCES)
        if author.startswith(("http://", "https://")):
            author, link = "", link or author
        return _written(author, source, link)
    found = _LINK.match(given)
    before = (found["before"] if found else given).strip()
    author, _, source = before.partition(",")
    author, source = author.strip(" \"'"), source.strip(" ,\"'")
    link = found["link"] if found else ""
    title = found["title"].strip(" \"'") if found else ""
    if title and source:
        return _written(f"{author}, {source}", title, link)
    return _written(author, source or title, link)


def _written(author: str, source: str, link: str) -> str:
    source = html.escape(source or link, quote=False)
    if link.startswith(("http://", "https://", "/")):
        source = f'<a href="{html.escape(link)}">{source}</a>'
    source = f"<cite>{source}</cite>" if source else ""
    return ", ".join(filter(None, (html.escape(author, quote=False), source)))
