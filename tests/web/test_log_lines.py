"""The forms of a log's lines: what a program reads is one object a line, whatever is said."""

import json
import logging
import sys

from feedsvc.web.log_lines import formatter


def said(message: str, fields: dict[str, object], *, fails: bool = False) -> str:
    error = None
    if fails:
        try:
            raise ValueError("no\nway")
        except ValueError:
            error = sys.exc_info()
    record = logging.LogRecord("feedsvc.x", logging.WARNING, "", 1, "%s", (message,), error)
    record.created = 1780000000.25
    record.fields = fields
    return formatter("json").format(record)


def test_a_record_is_an_object_in_a_line() -> None:
    line = said("two\nlines \u2028 \x1b[31m", {"path": "é.md", "level": "forged", "line": 3})
    assert line.isascii()
    assert line.isprintable()
    read = json.loads(line)
    assert read.pop("process") > 0
    assert read == {
        "time": "2026-05-28T20:26:40.250Z",
        "level": "warning",
        "message": "two\nlines \u2028 \x1b[31m",
        "logger": "feedsvc.x",
        "path": "é.md",
        "line": 3,
    }


def test_an_error_has_its_traceback_in_the_same_line() -> None:
    line = said("it failed", {}, fails=True)
    assert line.isprintable()
    assert "ValueError: no\nway" in json.loads(line)["traceback"]


def test_text_is_what_people_read() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "published %s", ("a.md",), None)
    assert formatter("text").format(record).endswith(" INFO published a.md")
