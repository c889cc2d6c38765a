"""Follows a newsroom's theme: looks at its files now and then, reads them once they hold still."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from feedsvc.model.problem import Problem
from feedsvc.pages.theme import Theme
from feedsvc.pages.theme_files import Listing, list_theme, read_theme
from feedsvc.settings import Settings

LOOK_SECONDS = 0.5  # between two looks at the folder
_STILL = 1.0  # seconds after a change in which a file may not be whole

Tell = Callable[[Theme, tuple[Problem, ...]], object]


BUILT_IN = "the built-in page stays in its place"  # is said after each fault


def fault_line(problem: Problem) -> str:
    """What is wrong with a theme, by file and line, as logs and commands tell it."""
    return f"{problem.path}:{problem.line}: error: {problem.message}"


class _Held(NamedTuple):
    """A theme, and the files that it was made of."""

    place: tuple[Path, str]
    listing: Listing
    theme: Theme


class Themes:
    """Gives the theme of a newsroom as its folder is now.

    Args:
        root: gives the newsroom's folder.
        settings: gives the settings in force.
        tell: called for each theme that is read, with its problems, perhaps none; and for each
            problem that is found later, once.
        monotonic, wall: seconds of a clock that is never set, and since 1970.
    """

    def __init__(
        self,
        root: Callable[[], Path],
        settings: Callable[[], Settings],
        tell: Tell = lambda theme, problems: None,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._root = root
        self._settings = settings
        self._tell = tell
        self._monotonic = monotonic
        self._wall = wall
        self._held: _Held | None = None
        self._seen: Listing | None = None
        self._later: dict[Problem, None] = {}  # found since the theme was read
        self._next = 0.0
        self._looking = threading.Lock()

    def current(self) -> Theme | None:
        """The theme; None: the newsroom has none. It is looked at now and then, by one thread."""
        settings = self._settings().theme
        if not settings.folder:
            return None
        place, held = (self._root(), settings.place), self._held
        fits = held is not None and held.place == place
        if held is not None and fits and self._monotonic() < self._next:
            return held.theme
        if not self._looking.acquire(blocking=not fits) and held is not None:
            return held.theme
        try:
            return self._look(place).theme
        finally:
            self._looking.release()

    def problems(self) -> list[Problem]:
        """What is wrong with the theme that was last given; it is not looked at."""
        held = self._held if self._settings().theme.folder else None
        return [*held.theme.problems, *self._later] if held else []

    def fault(self, theme: Theme, problem: Problem) -> None:
        """Note what came to light while a page was made; it is told once.

        Args:
            theme: that made the page.
            problem: what is wrong with it.
        """
        held = self._held
        if held is None or held.theme is not theme or problem in self._later:
            return
        self._later[problem] = None
        if problem not in theme.problems:
            self._tell(theme, (problem,))

    def _look(self, place: tuple[Path, str]) -> _Held:
        held = self._held if self._held and self._held.place == place else None
        if held and self._monotonic() < self._next:  # another thread looked meanwhile
            return held
        listing = list_theme(*place)
        self._next = self._monotonic() + LOOK_SECONDS
        if held and (listing == held.listing or not self._is_still(listing)):
            self._seen = listing
            return held
        theme = Theme(place[1], read_theme(*place, listing))
        if held and theme.mark == held.theme.mark:
            theme = held.theme  # the same bytes again
        self._held = made = _Held(place, listing, theme)
        if held is None or theme is not held.theme:
            self._later = {}
            self._tell(theme, theme.problems)
        return made

    def _is_still(self, listing: Listing) -> bool:
        """Whether no file is being written: nothing moved, or the last change is a while ago."""
        latest = max((one.changed for one in listing.files.values()), default=0) / 1e9
        return listing == self._seen or self._wall() - latest > _STILL


NO_THEME = Themes(Path, Settings)
