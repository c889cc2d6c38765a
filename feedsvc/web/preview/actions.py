"""Buttons of the desk: they write a line or two into a file's header, and take it out again."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.editor import NEW_FORMATS
from feedsvc.editor.desk import ACTIONS, Desk, Edit
from feedsvc.errors import FeedsvcError
from feedsvc.web.preview.program import Program

MOST_BYTES = 64 * 1024  # of what a form sends
_SECONDS = 5.0  # that an answer waits for the desk to see what was written

Page = Callable[..., str]


def new_token() -> str:
    """A secret that forms of the desk send, so that no other page can press their buttons."""
    return secrets.token_urlsafe(32)


def add_actions(routes: Blueprint, desk: Desk, page: Page, program: Program, token: str) -> None:
    """Add what the desk's buttons do.

    Args:
        routes: gets the addresses.
        desk: of the newsroom.
        page: renders a page of the desk.
        program: shows files to the editor.
        token: that forms send (new_token).
    """
    press = _Press(desk, token)

    @routes.post("/desk/act")
    def act() -> AnyResponse:
        path, name, words = press.checked("path", "name", "words")
        if name not in ACTIONS or desk.card_at(path) is None:
            abort(404, "No article is in this file.")
        return press.doing(lambda: desk.edits.act(name, path, words))

    @routes.post("/desk/undo")
    def undo() -> AnyResponse:
        (number,) = press.checked("number")
        wanted = int(number) if number.isascii() and number.isdigit() else 0
        return press.doing(lambda: desk.edits.undo(wanted))

    @routes.get("/desk/new")
    def new() -> str:
        return page("new.html", kinds=NEW_FORMATS, known=desk.newsroom.feeds.categories())

    @routes.post("/desk/new")
    def begin() -> AnyResponse:
        title, category, format = press.checked("title", "category", "format")
        if format not in NEW_FORMATS:
            abort(404, "No article has such a format.")
        return press.doing(lambda: desk.edits.begin(title, category=category, format=format))

    @routes.post("/desk/open")
    def open_file() -> AnyResponse:
        (path,) = press.checked("path")
        file = file_of(desk, path)
        if file is None:
            abort(404, "There is no such file.")
        try:
            program.start(file)
        except FeedsvcError as error:
            _tell(error)
        return redirect(f"{desk.newsroom.settings.site}/desk/files/{quote(path)}", 303)


class _Press:
    """What happens when a button is pressed.

    Args:
        desk: of the newsroom.
        token: that forms send.
    """

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token.encode()

    def checked(self, *names: str) -> list[str]:
        """What a form sent, if it is one of ours."""
        if not secrets.compare_digest(request.form.get("token", "").encode(), self._token):
            abort(403)
        return [request.form.get(name, "") for name in names]

    def doing(self, work: Callable[[], Edit]) -> AnyResponse:
        """Do it, and lead to the article once the desk has seen the file."""
        desk, version = self._desk, self._desk.version
        try:
            edit = work()
        except FeedsvcError as error:
            _tell(error)
        desk.wait(version, _SECONDS)
        card = desk.card_at(edit.path)
        target = f"entries/{quote(card.slug)}" if card else "articles"
        return redirect(f"{desk.newsroom.settings.site}/desk/{target}", 303)


def _tell(error: FeedsvcError) -> NoReturn:
    """Answer with what cannot be done."""
    text = str(error)
    abort(409, f"{text[:1].upper()}{text[1:]}.")


def file_of(desk: Desk, path: str) -> Path | None:
    """The file of an article, or of a problem; None: the desk knows no such file."""
    known = desk.card_at(path) is not None or any(one.path == path for one in desk.problems())
    return desk.newsroom.folder.file(path) if known else None


def values_of(desk: Desk, program: Program, token: str) -> dict[str, Any]:
    """What templates of the desk need to show buttons."""

    def address(path: str, line: int = 1) -> str:
        file = desk.newsroom.folder.file(path)
        return program.address(file, line) if file else ""

    return {
        "token": token,
        "actions": ACTIONS,
        "edits": desk.edits.lately(),
        "open_address": address,
        "starts": bool(program.command),
    }
