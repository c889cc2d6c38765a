"""An article file that is being read, and the problems that were found in it so far."""

from collections.abc import Collection
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.model.problem import Problem, Severity
from feedsvc.settings import DEFAULTS, LimitSettings
from feedsvc.sources.inherited import NOTHING, Inherited

# The time where none is given: no date lies ahead of it.
AT_NO_TIME = datetime.max.replace(tzinfo=UTC)
MAX_REPORTS = 100  # problems of one code in one file; more of them would only fill the screen


class Findings:
    """Collects the problems found in one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Problem] = []
        self._counts: dict[str, int] = {}

    def add(self, severity: Severity, code: str, message: str, line: int = 1) -> None:
        """Add a problem; `line` is from 1. More than MAX_REPORTS problems of a code are dropped."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= MAX_REPORTS:
            self._found.append(Problem(self.path, max(line, 1), severity, code, message))

    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted by line."""
        return tuple(sorted(self._found, key=lambda problem: problem.line))


class Source(msgspec.Struct, frozen=True):
    """A decoded article file.

    Attributes:
        path: POSIX, NFC, relative to the newsroom's folder.
        text: of the whole file, with LF line ends, without characters that XML forbids.
        zone: the time zone of times that name none.
        findings: collects the problems that are found in the file.
        limits: how much is accepted from an article.
        opt_in: whether only what says `publish: true` is published.
        now: the time of reading.
        languages: tags of the newsroom's languages.
        inherited: what files of folders say for the article.
    """

    path: str
    text: str
    zone: ZoneInfo
    findings: Findings
    limits: LimitSettings = DEFAULTS
    opt_in: bool = False
    now: datetime = AT_NO_TIME
    languages: Collection[str] = ()
    inherited: Inherited = NOTHING
