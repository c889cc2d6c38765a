"""Entries of any article, and documents as the clients' libraries read them."""

from datetime import UTC, datetime

import feedparser
from hypothesis import strategies as st

from feedsvc.model.article import Article, Author, Section
from feedsvc.model.characters import legal, one_line
from feedsvc.model.entry import Entry
from feedsvc.model.slugs import slugify
from tests.render.entries import entry_of

# Clients read C1 controls as Windows-1252, whatever the XML says; they are left out here.
C1 = "".join(map(chr, range(0x80, 0xA0)))
anything = st.text(st.characters(codec="utf-8", exclude_characters=C1), max_size=60)
lines = anything.map(lambda text: one_line(legal(text)))
some_line = lines.filter(bool)
times = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda t: t.replace(microsecond=0, tzinfo=UTC)
)


def as_feedparser_tells(text: str) -> str:
    """feedparser takes text that could be UTF-8 read as Latin-1 for just that, and mends it."""
    try:
        return text.encode("iso-8859-1").decode()
    except UnicodeError:
        return text


def parse(body: bytes) -> feedparser.FeedParserDict:
    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, tuple[str, ...]]:
    headings = draw(st.lists(some_line, max_size=4))
    sections = tuple(
        Section(f"s{number}", heading, 2, "") for number, heading in enumerate(headings)
    )
    article = Article(
        path=f"{slugify(draw(some_line))}.md",
        headline=draw(some_line),
        slug="story",
        standfirst=draw(lines),
        authors=tuple(Author(name) for name in draw(st.lists(some_line, max_size=3, unique=True))),
        tags=tuple(draw(st.lists(some_line, max_size=3, unique_by=slugify))),
        date=draw(times),
        content="".join(
            f"<p>{legal(text)}</p>" for text in draw(st.lists(st.just("x & y"), max_size=3))
        ),
        sections=sections,
    )
    summaries = tuple(draw(lines) for _ in sections)
    return entry_of(article), summaries
