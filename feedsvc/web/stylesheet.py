"""The routes of the pages' style, and of the pictures that a theme's own style names."""

from flask import Blueprint, Response, abort, request

from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.web.responses import PAGE_CACHING, answer_page

FOR_EVER = "public, max-age=31536000, immutable"  # RFC 8246
_PICTURE_POLICY = "default-src 'none'; sandbox"


def add_stylesheet(routes: Blueprint, newsroom: Newsroom, pages: Pages) -> None:
    """Add the style, and the theme's pictures, to the blueprint of a newsroom."""

    @routes.get("/static/style-<mark>.css")
    def style(mark: str) -> Response:
        """The style; a page that somebody kept may name an earlier one, and gets this one."""
        found, plain = pages.style(), pages.style(own=False)
        if mark == plain.mark:  # that of the preview's desk
            found = plain
        response = answer_page(found.document, request, newsroom.now())
        response.headers["Cache-Control"] = FOR_EVER if mark == found.mark else PAGE_CACHING
        return response

    @routes.get("/static/theme/<path:name>")
    def picture(name: str) -> Response:
        """A picture of the theme, from memory."""
        found = pages.picture(name)
        if found is None:
            abort(404, "The theme has no picture of this name.")
        response = answer_page(found, request, newsroom.now())
        if "Content-Type" in response.headers:
            response.headers["Content-Type"] = found.media_type
        response.headers["Cache-Control"] = PAGE_CACHING
        response.headers["Content-Security-Policy"] = _PICTURE_POLICY
        return response
