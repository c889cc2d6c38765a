"""A newsroom whose pages say all that they can say, and what its pages hold."""

import json
from typing import Any

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.web import create_app

SITE = "https://news.example"
ARTICLE = """---
title: Rain over the river
standfirst: It will stay
date: 2026-05-01T10:00:00+02:00
updated: 2026-05-03T12:00:00Z
category: World
tags: [Café, weather]
author: [Protocol Desk, "Rain Desk <rain@news.example>"]
image: rain.png
enclosure: rain.mp3
correction:
  - time: 2026-05-03 12:00
    text: An earlier version said snow.
  - text: It also said hail.
---
It rained.

## Where

On the river.
"""


def client_of(desk: Any) -> FlaskClient:
    desk.write("rain.md", ARTICLE)
    desk.write("rain.png", b"\x89PNG\r\n\x1a\n")
    desk.write("rain.mp3", b"sound")
    desk.write("snow.txt", "Snow on the hills\n\nWhite all over\n\nCold it is up there.\n")
    desk.write("hid.md", "---\ntitle: Hid\ntags: [hidden]\ndraft: true\n---\nLater.\n")
    return create_app(desk.open()).test_client()


def page_of(client: FlaskClient, url: str) -> LexborHTMLParser:
    answer = client.get(url)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def data_of(client: FlaskClient, url: str) -> dict[str, Any]:
    scripts = page_of(client, url).css("script")
    assert [one.attributes["type"] for one in scripts] == ["application/ld+json"]
    found: dict[str, Any] = json.loads(scripts[0].text())
    return found
