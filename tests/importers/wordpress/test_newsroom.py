"""A newsroom that moves in from WordPress."""

from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.importers.writer import Writer
from feedsvc.sources import whole_files
from tests.importers.exports import meta, picture, post, term, wxr
from tests.importers.newsroom import MovedIn


@pytest.fixture
def moved(desk: Any, tmp_path: Path) -> MovedIn:
    return MovedIn(desk, "wxr", tmp_path / "export.xml")


def save(moved: MovedIn, *items: str, site: str = "https://old.example") -> None:
    moved.source.write_text(wxr(*items, site=site), encoding="utf-8")


POSTS = (
    post(
        12,
        'A "boat".\n\n[gallery ids="5"]\n\n<!--more-->\n\nMore on it.',
        term("category", "news", "News &amp; Views"),
        term("post_tag", "sea", "Sea, big"),
        meta("_thumbnail_id", "5"),
        title="The boat &amp; the <em>pier</em>",
    ),
    post(13, "<!-- wp:paragraph -->\n<p>Blocks.</p>\n<!-- /wp:paragraph -->", guid="no uri at all"),
    post(14, "A draft.", status="draft"),
    post(15, "Later.", status="future", post_date_gmt="2030-03-01 10:00:00"),
    picture(5, "2020/03/boat.jpg", 12, alt="A boat"),
)


def test_everything_is_there_again(moved: MovedIn, tmp_path: Path) -> None:
    save(moved, *POSTS)
    uploads = tmp_path / "uploads"
    (uploads / "2020" / "03").mkdir(parents=True)
    (uploads / "2020" / "03" / "boat.jpg").write_bytes(b"boat")
    notes = moved.move(uploads=uploads)
    assert (notes.counts["posts"], notes.counts["drafts"], notes.counts["media"]) == (4, 1, 1)
    assert notes.problems == []
    assert list(moved.files()) == [
        "2020/03/post-12.html",
        "2020/03/post-13.html",
        "2020/03/post-14.html",
        "2030/03/post-15.html",
    ]
    assert [line for line in moved.errors() if "id-not-uri" not in line] == []
    entries = moved.entries()
    boat = entries["https://old.example/?p=12"]
    assert boat.title == "The boat & the pier"
    assert boat.published == "2020-03-01T10:00:00+00:00"
    assert boat.author == "Jane Doe"
    assert {one.label for one in boat.tags} == {"News & Views", "Sea, big"}
    assert boat.media_content[0]["url"] == "https://news.example/media/uploads/2020/03/boat.jpg"
    assert 'src="https://news.example/media/uploads/2020/03/boat.jpg"' in boat.content[0].value
    with moved.client.get("/media/uploads/2020/03/boat.jpg") as answer:
        assert answer.data == b"boat"
    assert len(entries) == 2
    (other,) = [one for id, one in entries.items() if id != "https://old.example/?p=12"]
    assert other.id.startswith("urn:uuid:")
    assert b'<guid isPermaLink="false">no uri at all</guid>' in moved.client.get("/feed.rss").data
    assert moved.leads("/2020/03/post-12/") == "https://news.example/articles/post-12"


class TestAgain:
    """An import that runs again brings what is new, and nothing twice."""

    def test_nothing_changes_where_nothing_changed(self, moved: MovedIn) -> None:
        save(moved, *POSTS)
        moved.move()
        before = moved.files()
        states = {path: (moved.desk.folder / path).stat().st_mtime_ns for path in before}
        notes = moved.move()
        assert moved.files() == before
        assert states == {p: (moved.desk.folder / p).stat().st_mtime_ns for p in before}
        assert (notes.counts["unchanged"], notes.counts["new"]) == (4, 0)

    def test_a_change_comes_into_the_same_file(self, moved: MovedIn) -> None:
        save(moved, post(1, "Old text."), post(2))
        moved.move()
        (moved.desk.folder / "2020/03/post-1.html").rename(moved.desk.folder / "moved.html")
        save(moved, post(1, "New text.", post_name="renamed"), post(2), post(3))
        notes = moved.move()
        assert [notes.counts[key] for key in ("updated", "unchanged", "new")] == [1, 1, 1]
        assert list(moved.files()) == ["2020/03/post-2.html", "2020/03/post-3.html", "moved.html"]
        assert b"New text." in moved.files()["moved.html"]

    def test_what_an_editor_changed_stays(self, moved: MovedIn) -> None:
        save(moved, post(1, "Old text."))
        moved.move()
        moved.edit("2020/03/post-1.html", "Old text.", "The editor's text.")
        before = moved.files()
        notes = moved.move()
        assert (notes.counts["edited"], notes.problems) == (1, [])
        save(moved, post(1, "New text."))
        notes = moved.move()
        assert moved.files() == before
        (problem,) = notes.problems
        assert (problem.code, problem.line) == ("edited", 14)
        assert "2020/03/post-1.html was edited here" in problem.message

    def test_ids_stay_though_the_site_moved_in_between(self, moved: MovedIn) -> None:
        posts = [post(number) for number in range(1, 231)]
        save(moved, *posts)
        moved.move()
        before = moved.entries().keys()
        save(moved, *posts, site="http://www.new.example/blog")
        notes = moved.move()
        assert len(moved.files()) == 230
        assert notes.counts["new"] == 0
        assert moved.entries().keys() == before

    def test_articles_with_their_ids_that_came_otherwise(self, moved: MovedIn) -> None:
        moved.desk.write("hand.md", "---\ntitle: x\nid: https://old.example/?p=1\n---\nText.\n")
        save(moved, post(1))
        notes = moved.move()
        assert moved.files() == {}
        assert [one.code for one in notes.problems] == ["already-here"]


class TestTwice:
    """Two posts never share a file or an id."""

    def test_ids(self, moved: MovedIn) -> None:
        save(moved, post(1, guid="g"), post(2, guid="g"), post(3, guid="g"))
        notes = moved.move()
        assert notes.counts["duplicates"] == 2
        texts = [text.decode() for text in moved.files().values()]
        assert [
            f"\nid: {id}\n" in text for id, text in zip(["g", "g-2", "g-3"], texts, strict=True)
        ]
        before = moved.files()
        assert moved.move().counts["unchanged"] == 3
        save(moved, post(3, guid="g"), post(2, guid="g"), post(1, guid="g"))
        assert moved.move().counts["unchanged"] == 3
        assert moved.files() == before

    def test_names(self, moved: MovedIn) -> None:
        moved.desk.write("2020/03/same.html", "<h1>An editor's</h1>")
        save(moved, post(1, post_name="same"), post(2, post_name="same"), post(1))
        notes = moved.move()
        assert list(moved.files()) == [
            "2020/03/post-1.html",
            "2020/03/same-2.html",
            "2020/03/same-3.html",
            "2020/03/same.html",
        ]
        assert moved.files()["2020/03/same.html"] == b"<h1>An editor's</h1>"
        assert "duplicate" in {one.code for one in notes.problems}

    @pytest.mark.parametrize(
        "name",
        ["../../etc/passwd", "gaza-conflict-20231007", "index", "a/b", "..", "x" * 300, "ä" * 200],
    )
    def test_no_name_leads_elsewhere_or_is_no_article(self, name: str, moved: MovedIn) -> None:
        save(moved, post(1, post_name=name))
        moved.move()
        (path,) = moved.files()
        assert path.startswith("2020/03/")
        assert len(path.split("/")) == 3
        assert len(moved.entries()) == 1


def test_a_crash_keeps_what_was_written(moved: MovedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    save(moved, *(post(number) for number in range(1, 11)))
    whole = Writer.write
    count = 0

    def write(self: Writer, one: Any) -> None:
        nonlocal count
        count += 1
        if count == 8:
            raise KeyboardInterrupt
        whole(self, one)

    monkeypatch.setattr(Writer, "write", write)
    with pytest.raises(KeyboardInterrupt):
        moved.move()
    assert len(moved.files()) == 7
    monkeypatch.setattr(Writer, "write", whole)
    notes = moved.move()
    assert (notes.counts["unchanged"], notes.counts["new"]) == (7, 3)


def test_a_full_disk_leaves_no_half_file(moved: MovedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    save(moved, post(1))

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_files.os, "link", full)
    monkeypatch.setattr(whole_files.os, "replace", full)
    with pytest.raises(FeedsvcError, match="the same command goes on"):
        moved.move()
    assert [one for one in moved.desk.folder.rglob("*") if one.is_file()] == [
        moved.desk.folder / "site.toml"
    ]


def test_what_a_lost_power_left_empty_is_written_again(moved: MovedIn) -> None:
    moved.desk.write("2020/03/post-1.html", "")
    save(moved, post(1))
    moved.move()
    assert list(moved.files()) == ["2020/03/post-1.html"]
    assert moved.files()["2020/03/post-1.html"]


def test_a_dry_run_writes_nothing(moved: MovedIn) -> None:
    save(moved, post(1, post_name="a"), post(2, post_name="a"))
    notes = moved.move(dry_run=True)
    assert notes.counts["new"] == 2
    assert moved.files() == {}


def test_a_folder_of_parts_is_one_export(desk: Any, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "1.xml").write_text(wxr(post(1, "Text.", meta("_thumbnail_id", "5"))))
    (parts / "2.xml").write_text(wxr(post(2), picture(5, "a.jpg")))
    moved = MovedIn(desk, "wxr", parts)
    notes = moved.move()
    assert (notes.counts["new"], notes.problems) == (2, [])


def test_parts_that_overlap_have_each_post_once(desk: Any, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    (parts / "1.xml").write_text(wxr(post(1), post(2)))
    (parts / "2.xml").write_text(wxr(post(2), post(3)))
    notes = MovedIn(desk, "wxr", parts).move()
    assert notes.counts["new"] == 3
    assert notes.left_out == {"posts that the source has twice": 1}


def test_pages_of_a_long_post_are_one(moved: MovedIn) -> None:
    save(moved, post(1, "One.\n\n<!--nextpage-->\n\nTwo."))
    moved.move()
    assert b"<p>One.</p>\n<p>Two.</p>" in moved.files()["2020/03/post-1.html"]


def test_a_post_with_nothing_to_read_is_left_out_and_told(moved: MovedIn) -> None:
    empty = post(1, "", title="", post_name="", link="https://old.example/?p=1")
    save(moved, empty, post(2, "", title="A title alone"), post(3, "A text alone.", title=""))
    notes = moved.move()
    assert notes.left_out == {"posts without title and text": 1}
    assert [line for line in moved.errors() if ": error: " in line] == []
    assert len(moved.files()) == 2


def test_a_post_that_is_too_large_for_an_article_is_told(moved: MovedIn) -> None:
    save(moved, post(1, "<div>" * 300 + "deep " * 50_000))
    (problem,) = moved.move().problems
    assert (problem.severity, problem.code) == ("warning", "too-deep")


def test_dates_that_are_none_do_not_become_1970(moved: MovedIn) -> None:
    zero = "0000-00-00 00:00:00"
    never = "Thu, 01 Jan 1970 00:00:00 +0000"
    save(moved, post(1, status="draft", post_date=zero, post_date_gmt=zero, pubDate=never))
    moved.move()
    assert list(moved.files()) == ["0000/post-1.html"]
