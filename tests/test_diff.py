"""What `feedsvc diff` says is what subscribers then get, no more and no less."""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import feedparser
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.cards import Card, card_of
from feedsvc.cli import main
from feedsvc.comparing import compare_published, edges
from feedsvc.effects import Change, compare, narrow
from feedsvc.errors import NoSuchFeed
from feedsvc.intake import quiet
from feedsvc.newsroom import Newsroom

RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ntags: weather\n---\nWet it is.\n"
SUN = "---\ntitle: Sun\ndate: 2026-05-02\ncategory: World\n---\nDry it is.\n"
SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
NOTHING = "Nothing changes for readers."


def run(folder: Path, *options: str, **environ: str) -> Result:
    unset = {"FEEDSVC_ARTICLES": None, "FEEDSVC_BASE_URL": None}
    return CliRunner(env=unset | environ).invoke(main, ["diff", str(folder), *options])


def said(folder: Path) -> list[str]:
    """The sentences, without the table."""
    result = run(folder)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.partition("\n\n")[0].splitlines()


@pytest.fixture
def news(desk: Any) -> Any:
    """A newsroom of two articles, published."""
    desk.write("rain.md", RAIN)
    desk.write("sun.md", SUN)
    desk.open().close()
    return desk


def rewrite(desk: Any, path: str, old: str, new: str) -> None:
    text = (desk.folder / path).read_text()
    assert old in text
    desk.write(path, text.replace(old, new))


class TestSentences:
    """One edit, as a person makes it, and what is said of it."""

    def test_nothing(self, news: Any) -> None:
        result = run(news.folder)
        assert (result.exit_code, result.stdout, result.stderr) == (0, f"{NOTHING}\n", "")

    def test_a_new_article(self, news: Any) -> None:
        news.write("hail.md", RAIN.replace("Rain", "Hail"))
        assert said(news.folder) == ["1 new entry in everything, World, tag weather: “Hail”."]

    def test_an_edited_one(self, news: Any) -> None:
        rewrite(news, "rain.md", "Wet", "Very wet")
        assert said(news.folder) == [
            "Readers show 1 entry as changed in everything, World, tag weather: “Rain”."
        ]

    def test_one_with_another_tag(self, news: Any) -> None:
        rewrite(news, "rain.md", "weather", "[weather, water]")
        assert said(news.folder) == [
            "Readers show 1 entry as changed in everything, World, tag weather: “Rain”.",
            "“Rain” is new in tag water.",
        ]

    def test_one_in_another_category(self, news: Any) -> None:
        rewrite(news, "rain.md", "World", "Sport")
        assert said(news.folder) == [
            "Readers show 1 entry as changed in everything, tag weather: “Rain”.",
            "“Rain” is new in Sport and leaves World.",
        ]

    def test_a_moved_file_is_nothing(self, news: Any) -> None:
        news.write("2026/rain.md", RAIN)
        (news.folder / "rain.md").unlink()
        assert said(news.folder) == [NOTHING]

    def test_a_touched_file_is_nothing(self, news: Any) -> None:
        news.write("rain.md", RAIN.replace("category: World", "Category:   World"))
        assert said(news.folder) == [NOTHING]

    def test_another_address(self, news: Any) -> None:
        rewrite(news, "rain.md", "tags", "slug: downpour\ntags")
        assert said(news.folder) == [
            "1 entry changes, though readers do not show it as changed, in everything, World,"
            " tag weather: “Rain” has another address."
        ]

    def test_a_deleted_one(self, news: Any) -> None:
        for number in range(6):
            news.write(f"{number}.md", SUN)
        news.open().close()
        (news.folder / "rain.md").unlink()
        assert said(news.folder) == [
            "1 entry leaves everything, World, tag weather: “Rain” is deleted."
        ]

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("draft: true", "is a draft"),
            ("status: withdrawn", "is withdrawn"),
            ("expires: 2026-05-03", "expired on 3 May 2026, 00:00 UTC"),
            ("embargo: 2096-06-01 09:00", "is embargoed until 1 June 2096, 09:00 UTC"),
        ],
    )
    def test_one_that_is_published_no_longer(self, news: Any, line: str, reason: str) -> None:
        rewrite(news, "rain.md", "tags", f"{line}\ntags")
        assert said(news.folder) == [
            f"1 entry leaves everything, World, tag weather: “Rain” {reason}."
        ]
        news.write("hail.md", RAIN.replace("Rain", "Hail").replace("tags", f"{line}\ntags"))
        rewrite(news, "rain.md", f"{line}\n", "")
        assert said(news.folder) == [f"Nothing changes for readers: “Hail” {reason}."]

    def test_another_id(self, news: Any) -> None:
        rewrite(news, "rain.md", "tags", "id: urn:x-news:rain\ntags")
        assert said(news.folder) == [
            "“Rain” gets another id and becomes a new entry in everything, World, tag weather:"
            " readers who have it will show it twice."
        ]

    def test_one_that_is_older_than_what_feeds_show(self, news: Any) -> None:
        news.write("site.toml", f"{SITE}[feeds]\nentries = 2\n")
        news.open().close()
        news.write("old.md", SUN.replace("Sun", "Old").replace("2026-05-02", "2025-01-01"))
        assert said(news.folder) == [
            "Nothing changes for readers: “Old” is older than what feeds show."
        ]
        rewrite(news, "old.md", "category", "tags: weather\ncategory")
        assert said(news.folder) == ["1 new entry in tag weather: “Old”."]

    def test_nothing_was_ever_published(self, desk: Any) -> None:
        assert said(desk.folder) == ["Nothing is published yet, and there are no articles."]
        desk.write("rain.md", RAIN)
        assert said(desk.folder) == [
            "Nothing is published yet: the only article would be new.",
            "1 new entry in everything, World, tag weather: “Rain”.",
        ]
        desk.write("sun.md", SUN)
        assert said(desk.folder)[0] == "Nothing is published yet: all 2 articles would be new."
        rewrite(desk, "sun.md", "category", "draft: true\ncategory")
        assert said(desk.folder) == [
            "Nothing is published yet: 1 of 2 articles would be new.",
            "1 new entry in everything, World, tag weather: “Rain”.",
            "Readers do not see “Sun”: it is a draft.",
        ]
        assert not (desk.folder / ".feedsvc").exists()

    def test_an_article_that_cannot_be_read_stays_as_it_was(self, news: Any) -> None:
        rewrite(news, "rain.md", "2026-05-01", "2026-13-45")
        assert said(news.folder) == [
            NOTHING,
            "1 error keeps a file from being published as it stands; to see it, run: feedsvc check",
        ]

    def test_articles_gone_at_once_are_held_back(self, desk: Any) -> None:
        for number in range(8):
            desk.write(f"{number}.md", SUN)
        desk.open().close()
        for number in range(6):
            (desk.folder / f"{number}.md").unlink()
        assert said(desk.folder) == [
            "6 articles are gone from the folder at once, so they stay published until you run:"
            " feedsvc index --accept-deletions. Here they count as gone.",
            "6 entries leave everything, World: all are deleted.",
        ]
        assert json.loads(run(desk.folder, "--json").stdout)["held_count"] == 6

    @pytest.mark.parametrize("format", ["atom", "rss", "json"])
    def test_settings_that_change_every_document(self, news: Any, format: Any) -> None:
        news.settings(base_url="https://news.example", id_base="news.example,2026", title="A & B")
        newsroom = news.open()
        newsroom.document("feed", format)
        newsroom.close()
        assert said(news.folder) == [NOTHING]
        news.settings(base_url="https://b.example", id_base="news.example,2026", title="B")
        assert said(news.folder) == [
            NOTHING,
            "Every feed is made anew with the settings (base_url, title); readers mark no entry as"
            " changed for that.",
        ]
        news.settings(
            base_url="https://news.example", id_base="b.example,2026", title="A & B", author="Desk"
        )
        assert said(news.folder) == [
            NOTHING,
            "The ids of all feeds change with id_base: readers may take them for new ones.",
            "Every feed is made anew with the settings or with feedsvc; readers mark no entry as"
            " changed for that.",
        ]

    @pytest.mark.parametrize("format", ["atom", "rss", "json"])
    def test_the_address_may_be_known_only_to_the_server(self, news: Any, format: Any) -> None:
        news.settings(id_base="news.example,2026")
        news.environ = {"FEEDSVC_BASE_URL": "http://127.0.0.1:8123"}
        newsroom = news.open()
        newsroom.document("feed", format)
        newsroom.close()
        assert said(news.folder) == [NOTHING]

    def test_articles_that_expired_come_back_where_that_is_to_be_ignored(self, news: Any) -> None:
        rewrite(news, "rain.md", "tags", "expires: 2026-05-03\ntags")
        news.open().close()
        assert said(news.folder) == [NOTHING]
        news.settings(
            base_url="https://news.example", id_base="news.example,2026", ignore_expiry=True
        )
        assert said(news.folder) == ["1 new entry in everything, World, tag weather: “Rain”."]
        news.open().close()
        news.settings(base_url="https://news.example", id_base="news.example,2026")
        (sentence,) = said(news.folder)
        assert sentence.endswith("“Rain” expired on 3 May 2026, 00:00 UTC.")


class TestOutput:
    """A table for people, JSON for programs, one line for an error."""

    def test_a_row_tells_what_where_and_which_file(self, news: Any) -> None:
        rewrite(news, "rain.md", "World", "Sport")
        news.write("la\x1b[31mter.md", SUN.replace("2026-05-02", "2099-01-01"))
        table = run(news.folder).stdout.partition("\n\n")[2]
        rows = [re.sub(" {2,}", " | ", row.rstrip()) for row in table.splitlines()]
        assert rows == [
            "change | headline | feeds | file",
            "updated | Rain | everything, tag weather | rain.md",
            "new | Rain | Sport | rain.md",
            "gone | Rain | World | rain.md",
            "not seen (embargoed) | Sun | la\\x1b[31mter.md",
        ]

    def test_a_long_table_is_cut_and_says_so(self, desk: Any) -> None:
        for number in range(103):
            desk.write(f"{number}.md", SUN)
        lines = run(desk.folder).stdout.splitlines()
        assert lines[-1] == "and 3 more; all of them: feedsvc diff --json"
        assert len(json.loads(run(desk.folder, "--json").stdout)["changes"]) == 103

    def test_json_holds_every_change(self, news: Any) -> None:
        rewrite(news, "sun.md", "Dry", "Very dry")
        result = run(news.folder, "--json")
        assert (result.exit_code, result.stderr) == (0, "")
        assert json.loads(result.stdout) == {
            "published": True,
            "held_count": 0,
            "said": ["Readers show 1 entry as changed in everything, World: “Sun”."],
            "changes": [
                {
                    "kind": "updated",
                    "id": "tag:news.example,2026:sun.md",
                    "path": "sun.md",
                    "headline": "Sun",
                    "feeds": ["feed", "category/world"],
                    "why": "",
                    "when": None,
                    "published_before": "2026-05-02T00:00:00Z",
                    "published_after": "2026-05-02T00:00:00Z",
                }
            ],
        }

    def test_nothing_is_written(self, news: Any) -> None:
        rewrite(news, "rain.md", "Wet", "Very wet")

        def state() -> dict[Path, bytes]:
            return {p: p.read_bytes() for p in sorted(news.folder.rglob("*")) if p.is_file()}

        before = state()
        run(news.folder)
        assert state() == before

    def test_it_can_be_run_while_another_follows_the_folder(self, news: Any) -> None:
        newsroom = news.open()
        with newsroom.lease("writing").held():
            rewrite(news, "rain.md", "Wet", "Very wet")
            assert said(news.folder)[0].startswith("Readers show 1 entry as changed")
            newsroom.scan()
            assert said(news.folder) == [NOTHING]
        newsroom.close()

    def test_what_cannot_be_compared_is_said_in_one_line(self, desk: Any, tmp_path: Path) -> None:
        desk.write("site.toml", "titel = 'x'")
        for folder, named in ((tmp_path / "nothing", "nothing"), (desk.folder, "title")):
            result = run(folder)
            assert (result.exit_code, result.stdout) == (2, "")
            (line,) = result.stderr.splitlines()
            assert line.startswith("feedsvc: ")
            assert named in line
        desk.write("site.toml", SITE)
        desk.write(".feedsvc/store.sqlite3", b"no database at all " * 100)
        result = run(desk.folder)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "not a database" in result.stderr

    def test_a_store_of_another_version_is_not_guessed_at(
        self, news: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("feedsvc.store.schema.REBUILDABLE_VERSION", 999)
        result = run(news.folder)
        assert result.exit_code == 2
        assert "another version" in result.stderr
        assert "feedsvc index" in result.stderr


@contextmanager
def unwatched(_what: str) -> Iterator[Any]:
    yield quiet


def test_what_is_published_meanwhile_is_told(news: Any) -> None:
    @contextmanager
    def watched(what: str) -> Iterator[Any]:
        if what == "Comparing articles":
            news.write("hail.md", RAIN)
            news.open().close()
        yield quiet

    compared = compare_published(news.folder, news.environ, watched, news.clock)
    assert compared.said[-1] == "Something was published meanwhile: look again to be sure."


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


class Reader:
    """What a subscriber gets of each feed, and what belongs to it beyond what it shows."""

    def __init__(self, newsroom: Newsroom, feeds: set[str]) -> None:
        self.got = {name: self._entries(newsroom, name) for name in feeds}
        self.all = {name: {v.id: v for v in newsroom.entries(name, 99)} for name in feeds}

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

            def cards() -> dict[str, Card]:
                now = newsroom.now()
                every = (card_of(entry, newsroom.settings, now) for entry in newsroom.every())
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
