"""The web service: the only part that knows Flask."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.newsroom import Newsroom
from feedsvc.web.answers import NO_STORE
from feedsvc.web.front import Application, Front
from feedsvc.web.metrics import Counts, Tally
from feedsvc.web.presenting import Presenter
from feedsvc.web.refusals import add_error_pages
from feedsvc.web.routes import counted_routes, make_routes

__all__ = ["app_from_environment", "create_app", "front_from_environment", "make_routes"]

GLANCE = 0.005  # seconds until a worker sees what another process published
# Names of this machine, so that no web page can reach a preview under a name of its own.
_LOCAL_NAMES = ["127.0.0.1", "localhost"]


def create_app(newsroom: Newsroom, *, private: bool = False) -> Flask:
    """The service of one newsroom, for any WSGI server.

    Args:
        newsroom: what is served.
        private: for an editor on this machine alone: other sites' scripts cannot read it, and
            browsers ask again each time.
    """
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.url_map.merge_slashes = False  # its redirects would repeat a forged Host
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    counts = Counts()
    tally = Tally(counts)
    app.register_blueprint(counted_routes(newsroom, counts, tally))
    add_error_pages(app, Presenter(newsroom))
    if private:
        app.config["TRUSTED_HOSTS"] = _LOCAL_NAMES
        app.before_request(lambda: _to_its_own_name(newsroom.settings.site))
        app.after_request(_keep_private)
    else:
        app.wsgi_app = Front(newsroom, app.wsgi_app, tally)  # type: ignore[method-assign]
    return app


def _to_its_own_name(site: str) -> AnyResponse | None:
    """A browser at another name of this machine would refuse the style sheet as another site's."""
    navigates = request.headers.get("Sec-Fetch-Dest") == "document"
    if navigates and request.host != urlsplit(site).netloc:
        return redirect(site + quote(request.path), 302)
    return None


def _keep_private(response: Response) -> Response:
    response.headers.pop("Access-Control-Allow-Origin", None)
    if response.headers.get("Cache-Control") != NO_STORE:
        response.headers["Cache-Control"] = "no-cache"
    return response


def app_from_environment(environ: Mapping[str, str] = os.environ) -> Flask:
    """The service of the newsroom that FEEDSVC_ARTICLES names (default: articles).

    Takes the folder in first where that was never done.

    Raises:
        FeedsvcError: the settings, the store or the folder are not as they should be.
    """
    folder = Path(environ.get("FEEDSVC_ARTICLES", "articles"))
    newsroom = Newsroom.open(folder, environ, glance=GLANCE)
    if not newsroom.indexed:
        with newsroom.lease("writing").held():
            if not newsroom.indexed:  # by another worker, meanwhile
                newsroom.scan()
    newsroom.close()  # a server may fork after loading; each process makes its own connections
    return create_app(newsroom)


def front_from_environment() -> Application:
    """The same for a server that calls it very often: without the way through Flask's own call."""
    return app_from_environment().wsgi_app
