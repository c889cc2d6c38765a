"""`[hooks]` of site.toml: who is told what readers saw change."""

import re
import shlex
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec


class HookSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[hooks]`: a command or a URL that is told.

    Attributes:
        on_change: the command, as a shell would split it, or a URL of http or https; empty: nobody
            is told.
    """

    on_change: str = ""

    @property
    def is_url(self) -> bool:
        """Whether it is a URL, and no command."""
        return is_url(self.on_change)


def is_url(target: str) -> bool:
    """Whether what is told is a URL, and no command."""
    return re.match(r"https?://", target, re.IGNORECASE) is not None


def hook_complaints(hooks: HookSettings) -> Iterator[tuple[str, str]]:
    """What is wrong: pairs of a key, as in site.toml, and what it must be."""
    target = hooks.on_change
    if not target:
        return
    if re.search("[\x00-\x1f\x7f]", target):
        yield "hooks.on_change", "holds a control character; take it out"
    elif is_url(target):
        try:
            parts = urlsplit(target)
            good = bool(parts.hostname) and parts.port != 0 and target.isascii()
        except ValueError:
            good = False
        if not good or re.search(r"[\s\"<>\\^`{|}]", target):
            yield "hooks.on_change", "is no web address; write one such as https://example.org/hook"
        elif parts.username is not None:
            yield (
                "hooks.on_change",
                "has a user name; put what is secret into its path",
            )
    else:
        try:
            words = shlex.split(target)
        except ValueError as error:
            yield "hooks.on_change", f"cannot be split into words ({error}); close the quote"
        else:
            if not words or not words[0]:
                yield "hooks.on_change", "is no command; write one such as ./notify.sh"
