"""What a page says of itself by classes."""

from selectolax.lexbor import LexborHTMLParser

from feedsvc.sources.formats.h_entry import Entry, entry_of


def entry(html: str) -> Entry:
    found = entry_of(LexborHTMLParser(html))
    assert found is not None
    return found


def test_the_names_of_hatom() -> None:
    fields = entry(
        '<div class="hentry"><h1 class="entry-title">T</h1><abbr class="published"'
        ' title="2026-02-03">x</abbr><span class="author vcard"><a class="url fn"'
        ' href="https://a.example">Ann</a></span><div class="entry-content">x</div></div>'
    ).fields()
    assert {key: field.value for key, field in fields.items()} == {
        "title": "T",
        "date": "2026-02-03",
        "author": [{"name": "Ann", "url": "https://a.example"}],
    }


def test_what_belongs_to_something_inside_says_nothing() -> None:
    found = entry('<p class="h-entry"><b class="h-cite"><i class="p-name">T</i></b></p>')
    assert found.fields() == {}
    assert found.content is None


def test_an_entry_in_an_entry_is_a_part_of_it() -> None:
    assert entry('<div class="h-entry"><div class="h-entry"></div></div>')
    assert entry_of(LexborHTMLParser('<p class="h-entry"></p><p class="h-entry"></p>')) is None
    assert entry_of(LexborHTMLParser("<p>x</p>")) is None
