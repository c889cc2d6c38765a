"""However a private category is written, and whatever came before it, nobody sees its articles."""

import shutil
from typing import Any

import pytest

from feedsvc.newsroom import Newsroom

SITE = "[categories.board]\nprivate = true\n[categories.board-notes]\nprivate = true\n"
STORY = "---\ntitle: {}\ndate: 2026-05-01\n{}---\nIts text.\n"
ODD = ["Board.", "#board", "board!", "board\u200b", "\uff42\uff4f\uff41\uff52\uff44", "BOARD"]
ODD_NOTES = ["Board & Notes", "board/notes", "board.notes", "board -- notes"]


@pytest.fixture
def board(desk: Any) -> Any:
    desk.write("site.toml", (desk.folder / "site.toml").read_text() + SITE)
    desk.write("public.md", STORY.format("Public", ""))
    return desk


def shown(newsroom: Newsroom) -> set[str]:
    return {entry.headline for entry in newsroom.feeds.entries("feed", 99)}


@pytest.mark.parametrize("written", ["key", "folder"])
@pytest.mark.parametrize("draft", ["", "draft: true\n"])
@pytest.mark.parametrize("odd", [*ODD, *ODD_NOTES])
def test_a_name_that_would_have_its_address_is_the_private_category(
    board: Any, odd: str, draft: str, written: str
) -> None:
    slug = "board-notes" if odd in ODD_NOTES else "board"
    board.write("a.md", STORY.format("Odd", f'category: "{odd}"\n{draft}'))
    if written == "folder":
        board.write(f"{slug}/secret.md", STORY.format("Secret", ""))
    else:
        board.write("secret.md", STORY.format("Secret", f"category: {slug}\n"))
    newsroom = board.open()
    assert shown(newsroom) == {"Public"}
    key = newsroom.keys.add("Board", categories=[slug])
    session = newsroom.private.visit(key.token)
    seen = {entry.headline for entry in newsroom.private.entries(session)}
    assert seen == ({"Secret"} if draft else {"Odd", "Secret"})
    newsroom.close()
    shutil.rmtree(board.folder / ".feedsvc")
    assert shown(board.open()) == {"Public"}


def test_a_name_that_had_its_address_before_it_was_private_is_that_category(board: Any) -> None:
    site = (board.folder / "site.toml").read_text()
    board.write("site.toml", site.replace("private = true", ""))
    board.write("a.md", STORY.format("Odd", "category: Board.\n"))
    board.write("b.md", STORY.format("Secret", "category: board\n"))
    newsroom = board.open()
    assert shown(newsroom) == {"Public", "Odd", "Secret"}
    newsroom.close()
    board.write("site.toml", site)
    newsroom = board.open()
    assert shown(newsroom) == {"Public"}
    key = newsroom.keys.add("Board", categories=["board"])
    session = newsroom.private.visit(key.token)
    assert {one.headline for one in newsroom.private.entries(session)} == {"Odd", "Secret"}
