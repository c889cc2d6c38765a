"""A newsroom that moves in from Ghost."""

import json
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import ImportRefused
from tests.importers.newsroom import MovedIn

ID = "5ddc9063c35e7700383b27e0"


def post(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{ID[:-2]}{number:02}",
        "uuid": f"00000000-0000-4000-8000-0000000000{number:02}",
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "html": "<p>Text.</p>",
        "type": "post",
        "status": "published",
        "visibility": "public",
        "created_at": "2020-02-01T10:00:00.000Z",
        "updated_at": "2020-04-01T10:00:00.000Z",
        "published_at": "2020-03-01T10:00:00.000Z",
    } | more


@pytest.fixture
def moved(desk: Any, tmp_path: Path) -> MovedIn:
    return MovedIn(desk, "ghost", tmp_path / "export.json")


def save(moved: MovedIn, *posts: dict[str, Any], **tables: list[dict[str, Any]]) -> None:
    data = {"posts": list(posts), **tables}
    whole = {"db": [{"meta": {"version": "5.80.0"}, "data": data}]}
    moved.source.write_text(json.dumps(whole, indent=1), encoding="utf-8")


def test_everything_is_there_again(moved: MovedIn, tmp_path: Path) -> None:
    words = {"type": "text", "text": "Of Lexical {{x}}"}
    lexical = {"root": {"children": [{"type": "paragraph", "children": [words]}]}}
    sections = [[1, "p", [[0, [], 0, "Of Mobiledoc"]]]]
    mobiledoc = {"markups": [], "atoms": [], "cards": [], "sections": sections}
    one, two = post(1)["id"], post(2)["id"]
    save(
        moved,
        post(
            1,
            title="A < B & C",
            custom_excerpt="In short.",
            feature_image="__GHOST_URL__/content/images/size/w600/2020/03/boat.jpg",
            html='<p><a href="__GHOST_URL__/post-2/">two</a>'
            '<img src="__GHOST_URL__/content/images/2020/03/boat.jpg" alt=""></p>',
        ),
        post(2, html=None, lexical=json.dumps(lexical)),
        post(3, html=None, mobiledoc=json.dumps(mobiledoc)),
        post(4, status="draft", published_at=None),
        post(5, visibility="paid"),
        post(6, status="sent"),
        post(7, status="scheduled", published_at="2030-03-01 10:00:00"),
        post(8, type="page"),
        users=[{"id": "1", "name": "Jane"}, {"id": "2", "name": "Bob"}],
        tags=[
            {"id": "1", "name": "News & Views", "slug": "news"},
            {"id": "2", "name": "Sea", "slug": "sea"},
            {"id": "3", "name": "#internal", "slug": "hash-internal"},
        ],
        posts_authors=[
            {"post_id": one, "author_id": "2", "sort_order": 1},
            {"post_id": one, "author_id": "1", "sort_order": 0},
            {"post_id": two, "author_id": "2", "sort_order": 0},
        ],
        posts_tags=[
            {"post_id": one, "tag_id": "2", "sort_order": 1},
            {"post_id": one, "tag_id": "1", "sort_order": 0},
            {"post_id": one, "tag_id": "3", "sort_order": 2},
        ],
        posts_meta=[{"post_id": one, "feature_image_alt": "A boat"}],
    )
    images = tmp_path / "images" / "2020" / "03"
    images.mkdir(parents=True)
    (images / "boat.jpg").write_bytes(b"boat")
    notes = moved.move(uploads=tmp_path / "images")
    assert (notes.counts["new"], notes.counts["drafts"], notes.counts["media"]) == (7, 3, 1)
    assert notes.left_out == {"pages": 1}
    assert [(one.severity, one.code) for one in notes.problems] == [("info", "visibility")] * 2
    assert notes.feeds == {
        "/rss/": "/feed.rss",
        "/tag/news/rss/": "/category/news-views.rss",
        "/tag/sea/rss/": "/tag/sea.rss",
    }
    assert [line for line in moved.errors() if "id-not-uri" not in line] == []
    entries = moved.entries()
    assert len(entries) == 3
    boat = next(entry for entry in entries.values() if entry.title == "A < B & C")
    assert boat.published == "2020-03-01T10:00:00+00:00"
    assert boat.updated == "2020-04-01T10:00:00+00:00"
    assert [author.name for author in boat.authors] == ["Jane", "Bob"]
    assert [tag.label for tag in boat.tags] == ["News & Views", "Sea"]
    assert boat.media_content[0]["url"].endswith("/media/uploads/2020/03/boat.jpg")
    assert 'href="https://news.example/post-2/"' in boat.content[0].value
    texts = "".join(entry.content[0].value for entry in entries.values())
    assert "Of Lexical {{x}}" in texts
    assert "Of Mobiledoc" in texts
    assert moved.leads("/post-1/") == "https://news.example/articles/post-1"
    guid = f'<guid isPermaLink="false">{one}</guid>'.encode()
    assert guid in moved.client.get("/feed.rss").data
    before = moved.files()
    assert moved.move(uploads=tmp_path / "images").counts["unchanged"] == 7
    assert moved.files() == before


def test_version_0(moved: MovedIn) -> None:
    old = {
        "id": 3,
        "uuid": "abc",
        "title": "Old",
        "slug": "old",
        "markdown": "**Old** text",
        "image": "/content/images/a.jpg",
        "page": 0,
        "status": "published",
        "author_id": 1,
        "published_at": 1583056800000,
    }
    data = {"posts": [old, old | {"id": 4, "page": 1}], "users": [{"id": 1, "name": "Jane"}]}
    moved.source.write_text(json.dumps({"meta": {}, "data": data}))
    notes = moved.move()
    assert notes.counts["new"] == 1
    assert [one.code for one in notes.problems] == ["media-missing"]
    ((path, text),) = moved.files().items()
    assert path == "2020/03/old.html"
    assert b"<strong>Old</strong> text" in text
    assert b"\nid: abc\n" in text
    assert b"date: 2020-03-01T10:00:00Z" in text


def test_times_are_in_utc(moved: MovedIn) -> None:
    save(moved, post(1, published_at="2020-03-01 10:00:00"))
    moved.move()
    assert b"date: 2020-03-01T10:00:00Z" in moved.files()["2020/03/post-1.html"]


def test_what_is_left_out_is_told_with_its_line(moved: MovedIn) -> None:
    lexical = json.dumps({"root": {"children": [{"type": "hologram"}]}})
    save(moved, post(1), post(2, html="", lexical=lexical))
    (problem,) = moved.move().problems
    assert (problem.code, problem.severity) == ("card", "warning")
    assert moved.source.read_text().splitlines()[problem.line].strip() == f'"id": "{ID[:-2]}02",'


@pytest.mark.parametrize("text", ["[]", "{}", '{"db": [{"data": {"posts": 3}}]}'])
def test_what_is_no_export_is_refused(text: str, moved: MovedIn) -> None:
    moved.source.write_text(text)
    with pytest.raises(ImportRefused, match="is no export of Ghost"):
        moved.move()
