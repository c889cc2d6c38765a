"""The text of an article's file with each problem at its line, and the entry beside it."""

from collections.abc import Callable

from flask import Blueprint, abort

from feedsvc.editor.desk import Desk
from feedsvc.errors import RenderError
from feedsvc.pages import fit
from feedsvc.web.preview import entry_views

MOST_LINES = 5000

Page = Callable[..., str]


def add_source(routes: Blueprint, desk: Desk, page: Page) -> None:
    """Add the pages of files.

    Args:
        routes: gets the address.
        desk: of the newsroom.
        page: renders a page of the desk.
    """

    @routes.get("/desk/files/<path:path>")
    def source(path: str) -> str:
        problems = [one for one in desk.problems() if one.path == path]
        card = desk.card_at(path)
        if card is None and not problems:
            abort(404, "The desk knows no such file.")
        lines = desk.findings.lines(path)
        at: dict[int, list[object]] = {}
        for one in problems:
            at.setdefault(min(one.line, max(len(lines), 1)), []).append(one)
        entry, shown = desk.entry(card) if card else None, None
        if entry is not None:
            try:
                _, shown = entry_views.render_alone(desk.newsroom, entry, "atom", "full")
            except RenderError:  # its message is among the problems of the entry's own page
                entry = None
        return page(
            "file.html",
            path=path,
            card=card,
            entry=entry,
            shown=shown,
            summary=fit(shown.summary) if shown else "",
            content=fit(shown.content) if shown else "",
            lines=lines[:MOST_LINES],
            left=max(0, len(lines) - MOST_LINES),
            at=at,
        )
