"""A newsroom with a private category, the board's, and what it answers."""

from typing import Any

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
BOARD = '[categories.board]\ntitle = "Board"\ndescription = "What the board says"\n'
PRIVATE = f"{SITE}{BOARD}private = true\n"
PUBLIC = f"{SITE}{BOARD}"
RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ntags: [wet]\n---\nWet it is.\n"
SECRET = (
    "---\ntitle: Zebra\ndate: 2026-05-02\ntags: [wet, zebras]\nauthor: Zebra desk\n"
    "image: zebra.png\naliases: [/old/zebra]\n---\nZebra.\n"
)


def ask(newsroom: Newsroom, path: str) -> tuple[int, str]:
    answer = create_app(newsroom).test_client().get(path, buffered=True)
    return answer.status_code, answer.get_data(as_text=True)


def fill(desk: Any, toml: str) -> None:
    desk.write("site.toml", toml)
    desk.write("world/rain.md", RAIN)
    desk.write("board/zebra.md", SECRET)
    desk.write("board/zebra.png", b"zebra")


def headlines(newsroom: Newsroom, name: str = "feed") -> list[str]:
    return [view.headline for view in newsroom.feeds.entries(name, 50)]
