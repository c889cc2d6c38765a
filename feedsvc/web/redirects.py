"""Redirects old addresses to where what stood there is now."""

from urllib.parse import quote, urlsplit

from flask import redirect, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from feedsvc.model.feed import GUESSED
from feedsvc.newsroom import Newsroom
from feedsvc.render import page_url, site_url
from feedsvc.settings import Settings
from feedsvc.store.addresses import alias_path
from feedsvc.web.responses import PAGE_CACHING


class Redirects:
    """Redirects the addresses in `[redirects]` and the aliases of articles.

    Args:
        newsroom: whose addresses they were.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._settings: Settings | None = None
        self._follow()

    def _follow(self) -> str:
        """Take the redirects of the settings of now; returns the site's address."""
        settings = self._newsroom.settings
        if settings is not self._settings:
            self._redirects = {
                alias_path(old): target for old, target in settings.redirects.items()
            }
            icon = settings.favicon or settings.icon or "/static/icon.svg"
            self._guessed = GUESSED | {"favicon.ico": icon}
            self._settings = settings
        return settings.site

    def answer(self, path: str, reason: str = "Nothing is published at this address.") -> Response:
        """A redirect, for a path below the site at which nothing stands now.

        Args:
            path: decoded, without a slash at its front.
            reason: told where it leads nowhere.

        Raises:
            NotFound: nothing ever stood there.
        """
        target = self.target(path)
        if target is None:
            raise NotFound(reason)
        return moved(target)

    def stated(self, path: str) -> str | None:
        """Where `[redirects]` or the alias of an article leads such a path; None: nowhere."""
        site = self._follow()
        if target := self._redirects.get(path.strip("/")):
            here = not urlsplit(target).netloc
            return site_url(f"/{target.lstrip('/')}", site) if here else target
        if found := self._newsroom.articles.alias(path):
            return page_url(site, found.slug)
        return None

    def target(self, path: str) -> str | None:
        """Where such a path leads to; None: nothing ever stood there."""
        if stated := self.stated(path):
            return stated
        site = self._newsroom.settings.site
        if meant := self._guessed.get(path.strip("/")) or _without_slash(path):
            query = request.query_string.decode("latin-1")
            return site_url(meant, site) + (f"?{query}" if query else "")
        return None


def _without_slash(path: str) -> str:
    """The path without the slash at its end, where a page or a feed has that address; else empty.

    The names of articles and media may hold slashes, so they are looked up as they are.
    """
    if not path.endswith("/") or request_ctx.url_adapter is None:
        return ""
    try:
        endpoint, _ = request_ctx.url_adapter.match(request.path.removesuffix("/"), "GET")
    except HTTPException:
        return ""
    if endpoint.rpartition(".")[2] in ("article", "elsewhere", "media", "text_file"):
        return ""
    return f"/{quote(path.removesuffix('/'))}"


def moved(target: str) -> Response:
    """A permanent redirect (301) that may be cached as long as a page."""
    response = redirect(target, 301)
    response.headers["Cache-Control"] = PAGE_CACHING
    return response
