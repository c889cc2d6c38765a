"""What `feedsvc diff` says is what subscribers then get, no more and no less."""

import tempfile
from typing import Any

import feedparser
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from feedsvc.editor.article_status import ArticleStatus, status_of
from feedsvc.editor.diff import Change, compare, narrow
from feedsvc.editor.diff.run import compare_published, edges
from feedsvc.errors import NoSuchFeed
from feedsvc.newsroom import Newsroom
from tests.editor.diff.conftest import SITE, unwatched

BROKEN = "2026-13-45"
DATES = ["2026-04-01", "2026-04-02", "2026-04-03", "2026-04-04"]


def article(values: dict[str, Any]) -> str:
    lines = [f"{key}: {value}\n" for key, value in values.items() if value and key != "body"]
    return f"---\n{''.join(lines)}---\n{values['body']}\n"


ARTICLE = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Rain", "Snow"]),
        "date": st.sampled_from([*DATES, *DATES, BROKEN]),
        "category": st.sampled_from(["", "World", "Sport"]),
        "tags": st.sampled_from(["", "wet", "[wet, cold]"]),
        "author": st.sampled_from(["", "Weather desk"]),
        "id": st.sampled_from(["", "", "", "urn:x-news:1", "urn:x-news:2"]),
        "slug": st.sampled_from(["", "", "weather"]),
        "draft": st.sampled_from(["", "", "", "true"]),
        # Some of these times pass between the first look and the second.
        "embargo": st.sampled_from(["", "", "2026-06-01 12:30", "2026-06-02"]),
        "expires": st.sampled_from(["", "", "2026-05-01", "2026-06-01 12:30", "2026-06-02"]),
        "body": st.sampled_from(["Wet it is.", "Cold it is.", "## Why\n\nNobody knows."]),
    }
)
FOLDER = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "c.md", "x/a.md", "d.md", "e.md"]), ARTICLE
)

RAIN = {"title": "Rain", "date": "2026-04-01", "body": "Wet it is."}


class Reader:
    """What a subscriber gets of each feed, and what belongs to it beyond what it shows."""

    def __init__(self, newsroom: Newsroom, feeds: set[str]) -> None:
        self.got = {name: self._entries(newsroom, name) for name in feeds}
        self.all = {name: {v.id: v for v in newsroom.feeds.entries(name, 99)} for name in feeds}

    def _entries(self, newsroom: Newsroom, name: str) -> dict[str, Any]:
        try:
            body = newsroom.document(name, "atom").body
        except NoSuchFeed:
            return {}
        return {entry.id: dict(entry) for entry in feedparser.parse(body).entries}


FEEDS = {"feed", "category/world", "category/sport", "category/x", "tag/wet", "tag/cold"}
FEEDS |= {"author/weather-desk", "author/news"}


def expected(before: Reader, after: Reader, name: str) -> set[tuple[str, str]]:
    """The differences between what a subscriber had and has, but for what merely scrolled."""
    had, has = before.got[name], after.got[name]
    found = {("gone", i) for i in had.keys() - after.all[name].keys()}
    found |= {("new", i) for i in has.keys() - before.all[name].keys()}
    for i in has.keys() & before.all[name].keys():
        was, now = before.all[name][i], after.all[name][i]
        if was != now:
            found.add(("changed" if was.updated == now.updated else "updated", i))
        if i in had:
            assert (had[i] == has[i]) == (was == now)
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FOLDER, FOLDER, st.integers(1, 4))
@example({"a.md": RAIN}, {"b.md": RAIN, "c.md": RAIN, "a.md": RAIN | {"title": "Snow"}}, 4)
def test_it_tells_what_subscribers_then_get(
    desks: Any, first: dict[str, Any], then: dict[str, Any], entries: int
) -> None:
    with tempfile.TemporaryDirectory() as place:
        desk = desks(place)
        desk.write("site.toml", f"{SITE}[feeds]\nentries = {entries}\n")
        for path, values in first.items():
            desk.write(path, article(values))
        desk.open().close()
        desk.clock.forward(hours=1)
        for path in first.keys() - then.keys():
            (desk.folder / path).unlink()
        for path, values in then.items():
            desk.write(path, article(values))
        compared = compare_published(desk.folder, desk.environ, unwatched, desk.clock)
        newsroom = desk.open(scan=False)
        before = Reader(newsroom, FEEDS)
        newsroom.scan(accept_deletions=True)
        after = Reader(newsroom, FEEDS)
        newsroom.close()
    told = {n: {(c.kind, c.id) for c in compared.changes if n in c.feeds} for n in FEEDS}
    assert told == {name: expected(before, after, name) for name in FEEDS}
    assert {name for change in compared.changes for name in change.feeds} <= FEEDS
    nothing = ("Nothing changes for readers", "Nothing is published yet, and there are no articles")
    assert any(one.startswith(nothing) for one in compared.said) != any(told.values())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FOLDER, FOLDER, st.integers(1, 4))
def test_a_preview_tells_of_a_saved_file_what_diff_would(
    desks: Any, first: dict[str, Any], then: dict[str, Any], entries: int
) -> None:
    with tempfile.TemporaryDirectory() as place:
        desk = desks(place)
        desk.write("site.toml", f"{SITE}[feeds]\nentries = {entries}\n")
        for path, values in first.items():
            desk.write(path, article(values))
        desk.open().close()
        desk.clock.forward(hours=1)
        with Newsroom.rehearsal(desk.folder, desk.environ, desk.clock, preview=True) as newsroom:

            def cards() -> dict[str, ArticleStatus]:
                now = newsroom.now()
                every = (
                    status_of(entry, newsroom.settings, now) for entry in newsroom.articles.every()
                )
                return {card.id: card for card in every}

            newsroom.scan(accept_deletions=True)
            before = cards()
            for path in first.keys() - then.keys():
                (desk.folder / path).unlink()
            for path, values in then.items():
                desk.write(path, article(values))
            newsroom.scan(accept_deletions=True)
            after = cards()
            hidden = {card.id for card in after.values() if not card.public}
            changes = narrow(compare(before, after), edges(newsroom, hidden))
        compared = compare_published(desk.folder, desk.environ, unwatched, desk.clock)

    def told(changes: list[Change]) -> set[tuple[str, str, tuple[str, ...], str]]:
        return {(c.kind, c.id, c.feeds, c.why) for c in changes}

    assert told(changes) == told(compared.changes)
