"""Makes the preview's application: the public pages with an editor's layer over them."""

from flask import Blueprint, Flask

from feedsvc.editor.desk import Desk
from feedsvc.pages import Pages
from feedsvc.web.app import plain_app
from feedsvc.web.metrics import Counts, Tally
from feedsvc.web.preview.pages import add_desk
from feedsvc.web.preview.security import add_guard


def create_preview(desk: Desk) -> Flask:
    """The service that `feedsvc preview` runs.

    Args:
        desk: of a newsroom whose base_url is the address of the preview.
    """
    newsroom = desk.newsroom
    counts = Counts()
    pages = Pages(newsroom)
    app = plain_app(newsroom, pages, counts, Tally(counts))
    routes = Blueprint("desk", __name__)
    layer = add_desk(routes, desk, pages)
    app.register_blueprint(routes)
    add_guard(app, newsroom.settings.site, layer.bar, layer.badge)
    return app
