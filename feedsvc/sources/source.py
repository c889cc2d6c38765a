"""One article file on its way to an Article, and what was noticed on that way."""

from zoneinfo import ZoneInfo

import msgspec

from feedsvc.model.problem import Problem, Severity
from feedsvc.settings import DEFAULTS, LimitSettings

MAX_REPORTS = 100  # of one code in one file; a file of nothing but marks need not fill a screen


class Findings:
    """The problems found in one file, in the order of their finding."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Problem] = []
        self._counts: dict[str, int] = {}

    def add(self, severity: Severity, code: str, message: str, line: int = 1) -> None:
        """Keep one problem; line counts from 1. More than MAX_REPORTS of a code are dropped."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= MAX_REPORTS:
            self._found.append(Problem(self.path, max(line, 1), severity, code, message))

    def problems(self) -> tuple[Problem, ...]:
        """All that was found, by line."""
        return tuple(sorted(self._found, key=lambda problem: problem.line))


class Source(msgspec.Struct, frozen=True):
    """A decoded article file.

    Attributes:
        path: POSIX, NFC, relative to the newsroom's folder.
        text: of the file, lines ended by LF, without characters illegal in XML.
        zone: of times that name none.
        findings: where a reader reports what an editor should know.
        limits: how much of it is taken.
    """

    path: str
    text: str
    zone: ZoneInfo
    findings: Findings
    limits: LimitSettings = DEFAULTS
