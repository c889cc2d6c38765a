"""Promise 3: an upgrade that reads the same bytes otherwise tells subscribers nothing.

upgrade/ holds a store that commit 1d1c14c made, the articles it was made of, and what its documents
told (upgrade/make_store.py).
"""

import gzip
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from feedsvc import sources
from feedsvc.indexer import read_file, upgrade
from feedsvc.model.article import Article
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.store import ledger
from feedsvc.web import create_app
from tests.cli.commands import run
from tests.promises.upgrade.make_store import told

OLD = Path(__file__).parent / "upgrade"
EXPECTED = json.loads((OLD / "expected.json").read_text(encoding="utf-8"))
HELD = {"Read me", "Half", "Evergreen", "Later"}  # what later versions may keep from readers
STORY = "---\ntitle: {0}\ndate: 2026-05-0{0}\n---\nThe text of {0}.\n"


@pytest.fixture
def old(desk: Any) -> Any:
    """The newsroom of the store of long ago, an hour or two after it was last indexed."""
    shutil.copytree(OLD / "articles", desk.folder, dirs_exist_ok=True)
    (desk.folder / ".feedsvc").mkdir()
    packed = (OLD / "store.sqlite3.gz").read_bytes()
    (desk.folder / ".feedsvc/store.sqlite3").write_bytes(gzip.decompress(packed))
    desk.clock.time = datetime(2026, 6, 2, 15, tzinfo=UTC)
    return desk


def news(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """What a subscriber hears of who merges by id and `updated`, by feed: ids."""
    found = {}
    for name, feed in after.items():
        had = {i: one["date_modified"] for i, one in before[name]["entries"].items()}
        heard = [i for i, e in feed["entries"].items() if e["date_modified"] > had.get(i, "")]
        heard += [one["id"] for one in feed["deleted"] if one not in before[name]["deleted"]]
        if heard:
            found[name] = heard
    return found


def stays(feed: dict[str, Any]) -> dict[str, Any]:
    return {i: entry for i, entry in feed["entries"].items() if entry["title"] not in HELD}


def test_an_upgrade_of_a_store_of_long_ago_tells_nothing(old: Any) -> None:
    newsroom = old.open(scan=False)
    report = newsroom.scan()
    after = told(newsroom)
    assert news(EXPECTED, after) == {}
    for name in EXPECTED.keys() - {"digest/daily"}:
        assert stays(after[name]).keys() == stays(EXPECTED[name]).keys()
        assert after[name]["deleted"] == EXPECTED[name]["deleted"]
        for entry_id, entry in stays(EXPECTED[name]).items():
            assert after[name]["entries"][entry_id] == entry
    shown = {entry["title"] for entry in after["feed"]["entries"].values()}
    was = {entry["title"] for entry in EXPECTED["feed"]["entries"].values()}
    errors = {one.path for one in newsroom.problems.all() if one.severity == "error"}
    assert len({*report.untold, *errors}) == len((was - shown) & HELD)  # each is named
    client = create_app(newsroom).test_client()
    for entry in stays(EXPECTED["feed"]).values():
        address = entry["url"].removeprefix("https://town.example")
        assert client.get(address, follow_redirects=True).status_code == 200, address
    assert newsroom.scan().read == 0


def test_a_later_edit_is_told_under_the_same_id(old: Any) -> None:
    newsroom = old.open()
    first = told(newsroom)
    old.clock.forward(hours=1)
    file = old.folder / "sport/with-id.md"
    file.write_text(file.read_text().replace("Its", "Their"))
    newsroom.scan()
    heard = news(first, told(newsroom))
    assert heard.pop("digest/daily") == ["tag:town.example,2026:digest/daily/2026-05-28"]
    assert heard == {"feed": ["urn:uuid:1225c695"], "category/sport": ["urn:uuid:1225c695"]}


ALL = ("feed", "digest/daily")
Change = Callable[[Article], Article | None]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Makes this feedsvc a newer one, which reads articles otherwise; None: it refuses them."""
    read, number = sources.read, iter(range(1000, 2000))

    def otherwise(change: Change) -> None:
        def reading(path: str, *args: Any, **more: Any) -> Any:
            found = read(path, *args, **more)
            article = found.article and change(found.article)
            refused = (Problem(path, 1, "error", "refused", "Mend it."),) if not article else ()
            return sources.Reading(article or None, (*found.problems, *refused))

        monkeypatch.setattr(read_file.sources, "read", reading)
        version = next(number)
        for module in (read_file, upgrade):
            monkeypatch.setattr(module, "READING_VERSION", version)

    return otherwise


def other(**values: Any) -> Change:
    return lambda article: msgspec.structs.replace(article, **values)


def some(desk: Any, count: int = 3) -> Newsroom:
    for number in range(1, count + 1):
        desk.write(f"{number}.md", STORY.format(number))
    return desk.open()


def shown(newsroom: Newsroom) -> dict[str, tuple[datetime, str]]:
    entries = newsroom.feeds.entries("feed", 99)
    return {entry.id: (entry.updated, entry.url) for entry in entries}


def deleted(newsroom: Newsroom) -> list[Any]:
    feed = json.loads(newsroom.document("feed", "json").body)
    return list(feed.get("_feedsvc", {}).get("deleted", []))


@pytest.mark.parametrize(
    "values",
    [
        {"headline": "Better"},
        {"content": "<p>Better.</p>"},
        {"tags": ("one", "two")},
        {"slug": "better"},
        {"id": "urn:better"},
        {"date": datetime(2026, 4, 1, tzinfo=UTC)},
        {"updated": datetime(2026, 6, 1, 12, 30, tzinfo=UTC)},
    ],
)
def test_what_is_read_otherwise_keeps_id_updated_and_address(desk, reads, values) -> None:
    newsroom = some(desk, 1)
    before = shown(newsroom)
    for newer in (values, {}, values):
        desk.clock.forward(hours=1)
        reads(other(**newer))
        newsroom.scan()
        assert shown(newsroom) == before
        assert deleted(newsroom) == []


def test_an_id_that_is_read_late_never_counts_in_that_file(desk, reads) -> None:
    newsroom = some(desk, 1)
    before = shown(newsroom).keys()
    reads(other(id="urn:late"))
    newsroom.scan()
    for change in (
        lambda: desk.write("1.md", STORY.format(1) + "More.\n"),
        lambda: (desk.folder / "1.md").rename(desk.folder / "2.md"),
        lambda: desk.write("2.md", STORY.format(1) + "Even more.\n"),
    ):
        desk.clock.forward(hours=1)
        change()
        newsroom.scan()
        assert shown(newsroom).keys() == before
        assert deleted(newsroom) == []


def test_a_correction_that_is_read_otherwise_is_no_new_one(desk, reads) -> None:
    desk.write("1.md", STORY.format(1).replace("---\nThe", "correction: It was two.\n---\nThe"))
    newsroom = desk.open()

    def corrected() -> list[datetime | None]:
        with newsroom.store.reading() as connection:
            return [r.corrected for r in ledger.records_at(connection, ["1.md"]).values()]

    before = corrected()
    desk.clock.forward(hours=1)
    reads(lambda a: msgspec.structs.replace(a, corrections=(*a.corrections, *a.corrections)))
    newsroom.scan()
    reads(
        lambda a: msgspec.structs.replace(
            a, corrections=tuple(msgspec.structs.replace(c, text="More") for c in a.corrections)
        )
    )
    newsroom.scan()
    assert corrected() == before


@pytest.mark.parametrize("rebuilt", [False, True])
@pytest.mark.parametrize("values", [{"draft": True}, {"embargo": datetime(2099, 1, 1, tzinfo=UTC)}])
def test_what_is_newly_held_back_leaves_untold_is_named_and_comes_back(
    desk, reads, monkeypatch: pytest.MonkeyPatch, values, rebuilt: bool
) -> None:
    newsroom = some(desk, 4)
    desk.write("4.md", STORY.format(4).replace("05-04", "05-02"))  # on the same day of a digest
    newsroom.scan()
    before, heard = shown(newsroom), told(newsroom, ALL)
    desk.clock.forward(hours=1)
    if rebuilt:
        monkeypatch.setattr("feedsvc.store.schema.REBUILDABLE_VERSION", 999)
        newsroom = desk.open(scan=False)
    reads(lambda a: other(**values)(a) if a.path in ("2.md", "3.md") else a)
    report = newsroom.scan()
    assert [one.headline for one in newsroom.feeds.entries("feed", 9)] == ["4", "1"]
    assert (report.untold, report.untold_count) == (("2.md", "3.md"), 2)
    assert news(heard, told(newsroom, ALL)) == {}
    assert len(told(newsroom, ALL)["digest/daily"]["entries"]) == 2
    assert newsroom.scan().untold == ()
    desk.clock.forward(hours=1)
    reads(lambda a: a)
    newsroom.scan()
    assert shown(newsroom) == before
    assert news(heard, told(newsroom, ALL)) == {}


def leave_out(desk: Any, reads: Any, newer: pytest.MonkeyPatch) -> None:
    """By the site's settings."""
    desk.write("site.toml", (desk.folder / "site.toml").read_text() + 'exclude = ["NOTES.md"]\n')


def rule_out(desk: Any, reads: Any, newer: pytest.MonkeyPatch) -> None:
    """By the rules of a newer feedsvc, for which such a file is media."""
    is_listed = sources.is_listed
    newer.setattr(sources, "is_listed", lambda path: is_listed(path) and path != "NOTES.md")
    reads(lambda a: a)


@pytest.mark.parametrize("rebuilt", [False, True])
@pytest.mark.parametrize("end", [leave_out, rule_out])
def test_a_file_that_is_no_article_any_more_leaves_untold(
    desk, reads, monkeypatch: pytest.MonkeyPatch, end: Any, rebuilt: bool
) -> None:
    desk.write("NOTES.md", "# Read me\n\nWords.\n")
    newsroom = desk.open()
    desk.clock.forward(days=2)
    before, heard = shown(newsroom), told(newsroom, ALL)
    site = (desk.folder / "site.toml").read_text()
    with monkeypatch.context() as newer:
        end(desk, reads, newer)
        if rebuilt:
            newer.setattr("feedsvc.store.schema.REBUILDABLE_VERSION", 999)
        newsroom = desk.open(scan=False)
        report = newsroom.scan()
        assert (report.untold, report.gone, report.held_count) == (("NOTES.md",), (), 0)
        assert shown(newsroom) == {}
        assert news(heard, told(newsroom, ALL)) == {}
        assert newsroom.scan().untold == ()
    desk.write("site.toml", site)
    newsroom = desk.open()
    assert shown(newsroom) == before
    assert news(heard, told(newsroom, ALL)) == {}


def test_what_an_editor_takes_back_is_still_told(desk, reads) -> None:
    newsroom = some(desk)
    desk.clock.forward(hours=1)
    reads(lambda a: a)
    desk.write("2.md", STORY.format(2).replace("title", "draft: true\ntitle"))
    (desk.folder / "1.md").unlink()
    assert newsroom.scan().untold == ()
    assert len(deleted(newsroom)) == 2


def refused(desk: Any, reads: Any, count: int) -> Newsroom:
    """A newsroom whose articles an earlier feedsvc refused, but for one."""
    desk.write("good.md", STORY.format("9"))
    for number in range(count):
        desk.write(f"r{number}.md", STORY.format("1"))
    reads(lambda a: a if a.path == "good.md" else None)
    newsroom = desk.open()
    assert len(shown(newsroom)) == 1
    desk.clock.forward(hours=1)
    reads(lambda a: a)
    return newsroom


def test_ten_files_that_were_refused_are_published(desk, reads) -> None:
    newsroom = refused(desk, reads, 10)
    assert newsroom.scan().waiting == 0
    assert len(shown(newsroom)) == 11


def test_drafts_that_were_refused_do_not_count(desk, reads) -> None:
    newsroom = refused(desk, reads, 12)
    reads(other(draft=True))
    assert newsroom.scan().waiting == 0


@pytest.mark.parametrize("rebuilt", [False, True])
def test_more_wait_to_be_accepted(
    desk, reads, monkeypatch: pytest.MonkeyPatch, rebuilt: bool
) -> None:
    newsroom = refused(desk, reads, 11)
    if rebuilt:
        monkeypatch.setattr("feedsvc.store.schema.REBUILDABLE_VERSION", 999)
        newsroom = desk.open(scan=False)
    assert newsroom.scan().waiting == 11
    assert len(shown(newsroom)) == 1
    desk.write("r0.md", STORY.format("2"))  # an editor's doing
    newsroom.scan()
    assert len(shown(newsroom)) == 2
    assert newsroom.scan().waiting == 10
    assert len(shown(newsroom)) == 2
    assert newsroom.scan(accept_new=True).waiting == 0
    assert len(shown(newsroom)) == 12
    assert [p for p in newsroom.problems.all() if p.severity == "error"] == []


def test_the_command_line_says_that_they_wait(desk, reads) -> None:
    refused(desk, reads, 11).close()
    first = run("index", desk.folder, "--json")
    assert json.loads(first.stdout)["waiting"] == 11
    assert first.exit_code == 1
    again = run("index", desk.folder)
    assert "11 files that an earlier feedsvc refused" in again.stderr
    assert "feedsvc index --accept-new" in again.stderr
    accepted = run("index", desk.folder, "--accept-new", "--json")
    assert (json.loads(accepted.stdout)["waiting"], accepted.exit_code) == (0, 0)
    assert run("index", desk.folder, "--accept-new", "--watch").exit_code == 2
