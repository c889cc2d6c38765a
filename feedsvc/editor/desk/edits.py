"""Writes into files what an editor's buttons ask for, and takes it out again."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from feedsvc.editor.desk.actions import ACTIONS, Name, act
from feedsvc.editor.new_article import begin_article
from feedsvc.editor.stamp.trial_read import Trial
from feedsvc.errors import FeedsvcError
from feedsvc.settings import Settings
from feedsvc.sources import Folder, rewrite

REMEMBERED = 30  # edits that can be undone


class Edit(NamedTuple):
    """What was written into a file by a button.

    Attributes:
        number: tells it from the others.
        time: when.
        path: of the file, in the newsroom's folder.
        said: what was done, such as "Publish".
        before, after: what the file held; None: it was not there.
    """

    number: int
    time: datetime
    path: str
    said: str
    before: bytes | None
    after: bytes


class Edits:
    """Edits files of a newsroom's folder, a line or two of the header each.

    Args:
        folder: where they are.
        settings: of the newsroom.
        now: gives the time.
        earlier: edits that can still be undone, the latest first.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        now: Callable[[], datetime],
        earlier: Iterable[Edit] = (),
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._now = now
        self._done: deque[Edit] = deque(reversed(list(earlier)), maxlen=REMEMBERED)
        self._numbers = count(max((one.number for one in self._done), default=0) + 1)
        self._guard = threading.Lock()

    def lately(self) -> list[Edit]:
        """What can be undone, the latest first."""
        with self._guard:
            return list(reversed(self._done))

    def act(self, name: Name, path: str, words: str = "") -> Edit:
        """Do something with the article in a file.

        Args:
            name: of what is done.
            path: of the file.
            words: what it asks for.

        Raises:
            FeedsvcError: it cannot be done; the file stays as it is.
        """
        file = self._file(path)
        with self._guard, _told(path):
            before = file.read_bytes()
            trial = Trial(self._folder, self._settings, self._now())
            try:
                refusal = trial.refusal(path, before)
            finally:
                trial.close()
            if refusal:
                raise FeedsvcError(f"{path}: {refusal.message}")
            after = act(name, path, before, self._settings, words)
            if after == before:
                raise FeedsvcError(f"{path} says so already")
            if not rewrite(file, before, after):
                raise FeedsvcError(f"{path} is being changed by somebody else; try again")
            return self._remember(path, ACTIONS[name].label, before, after)

    def begin(self, title: str, *, category: str = "", format: str = "md") -> Edit:
        """Make the file of a new draft.

        Args:
            title, category, format: as for begin_article.

        Raises:
            FeedsvcError: the title is empty, or the file cannot be made.
        """
        now = self._now().astimezone(self._settings.zone)
        with self._guard:
            made = begin_article(self._folder.root, title, now, category=category, format=format)
            path = made.relative_to(self._folder.root).as_posix()
            return self._remember(path, "New article", None, made.read_bytes())

    def undo(self, number: int) -> Edit:
        """Let a file be as it was before an edit.

        Args:
            number: of the edit.

        Returns:
            the edit that was undone.

        Raises:
            FeedsvcError: there is no such edit, or the file was changed since; it stays as it is.
        """
        with self._guard:
            edit = next((one for one in self._done if one.number == number), None)
            if edit is None:
                raise FeedsvcError("this was undone already, or is too long ago")
            file = self._file(edit.path)
            with _told(edit.path):
                if edit.before is None:
                    same = file.read_bytes() == edit.after
                    if same:
                        file.unlink()
                else:
                    same = rewrite(file, edit.after, edit.before)
            if not same:
                raise FeedsvcError(
                    f"{edit.path} was changed since; take the line out of it yourself"
                )
            self._done.remove(edit)
            return edit

    def _file(self, path: str) -> Path:
        file = self._folder.file(path)
        if file is None:
            raise FeedsvcError(f"{path} is not there any more")
        return file

    def _remember(self, path: str, said: str, before: bytes | None, after: bytes) -> Edit:
        edit = Edit(next(self._numbers), self._now(), path, said, before, after)
        self._done.append(edit)
        return edit


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Tell as a FeedsvcError what the system says of a file."""
    try:
        yield
    except OSError as error:
        raise FeedsvcError(f"{path}: {error.strerror or error}") from error
