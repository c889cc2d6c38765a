"""Posts of a WordPress export as plain values."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc.errors import ImportRefused
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.importers.wordpress import WxrReader
from tests.importers.exports import meta, picture, post, term, wxr

WHEN = datetime(2020, 3, 1, 10, tzinfo=UTC)


class Export:
    """An export file and what was read of it."""

    def __init__(self, folder: Path, *items: str, site: str = "https://old.example") -> None:
        file = folder / "export.xml"
        file.write_text(wxr(*items, site=site), encoding="utf-8")
        self.notes = Notes()
        reader = WxrReader("", [file], self.notes)
        self.count = reader.survey(lambda done, total: None)
        self.posts = list(reader.posts())

    @property
    def post(self) -> ImportedPost:
        (one,) = self.posts
        return one

    @property
    def told(self) -> list[tuple[int, str]]:
        return [(one.line, one.code) for one in self.notes.problems]


def test_a_post(tmp_path: Path) -> None:
    export = Export(
        tmp_path,
        post(
            12,
            "One\n\nTwo",
            term("category", "news", "News &amp; Views"),
            term("category", "coast", "Coast"),
            term("post_tag", "sea", "The sea"),
            term("post_format", "post-format-aside", "Aside"),
            title="Hello",
            excerpt="In short.",
            post_modified_gmt="2020-04-01 10:00:00",
        ),
    )
    assert export.count == 1
    found = export.post
    assert (found.source, found.id) == ("wxr:old.example/?p=12", "https://old.example/?p=12")
    assert (found.title, found.standfirst) == ("Hello", "In short.")
    assert found.html == "<p>One</p>\n<p>Two</p>"
    assert (found.date, found.updated) == (WHEN, datetime(2020, 4, 1, 10, tzinfo=UTC))
    assert [one.name for one in found.authors] == ["Jane Doe"]
    assert (found.category, found.tags) == ("News & Views", ("Coast", "The sea"))
    assert found.aliases == ("/2020/03/post-12/",)
    assert not found.draft
    assert export.told == []


class TestDates:
    """Those of the old site, not that of the import's day, and not in another zone."""

    def test_the_one_in_gmt_counts(self, tmp_path: Path) -> None:
        export = Export(tmp_path, post(1, post_date="2020-03-02 03:00:00"))
        assert export.post.date == WHEN

    def test_a_zero_is_none(self, tmp_path: Path) -> None:
        zero = "0000-00-00 00:00:00"
        dated = post(1, post_date_gmt=zero, pubDate="Sun, 01 Mar 2020 05:00:00 -0500")
        never = "Mon, 30 Nov -0001 00:00:00 +0000"
        in_zone = post(2, post_date_gmt=zero, pubDate=never, post_modified_gmt=zero)
        undated = post(3, post_date=zero, post_date_gmt=zero, pubDate=never)
        draft = post(4, post_date=zero, post_date_gmt=zero, pubDate=never, status="draft")
        export = Export(tmp_path, dated, in_zone, undated, draft)
        dates = [one.date for one in export.posts]
        assert dates == [WHEN, datetime(2020, 3, 1, 12), None, None]  # noqa: DTZ001
        assert [one.updated for one in export.posts] == [None] * 4
        assert [code for _, code in export.told] == ["no-date"]


class TestWhatIsHeldBack:
    """Nothing becomes public by a move."""

    @pytest.mark.parametrize("status", ["draft", "pending", "private", "of-a-plugin"])
    def test_drafts(self, status: str, tmp_path: Path) -> None:
        assert Export(tmp_path, post(1, status=status)).post.draft

    def test_a_password(self, tmp_path: Path) -> None:
        export = Export(tmp_path, post(1, post_password="secret"))
        assert export.post.draft
        assert "secret" not in repr(export.post)
        assert export.notes.counts["password"] == 1

    def test_what_is_to_come_has_its_date(self, tmp_path: Path) -> None:
        export = Export(tmp_path, post(1, status="future", post_date_gmt="2030-03-01 10:00:00"))
        assert export.post.date == datetime(2030, 3, 1, 10, tzinfo=UTC)
        assert not export.post.draft

    @pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
    def test_what_was_thrown_away(self, status: str, tmp_path: Path) -> None:
        export = Export(tmp_path, post(1, status=status))
        assert export.posts == []
        assert export.notes.left_out == {f"posts with the status {status}": 1}


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"
    export = Export(
        tmp_path,
        post(1, "Text.", comment, comment),
        post(2, post_type="page"),
        post(3, post_type="nav_menu_item"),
        post(4, post_type="product"),
        post(5, post_type="product"),
        picture(6, "a.jpg"),
    )
    assert len(export.posts) == export.count == 1
    assert export.notes.left_out == {
        "comments": 2,
        "pages": 1,
        "items of menus": 1,
        "posts of the type product": 2,
    }
    assert [code for _, code in export.told] == ["post-type"]


class TestPictures:
    """Attachments are not lost, wherever they stand in the file."""

    def test_the_featured_one_may_stand_behind(self, tmp_path: Path) -> None:
        export = Export(
            tmp_path,
            post(1, "Text.", meta("_thumbnail_id", "5")),
            picture(5, "2020/03/boat.jpg", alt="A &amp; boat"),
        )
        assert export.post.image == "https://old.example/wp-content/uploads/2020/03/boat.jpg"
        assert export.post.image_alt == "A & boat"

    def test_one_that_is_missing_is_told(self, tmp_path: Path) -> None:
        export = Export(tmp_path, post(1, "Text.", meta("_thumbnail_id", "5")))
        assert export.post.image == ""
        assert [code for _, code in export.told] == ["media-missing"]

    def test_a_gallery(self, tmp_path: Path) -> None:
        export = Export(
            tmp_path, picture(5, "a.jpg", 1), post(1, "[gallery]"), picture(6, "b.jpg", 1)
        )
        assert export.post.html.count("<img") == 2

    def test_addresses_without_a_host(self, tmp_path: Path) -> None:
        export = Export(tmp_path, post(1, '<img src="/wp-content/uploads/a.jpg">'))
        assert 'src="https://old.example/wp-content/uploads/a.jpg"' in export.post.html

    def test_a_podcast(self, tmp_path: Path) -> None:
        export = Export(
            tmp_path,
            post(1, "x", meta("enclosure", "https://old.example/a.mp3\n123\naudio/mpeg\nx")),
        )
        assert export.post.enclosures == (
            Attachment("https://old.example/a.mp3", "audio/mpeg", 123),
        )


class TestAuthors:
    """All who wrote it, by the names that readers know."""

    def test_an_unknown_login(self, tmp_path: Path) -> None:
        assert [a.name for a in Export(tmp_path, post(1, creator="bob")).post.authors] == ["bob"]

    def test_several(self, tmp_path: Path) -> None:
        export = Export(
            tmp_path,
            post(
                1,
                "x",
                term("author", "cap-jane", "jane"),
                term("author", "cap-guest", "cap-guest"),
                creator="jane",
            ),
            post(2, "", meta("cap-user_login", "guest"), meta("cap-display_name", "A. Guest"),
                 post_type="guest-author", post_name="cap-guest"),
        )  # fmt: skip
        assert [one.name for one in export.post.authors] == ["Jane Doe", "A. Guest"]


class TestAddresses:
    """Where it stood leads to where it stands."""

    def test_beyond_ascii(self, tmp_path: Path) -> None:
        encoded = "%e3%81%95%e3%81%8f%e3%82%89"
        export = Export(
            tmp_path, post(1, post_name=encoded, link=f"https://old.example/2020/{encoded}/")
        )
        assert export.post.slug == "さくら"
        assert export.post.aliases == (f"/2020/{encoded}/",)

    def test_one_that_only_a_query_tells_is_none(self, tmp_path: Path) -> None:
        assert Export(tmp_path, post(1, link="https://old.example/?p=1")).post.aliases == ()

    def test_names_that_it_had_before(self, tmp_path: Path) -> None:
        export = Export(tmp_path, post(1, "x", meta("_wp_old_slug", "older"), post_name="new"))
        assert export.post.aliases == ("/2020/03/new/", "/2020/03/older/")

    def test_without_a_name(self, tmp_path: Path) -> None:
        titled = post(1, post_name="", title="A draft", link="https://old.example/?p=1")
        bare = post(2, post_name="", title="", link="https://old.example/?p=2")
        assert [one.slug for one in Export(tmp_path, titled, bare).posts] == ["a-draft", "2"]

    def test_feeds(self, tmp_path: Path) -> None:
        export = Export(
            tmp_path,
            post(1, "x", term("category", "coast", "Coast &amp; Sea"), term("category", "b", "B"),
                 term("post_tag", "tide", "Tide")),
            site="https://old.example/blog",
        )  # fmt: skip
        assert export.notes.feeds == {
            "/blog/feed/": "/feed.rss",
            "/blog/feed/atom/": "/feed.atom",
            "/blog/category/world/coast/feed/": "/category/coast-sea.rss",
            "/blog/category/b/feed/": "/tag/b.rss",
            "/blog/tag/tide/feed/": "/tag/tide.rss",
            "/blog/author/jane/feed/": "/author/jane-doe.rss",
        }


def test_languages_of_a_plugin(tmp_path: Path) -> None:
    assert Export(tmp_path, post(1, "x", term("language", "de", "Deutsch"))).post.language == "de"


def test_a_block_without_text_is_told_with_its_line(tmp_path: Path) -> None:
    export = Export(tmp_path, post(1), post(2, "a\n<!-- wp:latest-posts /-->"))
    assert [code for _, code in export.told] == ["block"]
    (line,) = [line for line, _ in export.told]
    assert "Post 2" in (tmp_path / "export.xml").read_text().splitlines()[line - 1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<feed/>", "export.xml:1: it begins with <feed> and is no export of WordPress"),
        ("<rss>\n<channel>\n<item>", "export.xml:3: this is no well-formed XML"),
        ("", "export.xml:1: this is no well-formed XML"),
    ],
)
def test_what_is_no_export_is_refused(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_text(text)
    with pytest.raises(ImportRefused, match=told):
        WxrReader("", [file], Notes()).survey(lambda done, total: None)
