"""Writes values of a newsroom into a configuration of nginx so that they stay values."""

from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import quote

from feedsvc.model.feed import FORMATS

LONGEST = 1_900  # bytes of a value: nginx takes no token of 4,096, and quoting may double it
FEED_SUFFIXES = "|".join(FORMATS)


def quoted(text: str, dollar: str = "$") -> str:
    """A text as one token of a configuration.

    Args:
        text: any but one with a NUL.
        dollar: what stands for a dollar sign, where nginx would read a variable.
    """
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    for sign, written in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("$", dollar)):
        text = text.replace(sign, written)
    return f'"{text}"'


def exactly(text: str) -> str:
    """A regular expression of PCRE that matches a text and nothing else."""
    return "".join(c if c.isalnum() or not c.isascii() else f"\\x{ord(c):02x}" for c in text)


def block(head: str, lines: Iterable[str]) -> str:
    """A block of directives, each of which may have lines of its own."""
    inner = "".join(f"    {line}\n" for text in lines for line in text.split("\n"))
    return f"{head} {{\n{inner}}}\n"


def when(condition: str, then: str) -> str:
    """A directive that counts where a condition holds."""
    return f"if ({condition}) {{\n    {then}\n}}"


def location_value(target: str) -> str:
    """The value of a header Location: what no URL can have is percent-encoded."""
    return quote(target, safe="!#$%&'()*+,/:;=?@[]~-._")


def fits(*values: str) -> bool:
    """Whether nginx can read such values."""
    return all(len(value.encode()) <= LONGEST and "\0" not in value for value in values)


class Variables:
    """The names of the variables of a site: several sites may stand in one nginx.

    Args:
        site: the URL of the site.
    """

    def __init__(self, site: str) -> None:
        self.prefix = f"feedsvc_{sha256(site.encode()).hexdigest()[:8]}"

    def __call__(self, name: str) -> str:
        """A variable."""
        return f"${self.prefix}_{name}"

    def group(self, name: str, pattern: str) -> str:
        """A part of a regular expression whose match becomes a variable."""
        return f"(?<{self.prefix}_{name}>{pattern})"

    def literal(self, text: str) -> str:
        """A text as one token where nginx reads variables."""
        return quoted(text, f"${{{self.prefix}_dollar}}")
