"""The forms of the lines of a log: text for people, a JSON object a line for programs."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, get_args

LogFormat = Literal["text", "json"]
LOG_FORMATS: tuple[LogFormat, ...] = get_args(LogFormat)
STANDARD_OUTPUT = "-"  # in place of the path of an access log
TEXT = "%(asctime)s %(levelname)s %(message)s"
FIELDS = "fields"  # the name under which a record has a dictionary of its own (logging's `extra`)


class Logs(NamedTuple):
    """Which logs a service writes.

    Attributes:
        access: the place of the access log (access_log.LogFile); empty: there is none.
        form: of the lines of all other logs.
    """

    access: str = ""
    form: LogFormat = "text"


PLAIN = Logs()


class JsonLines(logging.Formatter):
    """Writes a record as a JSON object in a line: time, level, message, logger, process, fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC)
        said: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            "logger": record.name,
            "process": record.process,
        }
        said |= {k: v for k, v in getattr(record, FIELDS, {}).items() if k not in said}
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            said["traceback"] = record.exc_text
        return json.dumps(said)  # what is beyond ASCII is escaped: no terminal obeys it


def formatter(form: LogFormat) -> logging.Formatter:
    """What writes the lines of a log in a form."""
    return JsonLines() if form == "json" else logging.Formatter(TEXT)


def log_to_stderr(level: int, form: LogFormat) -> None:
    """Let this process write its log to standard error, in a form, from a level on."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(form))
    root = logging.getLogger("feedsvc")
    root.handlers[:] = [handler]
    root.setLevel(level)
    root.propagate = False
