"""The theme of a newsroom that is served: what is wrong with it is logged once by all processes."""

import logging

from feedsvc.errors import FeedsvcError
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.pages import BUILT_IN, Theme, Themes, fault_line

_log = logging.getLogger("feedsvc")


def served_theme(newsroom: Newsroom) -> Themes:
    """The theme of a newsroom, followed."""

    def tell(theme: Theme, problems: tuple[Problem, ...]) -> None:
        lines = [fault_line(one) for one in problems]
        faults = newsroom.theme_faults
        try:
            new = faults.tell(theme.mark, lines)
            mended = not lines and not theme.problems and faults.forget()
        except FeedsvcError:  # it is told here at least
            new, mended = lines, False
        for line in new:
            _log.error("%s; %s", line, BUILT_IN)
        if mended:
            _log.warning("the theme is right again")

    return Themes(lambda: newsroom.folder.root, lambda: newsroom.settings, tell)


def degraded(newsroom: Newsroom, themes: Themes) -> str:
    """What is wrong with the theme of a newsroom, in a line; empty: nothing.

    Raises:
        StoreError: the store cannot be read.
    """
    theme = themes.current()
    told = newsroom.theme_faults.of(theme.mark) if theme else []
    if not told:
        return ""
    more = f", and {len(told) - 1} more" if len(told) > 1 else ""
    return f"{told[0]}{more}; {BUILT_IN}"
