"""The hub: takes requests to subscribe to feeds (W3C WebSub 5.1). The pusher does the rest."""

import logging

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import FeedsvcError, NoSuchFeed
from feedsvc.newsroom import Newsroom
from feedsvc.push import HubRefused, allowed, document_at, read_request, take_request
from feedsvc.settings import HUB_PATH
from feedsvc.web.client_address import LONGEST, client_address
from feedsvc.web.errors import RETRY_SECONDS
from feedsvc.web.redirects import Redirects
from feedsvc.web.responses import NO_STORE

LARGEST_FORM = 32 * 1024  # bytes; all that a subscriber may say, percent-encoded, has half of it
PATIENCE = 1.0  # seconds that a request waits for somebody who writes the store
ABOUT = """\
This is a WebSub hub (https://www.w3.org/TR/websub/). It sends feeds of {site} to
subscribers as soon as they change. To subscribe, POST a form with hub.mode=subscribe,
hub.topic (the address of a feed, such as {site}/feed.atom) and hub.callback
(your own address). The hub then asks your callback whether you meant it.
"""
TAKEN = "Taken. The hub now asks the callback whether it meant this.\n"
_log = logging.getLogger("feedsvc.server")


def add_hub(routes: Blueprint, newsroom: Newsroom, old: Redirects) -> None:
    """Add the hub's address to the blueprint of a newsroom; without a hub nothing is there."""

    @routes.get(HUB_PATH)
    def hub() -> AnyResponse:
        settings = newsroom.settings
        if not settings.websub.own:
            return old.answer(HUB_PATH.removeprefix("/"))
        return _told(200, ABOUT.format(site=settings.site))

    @routes.post(HUB_PATH)
    def subscribe() -> AnyResponse:
        """Take a request, or say what is wrong with it."""
        if not newsroom.settings.websub.own:
            return _told(404, "There is no hub here.\n")
        try:
            _take(newsroom)
        except HubRefused as error:
            return _told(error.status, f"{error}\n", error.wait)
        except RequestEntityTooLarge:
            return _told(413, f"a request may have {LARGEST_FORM:,} bytes\n")
        except FeedsvcError as error:
            _log.error("%s", error)
            return _told(503, "the hub cannot take it now; try again\n", int(RETRY_SECONDS))
        return _told(202, TAKEN)


def _take(newsroom: Newsroom) -> None:
    """Keep what is asked for.

    Raises:
        HubRefused: it is not accepted.
        StoreError: it cannot be kept now.
    """
    request.max_content_length = LARGEST_FORM
    settings = newsroom.settings
    form = {name: request.form.getlist(name) for name in request.form}
    asked = read_request(form, allowed(settings.websub.allow_private))
    document = document_at(asked.topic, settings.site)
    try:
        newsroom.document(*document)
    except NoSuchFeed as error:
        if asked.mode == "subscribe":  # whoever has subscribed to what is no more may leave
            raise HubRefused(f"hub.topic: {error}", 404) from error
    trusted = settings.serve.trusted_proxies
    forwarded = request.headers.get("X-Forwarded-For", "")[-LONGEST:]
    client = client_address(request.remote_addr or "", forwarded, trusted)
    with newsroom.store.keeping(PATIENCE) as connection:
        take_request(connection, asked, document, client, newsroom.now())


def _told(status: int, text: str, wait: int = 0) -> Response:
    response = Response(text, status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = NO_STORE
    response.headers["X-Content-Type-Options"] = "nosniff"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
