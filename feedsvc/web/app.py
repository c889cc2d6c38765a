"""The web service of a newsroom, as an application for any WSGI server."""

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TypeAlias

from flask import Flask

from feedsvc.audience import HandOver, Keeper, Salts, Spool
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.settings import LimitSettings, usual_folder
from feedsvc.store import GLANCE_SECONDS
from feedsvc.store.opening import audience_file
from feedsvc.web.errors import add_error_pages
from feedsvc.web.fast_path import Application, FastPath
from feedsvc.web.log_filter import Masked
from feedsvc.web.metrics import Counts, Tally
from feedsvc.web.polls import Polls
from feedsvc.web.routes import counted_routes
from feedsvc.web.theme import served_theme

LastLooked: TypeAlias = Callable[[], float | None]
PATIENCE = 1.0  # seconds that an answer waits for a process that keeps the store to itself


def create_app(
    newsroom: Newsroom,
    last_look: LastLooked = lambda: None,
    audience: HandOver | None = None,
    salts: Salts | None = None,
) -> Flask:
    """The service of one newsroom, for any WSGI server.

    Args:
        newsroom: what is served.
        last_look: as for `app_from_environment`.
        audience, salts: take the counts of polls, and tell pollers apart; None: no poll is counted.
    """
    newsroom.last_look = last_look
    newsroom.following = True
    counts = Counts()
    polls = Polls(newsroom, audience, salts)
    tally = Tally(counts, polls.settle_many)
    pages = Pages(lambda: newsroom.feeds, served_theme(newsroom), pixels=newsroom.folder.pixels)
    app = plain_app(newsroom, pages, counts, tally, polls)
    app.wsgi_app = FastPath(newsroom, app.wsgi_app, tally, polls)  # type: ignore[method-assign]
    return app


def plain_app(
    newsroom: Newsroom, pages: Pages, counts: Counts, tally: Tally, polls: Polls
) -> Flask:
    """The service without the fast path in front of it, as the preview uses it."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    if not any(isinstance(one, Masked) for one in app.logger.filters):
        app.logger.addFilter(Masked())  # Flask logs the path of a request that fails
    app.url_map.merge_slashes = False  # its redirects would repeat a forged Host
    app.register_blueprint(counted_routes(newsroom, pages, counts, tally, polls))
    add_error_pages(app, pages)
    return app


def app_for_files(newsroom: Newsroom, pages: Pages) -> Application:
    """The service as a WSGI function for a program of this process that keeps answers as files.

    Args:
        newsroom: what is served.
        pages: of the newsroom.
    """
    counts, polls = Counts(), Polls(newsroom)
    return plain_app(newsroom, pages, counts, Tally(counts), polls).wsgi_app


def app_from_environment(
    environ: Mapping[str, str] = os.environ,
    last_look: LastLooked = lambda: None,
    began: LimitSettings | None = None,
    spool: Spool | None = None,
) -> Flask:
    """The service of the newsroom that FEEDSVC_ARTICLES names, or of settings.usual_folder.

    Indexes the folder first where that was never done.

    Args:
        environ: the environment variables.
        last_look: the seconds since the newsroom's indexer last showed that it goes on; None: not
            known here.
        began: the limits with which the server began (settings.restart); None: those of now.
        spool: takes the counts of polls, which another process keeps; None: this one does.

    Raises:
        FeedsvcError: the settings, the store or the folder are not as they should be.
    """
    folder = usual_folder(environ)
    with closing(Newsroom.open(folder, environ, as_in_force=True)) as newsroom:
        if not newsroom.indexed:
            with newsroom.lock("writing").held():
                if not newsroom.indexed:  # another worker may have done it meanwhile
                    newsroom.scan()
    newsroom = Newsroom.open(
        folder, environ, glance=GLANCE_SECONDS, patience=PATIENCE, as_in_force=True
    )
    if began is not None and newsroom.site is not None:
        newsroom.began = began
        newsroom.adopt(newsroom.site)
    newsroom.close()  # a server may fork after loading; each process makes its own connections
    if spool is not None:
        return create_app(newsroom, last_look, spool, spool.salts)
    return create_app(newsroom, last_look, Keeper(audience_file(folder, environ)))


def front_from_environment(
    last_look: LastLooked = lambda: None,
    began: LimitSettings | None = None,
    spool: Spool | None = None,
) -> Application:
    """The same service as a WSGI function, which spares each request a call of Flask's own."""
    return app_from_environment(last_look=last_look, began=began, spool=spool).wsgi_app
