"""`[machines]` of site.toml: what machines may do with what is published."""

import difflib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

# https://datatracker.ietf.org/doc/draft-ietf-aipref-vocab/ (a draft): a use, and its name in
# Content Signals (https://contentsignals.org/) and in RSL (https://rslstandard.org/rsl).
USES = {"search": "search", "train-ai": "ai-train"}
_WORDS = {"y": "yes", "n": "no"}
_EXAMPLE = 'write such as "search=y, train-ai=n"'


class MachinesSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[machines]`: the rights that machines are told of. All of it is off by default.

    Attributes:
        license: URL of a licence that machines can read (RSL 1.0); empty: none.
        usage: what the newsroom wishes of whom, as AIPREF writes it; empty: it says nothing.
    """

    license: str = ""
    usage: str = ""

    @property
    def wishes(self) -> dict[str, bool]:
        """Whether each use that `usage` names is welcome; it must have no complaint."""
        pairs = (part.partition("=") for part in self.usage.split(",") if part.strip())
        return {key.strip(): value.strip() == "y" for key, _, value in pairs}

    @property
    def preference(self) -> str:
        """`usage` as the header Content-Usage and the rule of robots.txt have it; or empty."""
        said = ((key, "y" if yes else "n") for key, yes in self.wishes.items())
        return ", ".join(f"{use}={word}" for use, word in said)

    @property
    def signal(self) -> str:
        """The same as the line Content-Signal of robots.txt; or empty."""
        return ", ".join(
            f"{USES[key]}={'yes' if yes else 'no'}" for key, yes in self.wishes.items()
        )


def machines_complaints(machines: MachinesSettings) -> Iterator[tuple[str, str]]:
    """What is wrong: pairs of a key, as in site.toml, and what it must be."""
    if machines.license and not _is_url(machines.license):
        yield (
            "machines.license",
            f"{machines.license!r} is no web address; write one such as"
            " https://example.org/license.xml",
        )
    seen = set()
    for part in machines.usage.split(",") if machines.usage.strip() else ():
        key, _, value = (one.strip() for one in part.partition("="))
        if key not in USES:
            near = difflib.get_close_matches(key, USES, 1, 0.5)
            meant = f"did you mean {near[0]}?" if near else f"known: {', '.join(USES)}"
            yield "machines.usage", f"{key!r} is no use of the draft; {meant} ({_EXAMPLE})"
        elif value not in _WORDS:
            yield "machines.usage", f"{part.strip()!r} says neither y nor n; {_EXAMPLE}"
        elif key in seen:
            yield "machines.usage", f"{key!r} stands twice; leave one of them out"
        seen.add(key)


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return good and text.isascii() and not re.search(r"[\s\"<>\\^`{|},;\x00-\x20\x7f]", text)
