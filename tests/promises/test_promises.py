"""Promises 1, 3 and 4 of the design, as subscribers and editors see them."""

import json
import os
import shutil

import pytest

from feedsvc.feeds.document import Document
from feedsvc.newsroom import Newsroom

FORMATS = ("atom", "rss", "json")
Documents = dict[tuple[str, str], Document]


def article(number: int, *, tag: str = "", text: str = "A text.", header: str = "") -> str:
    tag = tag or f"tag {number}"
    return (
        f"Title: Story {number}\nDate: 2026-05-{number:02}\nTags: {tag}\n"
        f"Author: Author {number}\n{header}\n{text}\n\nPart one\n\nIts own text stands here.\n"
    )


def fill(desk, count: int = 6) -> None:
    for number in range(1, count + 1):
        folder = "world" if number % 2 else "arts"
        desk.write(f"{folder}/{number}.txt", article(number))
    age(desk)


def age(desk, seconds: int = 60) -> None:
    """Every file was saved that long ago by the desk's clock."""
    then = desk.clock.time.timestamp() - seconds
    for file in desk.folder.rglob("*.*"):
        os.utime(file, (then, then))


def documents(newsroom: Newsroom) -> Documents:
    names = [one.feed.name for one in newsroom.feeds.all()]
    return {(name, f): newsroom.document(name, f) for name in names for f in FORMATS}


def validators(found: Documents) -> dict:
    return {key: (d.body, d.tags(), d.last_modified, d.version) for key, d in found.items()}


def changed(before: Documents, after: Documents) -> set[str]:
    """The feeds of which a document is not what it was."""
    same = {k for k, d in before.items() if k in after and after[k].body == d.body}
    assert all(after[k].tags() == before[k].tags() for k in same)
    assert all(after[k].last_modified == before[k].last_modified for k in same)
    return {name for name, _ in (before.keys() | after.keys()) - same}


def item(newsroom: Newsroom, number: int) -> dict:
    items = json.loads(newsroom.document("feed", "json").body)["items"]
    return next(i for i in items if i["title"].startswith(f"Story {number}"))


# 1. Same input and same kept state, same bytes.


def test_another_store_of_the_same_files_gives_the_same_bytes(desk, desks) -> None:
    fill(desk)
    first = documents(desk.open())
    other = desks("copy")
    shutil.copytree(desk.folder, other.folder, dirs_exist_ok=True)
    shutil.rmtree(other.folder / ".feedsvc")
    other.clock.forward(days=40)
    age(other, seconds=5)
    second = documents(other.open())
    assert {k: d.body for k, d in first.items()} == {k: d.body for k, d in second.items()}
    assert len(first) == 3 * (1 + 2 + 6 + 6)


def test_nothing_changed_is_nothing_read_and_no_validator_moved(desk, clock) -> None:
    fill(desk)
    newsroom = desk.open()
    before = validators(documents(newsroom))
    clock.forward(hours=3)
    assert newsroom.scan().read == 0
    assert validators(documents(newsroom)) == before
    again = desk.open(scan=False)
    assert again.scan().read == 0
    assert validators(documents(again)) == before


def test_touched_files_are_read_and_change_nothing(desk, clock) -> None:
    fill(desk)
    newsroom = desk.open()
    before = validators(documents(newsroom))
    clock.forward(hours=3)
    age(desk)
    scanned = newsroom.scan()
    assert (scanned.read, scanned.new, scanned.changed, scanned.moved) == (6, 0, 0, 0)
    assert validators(documents(newsroom)) == before


def test_a_file_saved_this_very_moment_is_looked_at_again(desk, clock) -> None:
    fill(desk)
    age(desk, seconds=1)
    newsroom = desk.open()
    assert newsroom.scan().read == 6
    clock.forward(seconds=5)
    newsroom.scan()
    assert newsroom.scan().read == 0


# 3. `updated` moves only when a reader would see a difference.


@pytest.mark.parametrize(
    "edit",
    [
        lambda t: t.replace("A text.", "Another text."),
        lambda t: t.replace("Its own", "His own"),
        lambda t: t.replace("Story 3", "Story 3 again"),
        lambda t: t.replace("tag 3", "tag 3, more"),
        lambda t: t.replace("Author 3", "Somebody"),
        lambda t: "Standfirst: In short\n" + t,
        lambda t: "Category: Sport\n" + t,
        lambda t: t.replace("2026-05-03", "2026-05-04"),
    ],
)
def test_updated_moves_where_a_reader_sees_a_difference(desk, clock, edit) -> None:
    fill(desk)
    newsroom = desk.open()
    clock.forward(hours=3)
    desk.write("world/3.txt", edit(article(3)))
    newsroom.scan()
    assert item(newsroom, 3)["date_modified"] == "2026-06-01T15:00:00+00:00"
    assert item(newsroom, 2)["date_modified"] == "2026-05-02T00:00:00+00:00"


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        (lambda t: "Aliases: /old\n" + t, "world/3.txt"),
        (lambda t: t.replace("Date:", "Weather: fine\nDate:"), "world/3.txt"),
        (lambda t: "Updated: 2026-05-20\n" + t, "world/3.txt"),
        (lambda t: t.replace(".\n", ".  \t\n"), "world/3.txt"),
        (lambda t: t.replace("\n", "\r\n"), "world/3.txt"),
        (lambda t: t.replace("text.", "text.\n\n") + "\n\n", "world/3.txt"),
        (lambda t: t, "world/deeper/3.txt"),
        (lambda t: "Category: World\nSlug: 3\n" + t, "arts/renamed.txt"),
    ],
)
def test_updated_stays_where_a_reader_sees_none(desk, clock, edit, path: str) -> None:
    fill(desk)
    newsroom = desk.open()
    before = documents(newsroom)
    clock.forward(hours=3)
    (desk.folder / "world/3.txt").unlink()
    desk.write(path, edit(article(3)))
    newsroom.scan()
    assert changed(before, documents(newsroom)) == set()


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("2026-06-01 13:00", "2026-06-01T13:00:00+00:00"),
        ("2026-05-20", "2026-05-20T00:00:00+00:00"),
        ("2026-05-01", "2026-06-01T15:00:00+00:00"),  # earlier than what readers were told
    ],
)
def test_a_stated_update_counts_where_it_is_later(desk, clock, stated: str, shown: str) -> None:
    fill(desk)
    newsroom = desk.open()
    clock.forward(hours=3)
    text = article(3, text="Another text.", header=f"Updated: {stated}\n")
    desk.write("world/3.txt", text)
    newsroom.scan()
    assert item(newsroom, 3)["date_modified"] == shown


def test_published_is_the_later_of_date_and_embargo(desk, clock) -> None:
    desk.write("1.txt", article(1, header="Embargo: 2026-05-20 10:00\n"))
    desk.write("2.txt", article(2, header="Embargo: 2026-04-20\n"))
    newsroom = desk.open()
    assert item(newsroom, 1)["date_published"] == "2026-05-20T10:00:00+00:00"
    assert item(newsroom, 1)["date_modified"] == "2026-05-20T10:00:00+00:00"
    assert item(newsroom, 2)["date_published"] == "2026-05-02T00:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "feeds"),
    [
        (article(3, text="Another."), {"feed", "category/world", "tag/tag-3", "author/author-3"}),
        (
            article(3, tag="tag 5"),
            {"feed", "category/world", "tag/tag-3", "tag/tag-5", "author/author-3"},
        ),
        (
            "Category: Arts\n" + article(3),
            {"feed", "category/world", "category/arts", "tag/tag-3", "author/author-3"},
        ),
        ("Draft: yes\n" + article(3), {"feed", "category/world", "tag/tag-3", "author/author-3"}),
    ],
)
def test_a_change_touches_only_the_feeds_that_hold_it(desk, text: str, feeds: set[str]) -> None:
    fill(desk)
    newsroom = desk.open()
    before = documents(newsroom)
    desk.write("world/3.txt", text)
    newsroom.scan()
    after = documents(newsroom)
    assert changed(before, after) == feeds
    untouched = [key for key in before if key[0] not in feeds]
    assert all(after[key].version == before[key].version for key in untouched)


def test_an_edit_below_the_window_changes_no_bytes_of_the_feed(desk) -> None:
    desk.write("site.toml", "[feeds]\nentries = 3")
    fill(desk)
    newsroom = desk.open()
    before = documents(newsroom)
    desk.write("world/1.txt", article(1, text="Another text."))
    newsroom.scan()
    assert changed(before, documents(newsroom)) == {
        "tag/tag-1",
        "author/author-1",
        "category/world",
    }


# 4. One bad article never takes a feed down.

BAD = {
    "date-impossible": article(3).replace("2026-05-03", "2026-02-30"),
    "date-incomplete": article(3).replace("2026-05-03", "May 2026"),
    "not-utf-8": article(3).encode().replace(b"A text", b"A te\xff\xfet"),
    "front-matter": "---\ntitle: [\n---\nText\n",
    "front-matter-open": "---\ntitle: x\n\nText\n",
    "empty-file": "",
    "header-line": article(3).replace("Author:", "Author and more without end"),
}


@pytest.mark.parametrize("code", BAD)
def test_the_last_good_version_stays(desk, code: str) -> None:
    fill(desk)
    newsroom = desk.open()
    before = documents(newsroom)
    desk.write("world/3.txt", BAD[code])
    for _ in range(2):
        newsroom.scan()
        assert changed(before, documents(newsroom)) == set()
        (problem,) = newsroom.problems.all()
        assert (problem.path, problem.severity, problem.code) == ("world/3.txt", "error", code)
        assert problem.line >= 1
        assert problem.message
    assert newsroom.articles.article("3").headline == "Story 3"
    desk.write("world/3.txt", article(3, text="Mended at last."))
    newsroom.scan()
    assert newsroom.problems.all() == []
    assert "Mended" in item(newsroom, 3)["content_html"]


@pytest.mark.parametrize("code", BAD)
def test_nine_of_ten_are_published(desk, code: str) -> None:
    fill(desk, 10)
    desk.write("world/3.txt", BAD[code])
    newsroom = desk.open()
    assert (newsroom.scan().articles, len(newsroom.feeds.entries("feed", 99))) == (9, 9)
    lines = {"date-impossible": 2, "date-incomplete": 2, "not-utf-8": 6, "header-line": 4}
    assert newsroom.problems.all()[0].line == lines.get(code, newsroom.problems.all()[0].line)


def test_a_small_newsroom_whose_folder_is_empty_all_at_once_is_held(desk) -> None:
    fill(desk, 3)
    newsroom = desk.open()
    (desk.folder / "arts/2.txt").unlink()
    assert len(newsroom.scan().gone) == 1
    shutil.rmtree(desk.folder / "world")
    scanned = newsroom.scan()
    assert (len(scanned.gone), len(scanned.held)) == (0, 2)
    assert newsroom.articles.count_pages() == 2


def test_an_entry_that_cannot_be_rendered_takes_no_feed_down(desk, monkeypatch, caplog) -> None:
    from feedsvc.errors import RenderError
    from feedsvc.feeds import build

    render = build.render_view

    def fails_for_one(view, where, format):
        if where == "world/3.txt":
            raise RenderError("world/3.txt: cannot be rendered")
        return render(view, where, format)

    monkeypatch.setattr(build, "render_view", fails_for_one)
    fill(desk)
    newsroom = desk.open()
    items = json.loads(newsroom.document("feed", "json").body)["items"]
    assert "Story 3" not in [item["title"] for item in items]
    assert len(items) == newsroom.articles.count_pages() - 1
    assert "world/3.txt" in caplog.text


def test_an_article_that_comes_back_is_told_as_new(desk):
    fill(desk)
    newsroom = desk.open()
    file = desk.folder / "world/3.txt"
    text = file.read_bytes()
    ids = {entry.id for entry in newsroom.feeds.entries("feed", 50)}
    file.unlink()
    assert newsroom.index.update(["world/3.txt"]).gone == ("world/3.txt",)
    file.write_bytes(text)
    assert newsroom.index.update(["world/3.txt"]).new == ("world/3.txt",)
    assert {entry.id for entry in newsroom.feeds.entries("feed", 50)} == ids


@pytest.mark.parametrize("header", ["Embargo: 2026-05-01\n", "Embargo: 2026-05-03\n"])
def test_an_embargo_that_is_over_anyway_moves_nothing(desk, clock, header: str) -> None:
    fill(desk)
    newsroom = desk.open()
    before = documents(newsroom)
    clock.forward(hours=3)
    desk.write("world/3.txt", header + article(3))
    assert newsroom.scan().read == 1
    assert changed(before, documents(newsroom)) == set()


def test_stating_the_date_that_an_article_has_anyway_moves_nothing(desk, clock) -> None:
    fill(desk)
    desk.write("world/undated.txt", "Title: Undated\n\nIts text.\n")
    newsroom = desk.open()
    before = documents(newsroom)
    clock.forward(hours=3)
    desk.write("world/undated.txt", "Title: Undated\nDate: 2026-06-01 12:00\n\nIts text.\n")
    assert newsroom.scan().read == 1
    assert changed(before, documents(newsroom)) == set()
