"""Entries for the rules of keys: public or not, in several categories, about a time."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from feedsvc.model.article import Article
from feedsvc.model.entry import Entry, Term

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

CATEGORIES = ("board", "hidden", "world")
TIMES = st.sampled_from([timedelta(0), *(timedelta(hours=h) for h in (-48, -1, 1, 48))])


@st.composite
def entries(draw: st.DrawFn) -> list[tuple[Entry, datetime | None]]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        category = draw(st.none() | st.sampled_from(CATEGORIES))
        private = category in ("board", "hidden")
        status = draw(st.sampled_from(["", "", "", "withdrawn"]))
        expires = draw(st.none() | TIMES)
        media = tuple(draw(st.sets(st.sampled_from(["a.png", "b.png"]))))
        article = Article(
            path=f"{number}.md",
            headline="H",
            slug=f"s{number}",
            draft=draw(st.booleans()),
            status=status,
            media=media,
        )
        entry = Entry(
            id=f"urn:x:{number}",
            slug=f"s{number}",
            published=NOW + draw(TIMES),
            updated=NOW,
            article=article,
            category=Term(category, category) if category else None,
            private=private,
        )
        found.append((entry, None if expires is None else NOW + expires))
    return found
