"""Routes that tell a supervisor or a load balancer whether the service runs and is ready."""

import logging

from flask import Blueprint, Response

from feedsvc.errors import FeedsvcError, StoreAway
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Themes
from feedsvc.web.responses import NO_STORE
from feedsvc.web.theme import degraded

_log = logging.getLogger("feedsvc")


def add_health(routes: Blueprint, newsroom: Newsroom, themes: Themes) -> None:
    """Add /healthz and /readyz to the blueprint of a newsroom."""

    @routes.get("/healthz")
    def healthz() -> Response:
        return _status(200, "ok")

    @routes.get("/readyz")
    def readyz() -> Response:
        try:
            ready = newsroom.indexed
            damaged = newsroom.damaged()
            refused = newsroom.in_force.refused()
            faulty = degraded(newsroom, themes)
        except StoreAway:
            return _status(503, "the database is away; polls are answered from memory")
        except FeedsvcError as error:
            _log.error("%s", error)
            return _status(503, "the store cannot be read")
        if damaged:
            return _status(503, "the store is damaged")
        if not ready:
            return _status(503, "not indexed: run feedsvc index")
        silent = newsroom.last_look()
        if silent is not None and silent > newsroom.settings.limits.indexer_seconds:
            told = f"no sign of life of the indexer for {silent:.0f} s; polls are answered"
            return _status(200, f"ready, but degraded: {told}")
        if refused:
            told = "the settings before it stay in force"
            return _status(200, f"ready, but degraded: {refused}; {told}")
        if faulty:
            return _status(200, f"ready, but degraded: {faulty}")
        return _status(200, "ready")


def _status(code: int, text: str) -> Response:
    response = Response(f"{text}\n", code, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = NO_STORE
    return response
