"""What an import tells: problems with file and line, and how many there were of what."""

from collections import Counter
from pathlib import Path

from feedsvc.model.problem import Problem, Severity

MOST_TOLD = 100  # problems of one code; more would only fill the screen


class Notes:
    """Collects what an import tells.

    Attributes:
        counts: how often each thing happened, by its name, such as `new`.
        left_out: how many there were of what is left out, by its name, such as `comments`.
        problems: at most MOST_TOLD of each code.
        feeds: old addresses of feeds, and the addresses here that they are to lead to.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.feeds: dict[str, str] = {}
        self._told: Counter[str] = Counter()

    def add(self, file: str | Path, line: int, severity: Severity, code: str, message: str) -> None:
        """Tell a problem, at a line from 1."""
        self._told[code] += 1
        if self._told[code] <= MOST_TOLD:
            self.problems.append(Problem(str(file), line, severity, code, message))

    def untold(self) -> dict[str, int]:
        """How many more problems there are of each code than are told."""
        return {code: count - MOST_TOLD for code, count in self._told.items() if count > MOST_TOLD}
