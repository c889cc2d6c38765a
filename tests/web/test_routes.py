"""All addresses of a newsroom, as a part of another application."""

from typing import Any

from flask import Flask

from feedsvc.web import create_app
from feedsvc.web.routes import make_routes

ARTICLE = "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet it is.\n"


def test_an_application_can_take_the_newsroom_in(desk: Any) -> None:
    desk.write("site.toml", 'base_url = "https://x.example/news"\nid_base = "x.example,2026"\n')
    desk.write("rain.md", ARTICLE)
    newsroom = desk.open()
    host = Flask("host", static_folder=None, template_folder=None)
    host.register_blueprint(make_routes(newsroom), url_prefix="/news")
    client, alone = host.test_client(), create_app(newsroom).test_client()
    for url in ("/feed.atom", "/feed.json", "/articles/rain", "/"):
        there, here = client.get(f"/news{url}"), alone.get(url)
        assert there.status_code == 200
        # The host's templates may keep other white space.
        assert "".join(there.text.split()) == "".join(here.text.split())
    assert client.get("/news/tag/nothing.atom").headers["Cache-Control"] == "no-store"
    with client.get("/news/static/style.css") as answer:
        assert answer.status_code == 200
