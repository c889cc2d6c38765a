"""A newsroom of two articles, and the addresses of its feeds."""

from typing import Any

TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
NAMES = ["feed", "category/world", "tag/caf%C3%A9", "author/protocol-desk"]
URLS = [f"/{name}.{format}" for name in NAMES for format in TYPES]

ARTICLE = """---
title: Rain over the river
standfirst: It will stay
date: 2026-05-01
category: World
tags: [Café]
author: Protocol Desk
---
The first paragraph is here.

## A subheading

The second paragraph is there.
"""
OTHER = "---\ntitle: Snow\ndate: 2026-05-02\ncategory: Sport\n---\nCold it is.\n"


def newsroom_of(desk: Any) -> Any:
    desk.write("rain.md", ARTICLE)
    desk.write("snow.md", OTHER)
    return desk.open()
