"""Media files that come with posts."""

from pathlib import Path

import pytest

from feedsvc.importers.media import Media
from feedsvc.importers.notes import Notes

UPLOADS = "https://old.example/wp-content/uploads"
ARTICLE = "2020/03/a.html"


class Place:
    """A newsroom and a folder of uploads."""

    def __init__(self, folder: Path) -> None:
        self.articles = folder / "articles"
        self.uploads = folder / "uploads"
        (self.uploads / "2020").mkdir(parents=True)
        (self.uploads / "2020" / "boat #1.jpg").write_bytes(b"boat")
        (folder / "secret.jpg").write_bytes(b"secret")
        self.notes = Notes()

    def media(self, **more: bool) -> Media:
        return Media(self.articles, self.notes, uploads=self.uploads, **more)  # type: ignore[arg-type]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_file_is_copied_and_named_relatively(place: Place) -> None:
    html = (
        f'<a href="{UPLOADS}/2020/boat%20%231.jpg"><img src="{UPLOADS}/2020/boat%20%231.jpg"></a>'
    )
    made = place.media().in_html(html, ARTICLE)
    named = "../../uploads/2020/boat%20%231.jpg"
    assert made == f'<a href="{named}"><img src="{named}"></a>'
    assert (place.articles / "uploads/2020/boat #1.jpg").read_bytes() == b"boat"
    assert place.notes.counts == {"media": 1}


@pytest.mark.parametrize("name", ["boat%20%231-300x200.jpg", "boat%20%231-scaled.jpg"])
def test_where_a_smaller_copy_is_lost_the_whole_picture_is_taken(name: str, place: Place) -> None:
    found = place.media().path_of(f"{UPLOADS}/2020/{name}")
    assert found == "uploads/2020/boat #1.jpg"


def test_sets_of_pictures(place: Place) -> None:
    (place.uploads / "a.jpg").write_bytes(b"a")
    made = place.media().in_html(f'<img srcset="{UPLOADS}/a.jpg 300w, /b.jpg 2x">', ARTICLE)
    assert made == '<img srcset="../../uploads/a.jpg 300w, /b.jpg 2x">'


def test_what_is_there_already_stays(place: Place) -> None:
    there = place.articles / "uploads/2020/boat #1.jpg"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"an editor's")
    place.media().path_of(f"{UPLOADS}/2020/boat%20%231.jpg")
    assert there.read_bytes() == b"an editor's"
    assert place.notes.counts == {}


def test_a_dry_run_copies_nothing(place: Place) -> None:
    assert place.media(dry_run=True).path_of(f"{UPLOADS}/2020/boat%20%231.jpg")
    assert not place.articles.exists()
    assert place.notes.counts == {"media": 1}


def test_what_is_missing_is_told_and_stays(place: Place) -> None:
    media = place.media()
    media.at("export.xml", 7)
    html = f'<img src="{UPLOADS}/2020/none.jpg?a=1&amp;b=2">'
    assert media.in_html(html, ARTICLE) == html
    assert media.in_html(html, ARTICLE) == html
    (problem,) = place.notes.problems
    assert (problem.path, problem.line, problem.code) == ("export.xml", 7, "media-missing")


@pytest.mark.parametrize(
    "path",
    [
        *("../secret.jpg", "2020/../../secret.jpg", "%2e%2e/secret.jpg", "/etc/passwd", "link.jpg"),
        *(".hidden.jpg", "2020/a%00.jpg", "a\\b.jpg", "2020/a.php"),
    ],
)
def test_nothing_comes_from_or_goes_elsewhere(path: str, place: Place, tmp_path: Path) -> None:
    (place.uploads / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (place.uploads / ".hidden.jpg").write_bytes(b"x")
    (place.uploads / "2020" / "a.php").write_bytes(b"x")
    assert place.media().path_of(f"{UPLOADS}/{path}") == ""
    assert not place.articles.exists()


def test_without_a_folder_addresses_stay(tmp_path: Path) -> None:
    notes = Notes()
    media = Media(tmp_path / "articles", notes)
    html = f'<img src="{UPLOADS}/2020/none.jpg">'
    assert media.in_html(html, ARTICLE) == html
    assert notes.problems == []


def test_what_an_import_before_brought_is_named_again(place: Place) -> None:
    url = f"{UPLOADS}/2020/boat%20%231.jpg"
    first = place.media().in_html(f'<img src="{url}">', ARTICLE)
    without = Media(place.articles, Notes())
    assert without.in_html(f'<img src="{url}">', ARTICLE) == first
    smaller = f'<img src="{UPLOADS}/2020/boat%20%231-300x200.jpg">'
    assert without.in_html(smaller, ARTICLE) == first


class TestBeside:
    """Documents of agencies name pictures that stand beside them."""

    def media(self, place: Place, folder: str) -> Media:
        media = Media(place.articles, place.notes, beside=True)
        media.at(str(place.uploads.parent / folder / "doc.xml"), 3)
        return media

    def test_the_same_name_beside_two_documents(self, place: Place, tmp_path: Path) -> None:
        for folder in ("one", "two"):
            (tmp_path / folder / "img").mkdir(parents=True)
            (tmp_path / folder / "img" / "fish.jpg").write_text(folder)
        media = self.media(place, "one")
        assert media.path_of("img/fish.jpg") == "uploads/img/fish.jpg"
        media.at(str(tmp_path / "two" / "doc.xml"), 1)
        other = media.path_of("img/fish.jpg")
        assert other != "uploads/img/fish.jpg"
        assert (place.articles / other).read_text() == "two"
        assert (place.articles / "uploads/img/fish.jpg").read_text() == "one"
        again = self.media(place, "one")
        assert again.path_of("img/fish.jpg") == "uploads/img/fish.jpg"
        assert place.notes.counts == {"media": 2}

    @pytest.mark.parametrize("name", ["../secret.jpg", "none.jpg", "%2e%2e/secret.jpg"])
    def test_what_is_not_there_is_told(self, name: str, place: Place) -> None:
        assert self.media(place, "one").path_of(name) == ""
        assert [one.line for one in place.notes.problems] == [3]


class TestFetching:
    """From the network, where that was asked for."""

    def media(self, folder: Path, notes: Notes) -> Media:
        def fetch(url: str) -> bytes:
            if "none" in url:
                raise OSError("it is gone (404)")
            return url.encode()

        return Media(folder, notes, fetch=fetch)

    def test_each_file_once(self, tmp_path: Path) -> None:
        notes = Notes()
        media = self.media(tmp_path, notes)
        html = f'<img src="{UPLOADS}/2020/a.jpg"><img src="https://cdn.example:8080/x/b.png?w=3">'
        made = media.in_html(html * 2, ARTICLE)
        one = (
            '<img src="../../uploads/2020/a.jpg"><img src="../../uploads/cdn.example-8080/x/b.png">'
        )
        assert made == one * 2
        assert notes.counts == {"media": 2}
        again = self.media(tmp_path, notes)
        assert again.in_html(html, ARTICLE) == one
        assert notes.counts == {"media": 2}

    def test_pages_and_other_schemes_are_no_media(self, tmp_path: Path) -> None:
        html = (
            '<a href="https://old.example/a/">x</a><img src="file:///etc/a.jpg"><img src="a.jpg">'
        )
        assert self.media(tmp_path, Notes()).in_html(html, ARTICLE) == html

    def test_what_cannot_be_fetched_stays(self, tmp_path: Path) -> None:
        notes = Notes()
        html = f'<img src="{UPLOADS}/none.jpg">'
        assert self.media(tmp_path, notes).in_html(html, ARTICLE) == html
        assert "it is gone (404)" in notes.problems[0].message
