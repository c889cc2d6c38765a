"""Private articles on the editor's pages: marked, counted apart, and no news for subscribers."""

from collections.abc import Callable
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from tests.web.preview.conftest import PUBLISHED


def test_the_desk_shows_them_apart(desk: Any, preview: Callable[[], Desk]) -> None:
    desk.write("site.toml", "[categories.board]\nprivate = true\n")
    desk.write("world/rain.md", PUBLISHED)
    desk.write("board/notes.md", "---\ntitle: Notes\ndate: 2027-01-01\n---\nX.\n")
    client = create_preview(preview()).test_client()
    front = LexborHTMLParser(client.get("/desk").text)
    tiles = [" ".join(tile.text().split()) for tile in front.css(".tiles li")]
    assert tiles[:4] == ["1 Published", "0 Drafts", "1 Private", "0 Embargoed"]
    listed = client.get("/desk/articles?standing=private").text
    assert "Notes" in listed
    assert "Rain" not in listed
    assert "only those whom you give a key" in client.get("/desk/entries/notes").text
    assert "[Private] Notes" in client.get("/articles/notes").text
    assert "[Private] Notes" in client.get("/category/board.atom").text


def test_a_save_of_one_is_said_to_change_nothing(desk: Any, preview: Callable[[], Desk]) -> None:
    desk.write("site.toml", "[categories.board]\nprivate = true\n")
    desk.write("board/notes.md", "---\ntitle: Notes\ndate: 2026-05-01\n---\nX.\n")
    shown = preview()
    desk.write("board/notes.md", "---\ntitle: Notes\ndate: 2026-05-01\n---\nMore.\n")
    shown.take(shown.newsroom.index.update(["board/notes.md"]))
    (event,) = shown.events()
    assert event.said == ("Nothing changes for readers: “Notes” is in a private category.",)
