"""Redirects old addresses to where what stood there is now."""

from urllib.parse import urlsplit

from flask import redirect
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from feedsvc.newsroom import Newsroom
from feedsvc.render import page_url, site_url
from feedsvc.store.addresses import alias_path
from feedsvc.web.responses import PAGE_CACHING


class Redirects:
    """Redirects the addresses in `[redirects]` and the aliases of articles.

    Args:
        newsroom: whose addresses they were.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._site = newsroom.settings.site
        self._redirects = {
            alias_path(old): target for old, target in newsroom.settings.redirects.items()
        }

    def answer(self, path: str, reason: str = "Nothing is published at this address.") -> Response:
        """A redirect, for a path below the site at which nothing stands now.

        Args:
            path: decoded, without a slash at its front.
            reason: told where it leads nowhere.

        Raises:
            NotFound: nothing ever stood there.
        """
        if target := self._redirects.get(path.strip("/")):
            here = not urlsplit(target).netloc
            return moved(site_url(f"/{target.lstrip('/')}", self._site) if here else target)
        if found := self._newsroom.articles.alias(path):
            return moved(page_url(self._site, found.slug))
        raise NotFound(reason)


def moved(target: str) -> Response:
    """A permanent redirect (301) that may be cached as long as a page."""
    response = redirect(target, 301)
    response.headers["Cache-Control"] = PAGE_CACHING
    return response
