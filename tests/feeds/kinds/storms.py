"""A newsroom of three articles, two of them about storms, and searches for them."""

from typing import Any

import feedparser

from feedsvc.newsroom import Newsroom

SITE = """
title = "The Paper"
base_url = "https://news.example"
id_base = "news.example,2026"
[feeds]
entries = 3
[searches.storms]
title = "Storms"
description = "Wind and high water"
query = 'storm OR gale'
[searches.nothing]
query = "zzz"
"""


def story(title: str, day: int, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2026-05-{day:02}\n{more}---\nText of the {title}.\n"


def storms(desk: Any) -> Newsroom:
    """The newsroom, taken in."""
    desk.write("site.toml", SITE)
    for day, title in enumerate(("Storm one", "Gale two", "Sun three"), 1):
        desk.write(f"{day}.md", story(title, day))
    return desk.open()


def titles(body: bytes) -> list[str]:
    return [entry.title for entry in feedparser.parse(body).entries]
