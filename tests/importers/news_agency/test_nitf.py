"""A newsroom that moves in from documents of NITF."""

from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import ImportRefused
from tests.importers.newsroom import MovedIn

CONTENT = """<block><p>The <person>mayor</person> of <location>Harbour</location> said
 <em class="bold">no</em> &amp; left.</p>
<media media-type="image"><media-reference mime-type="image/jpeg"
 source="https://agency.example/a.jpg" alternate-text="A boat"/>
<media-caption>The boat</media-caption>
<media-producer>A. Photographer</media-producer></media>
<hl2>A part</hl2><bq><p>Quoted.</p></bq>
<table><tr><td>1</td></tr></table></block>"""


def nitf(
    docdata: str = '<doc-id regsrc="agency.example" id-string="agency-1"/>'
    '<date.issue norm="20200301T100000Z"/>',
    content: str = CONTENT,
    *,
    status: str = "usable",
    headline: str = "The boat &amp; the pier",
    attributes: str = "",
    doctype: str = "",
) -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<nitf {attributes}>\n<head><title>Short</title>'
        '<tobject tobject.type="news"><tobject.subject tobject.subject.refnum="1"'
        ' tobject.subject.type="Sea"/></tobject>'
        f'<docdata management-status="{status}">{docdata}<key-list>'
        '<keyword key="boats"/></key-list></docdata>'
        '<pubdata type="web" position.section="News" ex-ref="https://old.example/2020/boat.html"/>'
        f"</head><body><body.head><hedline><hl1>{headline}</hl1><hl2>In short.</hl2></hedline>"
        '<note type="npa"><p>For editors.</p></note>'
        "<byline>By <person>Jane Doe</person><byttl>Reporter</byttl></byline>"
        '<dateline><location>HARBOUR</location> <story.date norm="20200301">March 1</story.date>'
        "</dateline></body.head>"
        f"<body.content>{content}</body.content>"
        "<body.end><tagline>Jane Doe is a reporter.</tagline></body.end></body></nitf>"
    )


@pytest.fixture
def moved(desk: Any, tmp_path: Path) -> MovedIn:
    (tmp_path / "items").mkdir()
    return MovedIn(desk, "nitf", tmp_path / "items")


def save(moved: MovedIn, *documents: str) -> None:
    for number, text in enumerate(documents):
        (moved.source / f"{number}.xml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("attributes", "doctype"),
    [
        ('xmlns="http://iptc.org/std/NITF/2006-10-18/" xml:lang="en"', ""),
        ("", '<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.6/nitf-3-6.dtd">'),
    ],
)
def test_everything_is_there_again(attributes: str, doctype: str, moved: MovedIn) -> None:
    save(moved, nitf(attributes=attributes, doctype=doctype))
    notes = moved.move()
    assert (notes.counts["new"], notes.problems) == (1, [])
    assert [line for line in moved.errors() if "id-not-uri" not in line] == []
    (entry,) = moved.entries().values()
    assert entry.title == "The boat & the pier"
    assert entry.published == entry.updated == "2020-03-01T10:00:00+00:00"
    assert [author.name for author in entry.authors] == ["Jane Doe"]
    assert [tag.label for tag in entry.tags] == ["News", "Sea", "boats"]
    assert entry.media_content[0]["url"] == "https://agency.example/a.jpg"
    assert "In short." in entry.summary
    text = entry.content[0].value
    for part in (
        "<p>HARBOUR</p>",
        "<p>The mayor of Harbour said\n <strong>no</strong> &amp; left.</p>",
        'alt="A boat"',
        "<figcaption>The boat: A. Photographer</figcaption>",
        "A part</h2>",
        "<blockquote><p>Quoted.</p></blockquote>",
        "<td>1</td>",
        "<p>Jane Doe is a reporter.</p>",
    ):
        assert part in text
    assert "For editors" not in text
    assert b'<guid isPermaLink="false">agency-1</guid>' in moved.client.get("/feed.rss").data
    assert moved.leads("/2020/boat.html") == "https://news.example/articles/the-boat-the-pier"
    before = moved.files()
    assert moved.move().counts["unchanged"] == 1
    assert moved.files() == before


def data(id: str, time: str, more: str = "") -> str:
    return f'<doc-id id-string="{id}"/><date.issue norm="{time}"/>{more}'


class TestVersions:
    """A story that is sent again is an update, not a second article."""

    def test_the_same_document(self, moved: MovedIn) -> None:
        new = nitf(data("a", "20200302T100000+0100"), "<p>New.</p>")
        save(moved, new, nitf(data("a", "20200301T100000Z"), "<p>Old.</p>"))
        notes = moved.move()
        assert (notes.counts["new"], notes.left_out) == (1, {"older versions": 1})
        (entry,) = moved.entries().values()
        assert "New." in entry.content[0].value
        assert entry.published == "2020-03-01T10:00:00+00:00"
        assert entry.updated == "2020-03-02T09:00:00+00:00"

    def test_documents_of_one_story(self, moved: MovedIn) -> None:
        key = '<du-key key="boat" generation="{}" version="{}"/>'
        first = nitf(data("a", "20200301T100000Z", key.format(1, 2)), "<p>Old.</p>")
        second = nitf(data("b", "20200301T100000Z", key.format(2, 1)), "<p>New.</p>")
        save(moved, second, first)
        moved.move()
        ((path, text),) = moved.files().items()
        assert b"New." in text
        assert b"\nid: a\n" in text, "subscribers have the id of the first"
        save(moved, first, nitf(data("c", "20200301T180000Z", key.format(2, 2)), "<p>Third.</p>"))
        assert moved.move().counts["updated"] == 1
        text = moved.files()[path]
        assert b"Third." in text
        assert b"\nid: a\n" in text

    def test_a_key_of_another_day_is_another_story(self, moved: MovedIn) -> None:
        key = '<du-key key="weather" version="1"/>'
        days = [nitf(data(f"a{day}", f"2020030{day}T100000Z", key)) for day in (1, 2)]
        save(moved, *days)
        assert moved.move().counts["new"] == 2

    def test_a_document_of_a_later_day_is_found_again(self, moved: MovedIn) -> None:
        key = '<du-key key="weather" version="{}"/>'
        save(moved, nitf(data("a", "20200301T100000Z", key.format(1)), "<p>Old.</p>"))
        moved.move()
        save(moved, nitf(data("a", "20200302T100000Z", key.format(2)), "<p>New.</p>"))
        assert moved.move().counts["updated"] == 1
        assert len(moved.files()) == 1

    def test_a_correction_of_another_document(self, moved: MovedIn) -> None:
        corrects = '<correction id-string="a" info="The date was wrong."/>'
        save(
            moved,
            nitf(data("a", "20200301T100000Z"), "<p>Old.</p>"),
            nitf(data("b", "20200302T100000Z", corrects), "<p>New.</p>"),
        )
        assert moved.move().counts["new"] == 1
        ((_, text),) = moved.files().items()
        assert b"\nid: a\n" in text
        assert b'  - text: "The date was wrong."\n    time: 2020-03-02T10:00:00Z' in text


class TestSignals:
    """What an agency says besides the text is kept."""

    def text(self, moved: MovedIn, document: str) -> str:
        save(moved, document)
        moved.move()
        return next(iter(moved.files().values())).decode()

    def test_an_embargo(self, moved: MovedIn) -> None:
        release = data("a", "20200301T100000Z", '<date.release norm="20300301T100000Z"/>')
        text = self.text(moved, nitf(release, status="embargoed"))
        assert "\nembargo: 2030-03-01T10:00:00Z\n" in text
        assert moved.entries() == {}

    def test_an_embargo_without_end_is_a_draft(self, moved: MovedIn) -> None:
        assert "\ndraft: true\n" in self.text(moved, nitf(status="embargoed"))

    def test_what_is_taken_back_is_withdrawn(self, moved: MovedIn) -> None:
        self.text(moved, nitf(data("a", "20200301T100000Z")))
        assert len(moved.entries()) == 1
        gone = data("a", "20200302T100000Z", '<ed-msg info="It was wrong."/>')
        text = self.text(moved, nitf(gone, status="canceled"))
        assert "\nstatus: withdrawn\n" in text
        assert "It was wrong." not in text, "a message to editors is none to readers"
        assert [one.code for one in moved.notes.problems] == ["note-to-editors"]
        assert moved.entries() == {}

    def test_an_end(self, moved: MovedIn) -> None:
        end = data("a", "20200301T100000Z", '<date.expire norm="20300101T000000Z"/>')
        assert "\nexpires: 2030-01-01T00:00:00Z\n" in self.text(moved, nitf(end))


def test_pictures_beside_the_document_come_with_it(moved: MovedIn) -> None:
    (moved.source / "fish.jpg").write_bytes(b"fish")
    media = '<media media-type="image"><media-reference source="fish.jpg"/></media>'
    save(moved, nitf(content=f"<p>x</p>{media}"))
    assert moved.move().counts["media"] == 1
    text = next(iter(moved.files().values())).decode()
    assert '\nimage: "../../uploads/fish.jpg"\n' in text
    assert '<img src="../../uploads/fish.jpg"' in text


def test_media_without_an_address_are_told(moved: MovedIn) -> None:
    save(
        moved,
        nitf(content='<p>x</p><media media-type="image"><media-object>AA</media-object></media>'),
    )
    assert [one.code for one in moved.move().problems] == ["media-missing"]


def test_several_documents_in_a_file(moved: MovedIn) -> None:
    one, two = (nitf(data(id, "20200301T100000Z")).partition("?>")[2] for id in ("a", "b"))
    save(moved, f"<all>{one}{two}</all>")
    assert moved.move().counts["new"] == 2
    assert list(moved.files()) == [
        "2020/03/the-boat-the-pier-2.html",
        "2020/03/the-boat-the-pier.html",
    ]


def test_what_is_no_nitf_is_refused(moved: MovedIn) -> None:
    save(moved, "<rss><channel/></rss>")
    with pytest.raises(ImportRefused, match="is no NITF"):
        moved.move()
