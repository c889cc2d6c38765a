"""Pages that other publishers exported say of themselves by classes what they are."""

from collections.abc import Callable
from typing import Any

import pytest

from feedsvc.web import create_app
from tests.promises.reading.conftest import Items

# As Medium's export has it, in the order and with the classes of its pages.
MEDIUM = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html;
charset=utf-8"><title>The pier</title><style>* {{ color: red }}</style></head><body>
<article class="h-entry"><header><h1 class="p-name">The pier</h1></header>
<section data-field="subtitle" class="p-summary">{subtitle}</section>
<section data-field="body" class="e-content">
<section name="a1b2" class="section section--body section--first"><div class="section-divider">
<hr class="section-divider"></div><div class="section-content"><div class="section-inner">
<h3 name="c3" id="c3" class="graf graf--h3 graf--title">The pier</h3>
<h4 name="d4" id="d4" class="graf graf--h4 graf--subtitle">{subtitle}</h4>
<p class="graf graf--p">The pier is old.</p><h3 class="graf graf--h3">Its planks</h3>
<p class="graf graf--p">They are of oak.</p></div></div></section></section>
<footer><p>{by}Exported from <a href="https://medium.com">Medium</a> on May 1, 2026.</p></footer>
</article></body></html>"""
BY = """By <a href="https://medium.com/@ann" class="p-author h-card">Ann</a> on
<a href="https://medium.com/p/a1b2c3d4e5f6"><time class="dt-published"
datetime="2026-02-03T15:01:12.000Z">February 3, 2026</time></a>.</p><p>
<a href="https://medium.com/@ann/the-pier-a1b2c3d4e5f6" class="p-canonical">Canonical</a></p><p>"""


def one(found: Items) -> dict[str, Any]:
    (item,) = found.values()
    return item


def page(inner: str, head: str = "") -> str:
    return f"<html><head><title>Site</title>{head}</head><body><nav>Home</nav>{inner}</body></html>"


def test_an_export_of_medium(desk: Any, items: Callable[..., Items]) -> None:
    name = "posts/2026-02-03_The-pier-a1b2c3d4e5f6.html"
    item = one(items({name: MEDIUM.format(subtitle="And what became of it", by=BY)}))
    assert item["title"] == "The pier"
    assert item["summary"].startswith("And what became of it")
    assert item["authors"] == [{"name": "Ann", "url": "https://medium.com/@ann"}]
    assert item["date_published"] == "2026-02-03T15:01:12+00:00"
    assert [s.get("heading") for s in item["_feedsvc"]["sections"]] == [None, "Its planks"]
    content = item["content_html"]
    assert "Exported" not in content
    assert "<hr" not in content
    assert "And what became" not in content
    assert content.count("The pier") == 1
    old = create_app(desk.open(scan=False)).test_client().get("/@ann/the-pier-a1b2c3d4e5f6")
    assert old.headers["Location"].endswith("/articles/the-pier-a1b2c3d4e5f6")


def test_first_words_are_no_subtitle(items: Callable[..., Items]) -> None:
    item = one(items({"a.html": MEDIUM.format(subtitle="The pier is\u2026", by=BY)}))
    assert "is\u2026" not in item["summary"]


def test_a_summary_that_repeats_the_headline_is_none(items: Callable[..., Items]) -> None:
    item = one(items({"a.html": MEDIUM.format(subtitle="The pier", by=BY)}))
    assert not item["summary"].startswith("The pier\n")


@pytest.mark.parametrize(("path", "by"), [("a.html", ""), ("draft_The-pier-a1.html", BY)])
def test_a_draft_of_medium_is_one(items: Callable[..., Items], path: str, by: str) -> None:
    assert items({path: MEDIUM.format(subtitle="s", by=by)}) == {}


def test_an_h_entry_of_any_publisher(items: Callable[..., Items]) -> None:
    item = one(
        items(
            {
                "a.html": page(
                    '<div class="h-entry"><h2 class="p-name">Tides</h2><p class="p-summary">When.'
                    '</p><div class="p-author h-card"><span class="p-name">Ann</span> of <a class='
                    '"u-url" href="https://ann.example/">here</a></div><time class="dt-published"'
                    ' datetime="2026-02-03T10:00Z">x</time><time class="dt-updated" datetime='
                    '"2026-02-04T10:00Z">y</time><img class="u-featured" src="https://x.y/a.png"'
                    ' alt="Sea"><div class="e-content"><p>At noon.</p></div><a class="p-category"'
                    ' href="/t">sea</a><div class="h-cite"><p class="p-name">Else</p></div></div>'
                )
            }
        )
    )
    assert item["title"] == "Tides"
    assert item["summary"].startswith("When.")
    assert item["authors"] == [{"name": "Ann", "url": "https://ann.example/"}]
    assert item["date_published"] == "2026-02-03T10:00:00+00:00"
    assert item["date_modified"] == "2026-02-04T10:00:00+00:00"
    assert item["image"] == "https://x.y/a.png"
    assert item["tags"] == ["sea"]
    assert item["content_html"] == "<p>At noon.</p>"


def test_a_list_of_entries_says_nothing(items: Callable[..., Items]) -> None:
    entries = '<div class="h-entry"><p class="p-name">A</p><p class="p-summary">B</p></div>' * 2
    item = one(items({"a.html": page(entries)}))
    assert item["title"] == "Site"
    assert not item["summary"].startswith("B\n")


def test_a_header_goes_before(items: Callable[..., Items]) -> None:
    text = "---\ntitle: T\ndate: 2026-01-01\n---\n" + MEDIUM.format(subtitle="s", by=BY)
    item = one(items({"a.html": text}))
    assert (item["title"], item["date_published"]) == ("T", "2025-12-31T23:00:00+00:00")


@pytest.mark.parametrize(
    ("inner", "day"),
    [
        ('<time pubdate datetime="2026-02-03">x</time>', "2026-02-02T23"),
        ('<p><time itemprop="datePublished" datetime="2026-02-03">x</time>', "2026-02-02T23"),
        ('<header><time datetime="2026-02-03">x</time></header>', "2026-02-02T23"),
        ('<p>Until <time datetime="2026-02-03">then</time>.</p>', "2026-06-01T12"),
        ('<header><time datetime="2026-02-03">x</time><time datetime="2026">y</time></header>',
            "2026-06-01T12"),
        ('<time pubdate datetime="soon">x</time>', "2026-06-01T12"),
    ],
)  # fmt: skip
def test_times(items: Callable[..., Items], inner: str, day: str) -> None:
    item = one(items({"a.html": page(f"<article><h1>H</h1>{inner}<p>x</p></article>")}))
    assert item["date_published"].startswith(day)


def test_a_base(items: Callable[..., Items]) -> None:
    inner = (
        '<main><h1>H</h1><a href="b.html">b</a><a href="/c">c</a><a href="#d">d</a><img src="e.png"'
        ' alt="" srcset="f.png 2x"><a href="https://g.example/">g</a></main>'
    )
    head = '<base href="https://old.example/news/x.html">'
    content = one(items({"a.html": page(inner, head)}))["content_html"]
    for url in ("news/b.html", "c", "news/e.png", "news/f.png"):
        assert f'"https://old.example/{url}' in content
    assert "https://g.example/" in content
    assert "old.example/news/x.html" not in content


def test_hostile_pages_take_no_time(items: Callable[..., Items]) -> None:
    texts = [
        '<div class="h-entry">' * 100 + '<p class="p-name">x</p>' * 20_000,
        '<div class="h-entry"><p>' + '<a class="p-author h-card" href=x>y</a>' * 20_000,
        '<base href="' + "a/" * 50_000 + '">' + '<a href="../b">c</a>' * 200,
        "<article><header>" + "<time datetime=2026>x</time>" * 30_000,
    ]
    files = {f"n{n}.html": page(f"<p>Text.</p>{text}") for n, text in enumerate(texts)}
    assert len(items(files)) >= 2
