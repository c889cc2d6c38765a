"""Makes the preview's application: the public pages with an editor's layer over them."""

from flask import Flask

from feedsvc.editor.desk import Desk
from feedsvc.pages import Pages
from feedsvc.web.app import plain_app
from feedsvc.web.metrics import Counts, Tally
from feedsvc.web.preview.pages import add_desk


def create_preview(desk: Desk) -> Flask:
    """The service that `feedsvc preview` runs.

    Args:
        desk: of a newsroom whose base_url is the address of the preview.
    """
    newsroom = desk.newsroom
    counts = Counts()
    pages = Pages(newsroom)
    app = plain_app(newsroom, pages, counts, Tally(counts))
    add_desk(app, desk, pages)
    return app
