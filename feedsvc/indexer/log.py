"""What an indexer says of its work: a line for each change, or an object for programs."""

import logging
from collections.abc import Callable, Collection, Mapping

import msgspec

from feedsvc.errors import SettingsError
from feedsvc.indexer.report import ScanReport, UpdateReport

LOGGER = logging.getLogger("feedsvc.indexer")
FORMAT = "%(asctime)s %(levelname)s %(message)s"  # as the web server's
_EACH = 20  # so many changes of a kind are named one by one
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.DEBUG}


class IndexerLog:
    """Writes lines to a log, and whole batches for programs.

    Args:
        log: takes the lines.
        programs: takes a line of JSON for each batch; None for no programs.
    """

    def __init__(
        self, log: logging.Logger = LOGGER, programs: Callable[[str], None] | None = None
    ) -> None:
        self._log = log
        self._programs = programs
        self._told: dict[str, str] = {}

    def say(self, message: str, level: int = logging.INFO) -> None:
        """A line."""
        self._log.log(level, "%s", message)

    def once(self, topic: str, message: str, level: int = logging.WARNING) -> None:
        """A line that is not repeated while the same goes on."""
        if self._told.get(topic) != message:
            self._told[topic] = message
            self.say(message, level)

    def over(self, topic: str, message: str = "") -> None:
        """What was told `once` is no longer so; a line, where it had been told."""
        if self._told.pop(topic, "") and message:
            self.say(message)

    def settings_changed(self) -> None:
        """site.toml holds other settings, and valid ones."""
        self.say("site.toml changed: restart feedsvc to use it", logging.WARNING)

    def settings_refused(self, error: SettingsError) -> None:
        """site.toml holds something else, and that is in error."""
        self.say(f"site.toml changed, and is in error: {error}", logging.ERROR)

    def scanned(self, scanned: ScanReport, problems: Mapping[str, int]) -> None:
        """What the first look at the whole folder came to."""
        line = f"{scanned.articles:,} articles, {scanned.published:,} published"
        for number, what in (
            (scanned.new, "new"),
            (scanned.changed, "changed"),
            (scanned.moved, "moved"),
            (scanned.gone_count, "withdrawn"),
            (problems.get("error", 0), "errors"),
            (problems.get("warning", 0), "warnings"),
        ):
            if number:
                line += f", {number:,} {what}"
        self.say(line)
        if scanned.held_count:
            self.held(scanned.held_count)

    def taken(self, taken: UpdateReport) -> None:
        """What became of a batch of files."""
        changes = {
            "published": taken.new,
            "updated": taken.changed,
            "moved": taken.moved,
            "withdrawn": taken.gone,
        }
        for what, paths in changes.items():
            again = taken.moved if what == "updated" else ()  # one line for what is both
            self._each(what, [path for path in paths if path not in again])
        if taken.held:
            self.held(len(taken.held))
        found = [problem for problem in taken.problems if problem.severity != "info"]
        for problem in found:
            line = f"{_printable(problem.path)}:{problem.line}: {problem.severity}:"
            line += f" {problem.code}: {problem.message}"
            self.say(line, _LEVELS[problem.severity])
        batch = changes | {"held": taken.held, "problems": found}
        if self._programs is not None and any(batch.values()):
            self._programs(msgspec.json.encode(batch).decode())

    def held(self, number: int) -> None:
        """So many articles are gone at once that it cannot be meant."""
        message = (
            f"{number:,} articles are gone at once, so they stay published; if that is meant,"
            " run: feedsvc index --accept-deletions"
        )
        self.once("held", message)

    def _each(self, what: str, paths: Collection[str]) -> None:
        if len(paths) > _EACH:
            self.say(f"{what} {len(paths):,} articles")
            return
        for path in paths:
            self.say(f"{what} {_printable(path)}")


def _printable(path: str) -> str:
    return path if path.isprintable() else path.encode("unicode_escape").decode()
