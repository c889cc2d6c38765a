"""Logs what the indexer does: a line for each change, and JSON for programs."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from feedsvc.errors import FeedsvcError, SettingsError
from feedsvc.indexer.report import ScanReport, Seen, UpdateReport, times_ahead, waiting_for_new
from feedsvc.model.characters import printable, printable_json
from feedsvc.settings import as_log_line

LOGGER = logging.getLogger("feedsvc.indexer")
_EACH = 20  # changes of a kind that are named one by one
_SAID = {"untold": "not public any more:", "unseen": "taken in, not public:"}
_FINER = {"published": "back", "updated": "corrected"}  # a part that has lines of its own
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.DEBUG}


class IndexerLog:
    """Writes lines to a log, and a line of JSON for each batch of files.

    Args:
        log: takes the lines.
        programs: takes the lines of JSON; None: nobody wants them.
    """

    def __init__(
        self, log: logging.Logger = LOGGER, programs: Callable[[str], None] | None = None
    ) -> None:
        self._log = log
        self._programs = programs
        self._told: dict[str, str] = {}

    def say(self, message: str, level: int = logging.INFO, **fields: object) -> None:
        """Log a line; where the log is one of JSON, with fields of its own besides."""
        self._log.log(level, "%s", printable(message), extra={"fields": fields})

    def once(self, topic: str, message: str, level: int = logging.WARNING) -> None:
        """Log a line, but not again while the topic has the same message."""
        if self._told.get(topic) != message:
            self._told[topic] = message
            self.say(message, level)

    def over(self, topic: str, message: str = "") -> None:
        """End a topic that was logged with `once`; log `message` if it had been logged."""
        if self._told.pop(topic, "") and message:
            self.say(message)

    def attempt(self, topic: str, work: Callable[[], object]) -> bool:
        """Do something; where it fails, log why, once, and return False."""
        try:
            work()
        except (FeedsvcError, OSError) as error:
            self.once(topic, str(error), logging.ERROR)
            return False
        self.over(topic)
        return True

    def settings_refused(self, error: SettingsError) -> None:
        """Log that site.toml has an error, until it has none (`over`)."""
        line = f"{as_log_line(error)}; the settings before stay in force"
        self.once("settings", line, logging.ERROR)

    def scanned(self, scanned: ScanReport, problems: Mapping[str, int]) -> None:
        """Log the result of the first scan of the whole folder."""
        line = f"{scanned.articles:,} articles, {scanned.published:,} published"
        for number, what in (
            (scanned.new, "new"),
            (scanned.changed, "changed"),
            (scanned.moved, "moved"),
            (scanned.withdrawn, "withdrawn"),
            (scanned.untold_count, "not public any more"),
            (problems.get("error", 0), "errors"),
            (problems.get("warning", 0), "warnings"),
        ):
            if number:
                line += f", {number:,} {what}"
        self.say(line)
        self._each("untold", scanned.untold)
        if scanned.waiting:
            self.once("waiting", waiting_for_new(scanned.waiting))
        if scanned.ahead:
            self.once("ahead", times_ahead(scanned.ahead))
        if scanned.held_count:
            self.held(scanned.held_count)

    def taken(self, taken: UpdateReport) -> None:
        """Log the result of an update."""
        changes = _as_seen(taken)
        for what, paths in changes.items():
            again = set(changes.get(_FINER.get(what, ""), ()))
            if what in ("updated", "corrected"):
                again |= {*changes["moved"]}  # one line for both
            self._each(what, [path for path in paths if path not in again])
        if taken.held:
            self.held(len(taken.held))
        found = [problem for problem in taken.problems if problem.severity != "info"]
        for problem in found:
            line = f"{problem.path}:{problem.line}: {problem.severity}:"
            line += f" {problem.code}: {problem.message}"
            fields = {"path": problem.path, "line": problem.line, "code": problem.code}
            self.say(line, _LEVELS[problem.severity], event="problem", **fields)
        batch = changes | {"held": taken.held, "problems": found}
        if self._programs is not None and any(batch.values()):
            self._programs(printable_json(msgspec.json.encode(batch).decode()))

    def moved_by_time(self, came: Sequence[str], left: Sequence[str]) -> None:
        """Log which articles time alone brought to readers, and which it took away: paths."""
        self.taken(UpdateReport(0, (), (), (), seen=Seen(came=came, left=left)))

    def held(self, number: int) -> None:
        """Log that so many files are gone at once that their articles stay published."""
        message = (
            f"{number:,} articles are gone at once, so they stay published; if that is meant,"
            " run: feedsvc index --accept-deletions"
        )
        self.once("held", message)

    def _each(self, what: str, paths: Collection[str]) -> None:
        said = _SAID.get(what, what)
        if len(paths) > _EACH:
            self.say(f"{said} {len(paths):,} articles", event=what, articles=len(paths))
            return
        for path in paths:
            self.say(f"{said} {path}", event=what, path=path)


def _as_seen(taken: UpdateReport) -> dict[str, list[str]]:
    """What readers saw of an update: paths by what happened. Pure."""
    seen = taken.seen
    other = {*seen.came, *seen.withdrawn, *seen.left, *seen.unseen}
    hidden = {*seen.withdrawn, *seen.left, *seen.unseen}

    def but(paths: Collection[str], some: Collection[str]) -> list[str]:
        return [path for path in paths if path not in some]

    return {
        "published": [*but(taken.new, other), *seen.came],
        "back": list(seen.back),
        "updated": but(taken.changed, other),
        "corrected": list(seen.corrected),
        "moved": but(taken.moved, hidden | set(seen.came)),
        "withdrawn": [*seen.withdrawn, *but(taken.gone, other)],
        "untold": list(seen.left),
        "unseen": list(seen.unseen),
    }
