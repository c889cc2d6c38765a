"""The route of the pages' style."""

from flask import Blueprint, Response, request

from feedsvc.newsroom import Newsroom
from feedsvc.pages import stylesheet
from feedsvc.web.responses import PAGE_CACHING, answer_page

FOR_EVER = "public, max-age=31536000, immutable"  # RFC 8246


def add_stylesheet(routes: Blueprint, newsroom: Newsroom) -> None:
    """Add the style to the blueprint of a newsroom."""

    @routes.get("/static/style-<mark>.css")
    def style(mark: str) -> Response:
        """The style; a page that somebody kept may name an earlier one, and gets this one."""
        found = stylesheet(newsroom.settings.theme.accent)
        response = answer_page(found.document, request, newsroom.now())
        response.headers["Cache-Control"] = FOR_EVER if mark == found.mark else PAGE_CACHING
        return response
