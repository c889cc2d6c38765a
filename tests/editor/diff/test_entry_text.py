"""What an entry says to readers, and how two versions of it differ."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from feedsvc.editor.diff.entry_text import compare_texts, differ, paragraphs_of, text_of
from feedsvc.model.article import Article, Author, Enclosure
from feedsvc.model.entry import Entry

WRITTEN = Article(
    path="world/rain.md",
    headline="Rain",
    slug="rain",
    standfirst="It falls.",
    authors=(Author("Weather desk"),),
    tags=("weather", "water"),
    content='<p>Wet it is, says <a href="https://a.example/">a</a>.</p><p>Very.</p>',
)


def entry(slug: str = "rain", day: int = 1, **values: Any) -> Entry:
    published = datetime(2026, 5, day, tzinfo=UTC)
    article = msgspec.structs.replace(WRITTEN, **values)
    return Entry(id="tag:x", slug=slug, published=published, updated=published, article=article)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<p>One<br>two</p>", ["One", "two"]),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", ["a", "b", "c"]),
        ("<table><tr><td>1</td><td>2</td></tr></table>", ["1", "2"]),
        ('<p>See <img alt="a quay" src="q.png"> there</p>', ["See [a quay] there"]),
        ('<img src="q.png">', ["[picture]"]),
        ("<pre>a\n  b</pre>", ["a b"]),
        ("", []),
        ("&lt;b&gt; &amp;", ["<b> &"]),
    ],
)
def test_blocks_are_paragraphs(content: str, found: list[str]) -> None:
    assert list(paragraphs_of(content)) == found


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"headline": "Snow"}, ["headline"]),
        ({"standfirst": ""}, ["standfirst"]),
        ({"authors": ()}, ["authors"]),
        ({"tags": ("weather",)}, ["tags"]),
        ({"category": "World"}, ["category"]),
        ({"image": Enclosure("\x01/media/a.png", "image/png")}, ["picture"]),
        ({"language": "de"}, ["language"]),
        ({"path": "else/where.md"}, []),
    ],
)
def test_a_header_differs_by_what_readers_see(values: dict[str, Any], names: list[str]) -> None:
    found = compare_texts(text_of(entry()), text_of(entry(**values)))
    assert [one.name for one in found.header] == names
    assert bool(found) == bool(names) == differ(entry(), entry(**values))


def test_address_and_date_are_part_of_the_header() -> None:
    assert differ(entry(), entry(slug="wet"))
    found = compare_texts(text_of(entry()), text_of(entry(slug="wet", day=2)))
    assert [one.name for one in found.header] == ["date", "address"]


def test_words_of_the_text_are_counted() -> None:
    content = WRITTEN.content.replace("Wet", "Dry").replace("Very.", "Very, very.")
    found = compare_texts(text_of(entry()), text_of(entry(content=content)))
    assert (found.words, found.markup, found.header) == (2, False, ())


def test_a_link_that_leads_elsewhere_differs_though_no_word_does() -> None:
    content = WRITTEN.content.replace("a.example", "b.example")
    found = compare_texts(text_of(entry()), text_of(entry(content=content)))
    assert (found.words, found.markup, bool(found)) == (0, True, True)


def test_blanks_that_readers_do_not_see_are_no_difference() -> None:
    content = WRITTEN.content.replace("</p><p>", "</p>\n\n<p>")
    assert not compare_texts(text_of(entry()), text_of(entry(content=content)))
    assert not differ(entry(), entry(content=content))
