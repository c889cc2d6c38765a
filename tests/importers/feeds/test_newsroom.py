"""A newsroom that moves in from feeds, its own among them."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from werkzeug.serving import make_server

from feedsvc.web import create_app
from tests.importers.newsroom import MovedIn

COUNT = 35


class Served:
    """A newsroom with an archive, on a server of this machine."""

    def __init__(self, desk: Any) -> None:
        self._app: Any = None
        self._server = make_server("127.0.0.1", 0, lambda *given: self._app(*given))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        desk.settings(base_url=self.url, id_base="old.example,2020")
        with (desk.folder / "site.toml").open("a") as site:
            site.write("[feeds]\nentries = 10\n")
        for number in range(1, COUNT + 1):
            desk.write(f"World/a{number}.md", self.article(number))
        self._app = create_app(desk.open())
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def article(self, number: int) -> str:
        more = {
            1: "id: no uri",
            2: "image: https://pics.example/a.jpg\nimage_alt: A boat",
            3: "standfirst: Its standfirst",
            4: "authors: [Jane Doe, 'Bob <bob@old.example>']",
            5: "lang: he",
        }.get(number, "tags: [sea, 'C & A']")
        return (
            f"---\ntitle: Number {number} <b> & {{{{ x }}}}\ndate: 2020-03-{1 + number % 28:02}\n"
            f"updated: 2020-05-01 12:00\n{more}\n---\nText of **{number}**, `{{{{ code }}}}`.\n\n"
            f'## A part\n\nAnd [a link](a{number - 1}.md) & `<more>`, [gallery ids="1"].\n'
        )

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    from tests.conftest import Clock, Desk

    made = Served(Desk(tmp_path_factory.mktemp("served") / "articles", Clock()))
    yield made
    made.close()


def shown(url: str) -> dict[str, tuple[Any, ...]]:
    """What a reader sees of all entries of a feed and its archive, by id."""
    found: dict[str, tuple[Any, ...]] = {}
    while url:
        read = feedparser.parse(url)
        assert read.entries, read
        for one in read.entries:
            text = one.content[0].value
            names = [author.get("name") for author in one.get("authors", [])]
            labels = sorted((tag.label or tag.term) for tag in one.get("tags", []))
            media = [media["url"] for media in one.get("media_content", [])]
            times = (one.published_parsed, one.get("updated_parsed"))
            found.setdefault(one.id, (one.title, times, names, labels, media, text, one.summary))
        url = next((link.href for link in read.feed.links if link.rel == "prev-archive"), "")
    return found


@pytest.mark.parametrize("format", ["atom", "rss", "json"])
def test_a_newsroom_that_imports_its_own_archive_is_the_same(
    format: str, served: Served, desk: Any
) -> None:
    moved = MovedIn(desk, "feed", Path())
    moved.source = f"{served.url}/feed.{format}"  # type: ignore[assignment]
    notes = moved.move()
    assert (notes.counts["new"], notes.problems) == (COUNT, [])
    assert [line for line in moved.errors() if "id-not-uri" not in line] == []
    before = moved.files()
    assert moved.move().counts["unchanged"] == COUNT
    assert moved.files() == before
    desk.settings(base_url=served.url, id_base="new.example,2026")
    app = create_app(desk.open())
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        other = shown(f"http://127.0.0.1:{server.server_port}/feed.atom")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    whole = shown(f"{served.url}/feed.atom")
    if format != "atom":  # there an id that is no URI stays as it is, and so is the same again
        assert b"no uri" in b"".join(moved.files().values())
    assert other.keys() == whole.keys()
    for id, one in whole.items():
        assert other[id] == one


def test_old_feeds_and_pages_lead_here(desk: Any, tmp_path: Path) -> None:
    source = tmp_path / "saved.xml"
    source.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self"'
        ' href="https://old.example/blog/atom.xml"/><entry><id>urn:1</id><title>T</title>'
        '<link href="https://old.example/blog/2020/hello.html"/><content>x</content>'
        "<updated>2020-03-01T10:00:00Z</updated></entry></feed>"
    )
    moved = MovedIn(desk, "feed", source)
    notes = moved.move()
    assert notes.feeds == {"/blog/atom.xml": "/feed.atom"}
    assert list(moved.files()) == ["2020/03/hello.html"]
    assert moved.entries().keys() == {"urn:1"}
    assert moved.leads("/blog/2020/hello.html") == "https://news.example/articles/hello"


def test_a_folder_of_saved_documents(desks: Callable[[str], Any], tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.json").write_text(
            f'{{"items": [{{"id": "urn:{number}", "title": "T", "content_text": "x",'
            ' "date_published": "2020-03-01T10:00:00Z"}]}'
        )
    moved = MovedIn(desks("new"), "feed", folder)
    assert moved.move().counts["new"] == 2
