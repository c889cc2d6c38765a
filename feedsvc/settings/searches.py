"""`[searches.NAME]` of site.toml: searches whose results are feeds."""

import re
from collections.abc import Iterator, Mapping

import msgspec

from feedsvc.errors import QueryError
from feedsvc.search import parse

CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class SearchSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[searches.NAME]`: the query of a search, and the title and description of its feed.

    Attributes:
        query: as search.query.parse takes it.
        title: plain text; if empty, the query is the title.
        description: plain text, one line.
    """

    query: str = ""
    title: str = ""
    description: str = ""


def search_complaints(searches: Mapping[str, SearchSettings]) -> Iterator[tuple[str, str]]:
    """What is wrong with searches: pairs of a key and what to do about it."""
    for name, search in searches.items():
        key = f"searches.{name}"
        if name != name.casefold() or re.search(r"[\s/_]", name) or not name.strip("-"):
            proper = re.sub(r"[\s/_]+", "-", name.casefold()).strip("-") or "storms"
            yield key, f"must be written as in its URL: [searches.{proper}]"
        if CONTROL.search(name + search.title + search.description):
            yield key, "holds a control character; take it out"
        try:
            parse(search.query)
        except QueryError as error:
            yield f"{key}.query", str(error)
