"""A newsroom with drafts and private categories, and whoever asks for them."""

import json
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

SITE = "https://news.example"
TOML = """
base_url = "https://news.example"
id_base = "news.example,2026"
title = "Paper"
icon = "logo.png"
[categories.board]
title = "Board notes"
private = true
[categories.hidden]
private = true
"""
FILES = {
    "site.toml": TOML,
    "world/pub.md": "---\ntitle: Pub\ndate: 2026-05-01\nimage: pub.png\n---\nOut it is.\n",
    "world/draft.md": "---\ntitle: Plan\ndate: 2026-05-02\ndraft: true\ntags: [hush]\n---\n"
    "See [next](coming/), [notes](notes), [pub](pub), [root](/articles/coming) and"
    " [elsewhere](https://other.example/), [World](/category/world).\n\n"
    "## Where\n\nThere. ![A map](map.png)\n",
    "world/coming.md": "---\ntitle: Coming\ndate: 2026-07-01\n---\nSoon it is.\n",
    "world/gone.md": "---\ntitle: Gone\ndate: 2026-05-01\nstatus: withdrawn\n---\nNo.\n",
    "world/over.md": "---\ntitle: Over\ndate: 2026-05-01\ndraft: true\nexpires: 2026-05-20\n---\n"
    "No.\n",
    "board/notes.md": "---\ntitle: Notes\ndate: 2026-05-03\nauthor: Board desk\n---\n"
    "![A plan](plan.png)\n",
    "board/sketch.md": "---\ntitle: Sketch\ndate: 2026-05-04\ndraft: true\n---\nIt may be.\n",
    "board/later.md": "---\ntitle: Later\ndate: 2026-07-02\n---\nIt will be.\n",
    "hidden/other.md": "---\ntitle: Other\ndate: 2026-05-05\n---\nNot for them.\n",
    "logo.png": b"logo",
    "world/pub.png": b"pub",
    "world/map.png": b"map",
    "board/plan.png": b"plan",
    "board/unnamed.png": b"unnamed",
}


class Reader(FlaskClient):
    """Takes answers whole, so that no file stays open."""

    def open(self, *values: Any, **more: Any) -> TestResponse:
        return super().open(*values, **{"buffered": True} | more)


def reader_of(app: Flask) -> FlaskClient:
    app.test_client_class = Reader
    return app.test_client()


def is_private(answer: TestResponse) -> None:
    """Nobody may keep an answer, index it, or learn its address from it."""
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Last-Modified" not in answer.headers


def titles(answer: TestResponse) -> set[str]:
    assert answer.status_code == 200
    return {item["title"] for item in json.loads(answer.data)["items"]}
