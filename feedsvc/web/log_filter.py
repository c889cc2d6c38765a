"""Keeps the tokens of private addresses out of logs."""

import logging
import re

from feedsvc.feeds import PRIVATE

# An address in a text: as a path, or with its slashes percent-encoded.
_TOKEN = re.compile(
    rf"((?:(?<![\w-])|(?<=%2F)){PRIVATE}(?:/+|%2F))[^/\s\"'<>?#%,;)\]]+", re.IGNORECASE
)
_formatter = logging.Formatter()


def mask(text: str) -> str:
    """The text without the tokens of the private addresses in it: `/private/…`."""
    return _TOKEN.sub(r"\1…", text)


class Masked(logging.Filter):
    """Takes tokens out of records, tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the tokens out of a record; True, because each record is logged."""
        text = record.getMessage()
        if (masked := mask(text)) != text:
            record.msg, record.args = masked, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask(record.exc_text)
        return True
