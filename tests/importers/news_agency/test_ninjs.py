"""A newsroom that moves in from an agency's items of ninjs."""

import json
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import ImportRefused
from tests.importers.newsroom import MovedIn

URI = "http://agency.example/items/1"

VERSION_1 = {
    "uri": URI,
    "type": "text",
    "version": "2",
    "firstcreated": "2020-03-01T11:00:00+01:00",
    "versioncreated": "2020-04-01T10:00:00Z",
    "pubstatus": "usable",
    "language": "en",
    "headline": "The boat & the pier",
    "byline": "By Jane Doe and John Roe",
    "description_text": "In short.",
    "body_html": "<p>The text.</p>",
    "body_text": "The text.",
    "subject": [{"name": "News", "code": "1"}, {"name": "Sea"}],
    "place": [{"name": "Harbour"}],
    "associations": {
        "other": {
            "type": "picture",
            "renditions": {"web": {"href": "https://agency.example/b.jpg", "width": 640}},
        },
        "featureimage": {
            "type": "picture",
            "description_text": "A boat",
            "byline": "A. Photographer",
            "renditions": {
                "print": {"href": "https://agency.example/a-9000.jpg", "width": 9000},
                "web": {
                    "href": "https://agency.example/a.jpg",
                    "mimetype": "image/jpeg",
                    "width": 1200,
                },
                "thumb": {"href": "https://agency.example/a-small.jpg", "width": 100},
            },
        },
    },
}
VERSION_2 = {
    "uri": URI,
    "type": "text",
    "version": "2",
    "firstcreated": "2020-03-01T11:00:00+01:00",
    "versioncreated": "2020-04-01T10:00:00Z",
    "headlines": [
        {"role": "short", "value": "Boat"},
        {"role": "main", "value": "The boat & the pier"},
    ],
    "by": "By Jane Doe and John Roe",
    "descriptions": [{"contenttype": "text/plain", "value": "In short."}],
    "bodies": [
        {"contenttype": "text/plain", "value": "The text."},
        {"contenttype": "text/html", "value": "<p>The text.</p>"},
    ],
    "subjects": [{"name": "News", "uri": "http://x"}, {"name": "Sea"}],
    "places": [{"name": "Harbour"}],
    "associations": [
        {
            "name": "main",
            "type": "picture",
            "headlines": [{"value": "A boat"}],
            "by": "A. Photographer",
            "renditions": [
                {
                    "name": "web",
                    "href": "https://agency.example/a.jpg",
                    "contenttype": "image/jpeg",
                    "width": 1200,
                }
            ],
        },
        {
            "type": "picture",
            "renditions": [{"href": "https://agency.example/b.jpg", "width": 640}],
        },
    ],
}


def camel_case(value: Any) -> Any:
    """The names of version 3."""
    names = {
        "firstcreated": "firstCreated",
        "versioncreated": "versionCreated",
        "contenttype": "contentType",
    }
    if isinstance(value, dict):
        return {names.get(key, key): camel_case(one) for key, one in value.items()}
    return [camel_case(one) for one in value] if isinstance(value, list) else value


@pytest.fixture
def moved(desk: Any, tmp_path: Path) -> MovedIn:
    (tmp_path / "items").mkdir()
    return MovedIn(desk, "ninjs", tmp_path / "items")


def save(moved: MovedIn, *items: dict[str, Any]) -> None:
    for number, item in enumerate(items):
        (moved.source / f"{number}.json").write_text(json.dumps(item))


@pytest.mark.parametrize(
    "item", [VERSION_1, VERSION_2, camel_case(VERSION_2)], ids=["1.3", "2", "3"]
)
def test_everything_is_there_again(item: dict[str, Any], moved: MovedIn) -> None:
    save(moved, item)
    notes = moved.move()
    assert (notes.counts["new"], notes.problems) == (1, [])
    assert [line for line in moved.errors() if "no-alt" not in line] == []
    ((id, entry),) = moved.entries().items()
    assert (id, entry.title) == (URI, "The boat & the pier")
    assert entry.published == "2020-03-01T10:00:00+00:00"
    assert entry.updated == "2020-04-01T10:00:00+00:00"
    assert [author.name for author in entry.authors] == ["Jane Doe", "John Roe"]
    assert [tag.label for tag in entry.tags] == ["News", "Sea", "Harbour"]
    assert entry.media_content[0]["url"] == "https://agency.example/a.jpg"
    assert "In short." in entry.summary
    assert "<p>The text.</p>" in entry.content[0].value
    assert 'src="https://agency.example/b.jpg"' in entry.content[0].value
    assert b'image_credit: "A. Photographer"' in next(iter(moved.files().values()))
    before = moved.files()
    assert moved.move().counts["unchanged"] == 1
    assert moved.files() == before


class TestVersions:
    """An item that is sent again is an update, not a second article."""

    def test_the_newest_counts_and_the_first_date_stays(self, moved: MovedIn) -> None:
        old = VERSION_1 | {
            "version": "1",
            "versioncreated": "2020-03-01T10:00:00Z",
            "headline": "Old",
        }
        third = VERSION_1 | {
            "version": "3",
            "firstcreated": "2020-03-02T10:00:00Z",
            "headline": "New",
        }
        save(moved, third, old, VERSION_1)
        notes = moved.move()
        assert (notes.counts["new"], notes.left_out) == (1, {"older versions": 2})
        ((id, entry),) = moved.entries().items()
        assert (id, entry.title) == (URI, "New")
        assert entry.published == "2020-03-01T10:00:00+00:00"

    def test_a_later_import_updates(self, moved: MovedIn) -> None:
        save(moved, VERSION_1)
        moved.move()
        save(moved, VERSION_1 | {"version": "3", "headline": "Another headline"})
        assert moved.move().counts["updated"] == 1
        assert len(moved.files()) == 1
        assert next(iter(moved.entries().values())).title == "Another headline"

    def test_an_older_one_changes_nothing(self, moved: MovedIn) -> None:
        save(moved, VERSION_1)
        moved.move()
        before = moved.files()
        save(moved, VERSION_1 | {"version": "1", "headline": "Old"})
        assert moved.move().counts["older"] == 1
        assert moved.files() == before


class TestSignals:
    """What an agency says besides the text is kept."""

    def text(self, moved: MovedIn, **more: Any) -> str:
        save(moved, VERSION_1 | more)
        moved.move()
        return next(iter(moved.files().values())).decode()

    def test_an_embargo(self, moved: MovedIn) -> None:
        text = self.text(moved, embargoed="2030-03-01T10:00:00Z", pubstatus="withheld")
        assert "\nembargo: 2030-03-01T10:00:00Z\n" in text
        assert "draft" not in text
        assert moved.entries() == {}

    def test_what_is_withheld_is_a_draft(self, moved: MovedIn) -> None:
        assert "\ndraft: true\n" in self.text(moved, pubstatus="withheld")
        assert [one.code for one in moved.notes.problems] == ["withheld"]

    @pytest.mark.parametrize(
        "more", [{"pubstatus": "canceled"}, {"signals": [{"code": "sig:kill"}]}]
    )
    def test_what_is_taken_back_is_withdrawn(self, more: dict[str, Any], moved: MovedIn) -> None:
        self.text(moved)
        assert len(moved.entries()) == 1
        text = self.text(moved, version="3", ednote="It was wrong.", **more)
        assert "\nstatus: withdrawn\n" in text
        assert "It was wrong." not in text, "a note to editors is none to readers"
        assert [one.code for one in moved.notes.problems] == ["note-to-editors"]
        entries = moved.entries()
        assert entries == {}
        assert b"deleted-entry" in moved.client.get("/feed.atom").data

    @pytest.mark.parametrize(
        "more",
        [
            {"ednote": "Corrects the date."},
            {"ednote": "The date.", "signals": [{"qcode": "sig:correction"}]},
        ],
    )
    def test_a_correction_is_told(self, more: dict[str, Any], moved: MovedIn) -> None:
        text = self.text(moved, **more)
        public = '  - text: "This version corrects an earlier one."'
        assert f"\ncorrection:\n{public}\n    time: 2020-04-01" in text
        assert "date." not in text, "a note to editors is none to readers"
        assert more["ednote"] in moved.notes.problems[0].message

    def test_an_ordinary_note_is_no_correction(self, moved: MovedIn) -> None:
        assert "correction" not in self.text(moved, ednote="Adds a picture.")

    def test_an_end(self, moved: MovedIn) -> None:
        assert "\nexpires: 2030-01-01T00:00:00Z\n" in self.text(
            moved, expires="2030-01-01T00:00:00Z"
        )


def test_lists_of_items_and_other_types(moved: MovedIn) -> None:
    picture = {"uri": "urn:p", "type": "picture"}
    plain = {
        "uri": "urn:2",
        "body_text": "a < b\n\nc",
        "headline": "T",
        "versioncreated": "2020-01-01T00:00:00Z",
    }
    (moved.source / "a.json").write_text(json.dumps({"items": [VERSION_1, picture]}, indent=1))
    (moved.source / "b.json").write_text(json.dumps([plain]))
    notes = moved.move()
    assert notes.counts["new"] == 2
    assert notes.left_out == {"items of the type picture": 1}
    assert b"<p>a &lt; b</p>\n<p>c</p>" in b"".join(moved.files().values())


def test_sounds_are_enclosures(moved: MovedIn) -> None:
    sound = {"type": "audio", "renditions": {"a": {"href": "https://agency.example/a.mp3"}}}
    save(moved, VERSION_1 | {"associations": {"sound": sound}})
    moved.move()
    assert b'  - url: "https://agency.example/a.mp3"' in next(iter(moved.files().values()))


@pytest.mark.parametrize("text", ["3", "{}", '{"items": 3}'])
def test_what_is_no_ninjs_is_refused(text: str, moved: MovedIn) -> None:
    (moved.source / "a.json").write_text(text)
    with pytest.raises(ImportRefused, match="is no ninjs"):
        moved.move()
