"""`[theme]` of site.toml: how the pages look."""

import re
from collections.abc import Iterator

import msgspec


class ThemeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[theme]`: how the pages look.

    Attributes:
        accent: the site's colour, such as `#0b5c8a`; empty: that of the built-in style.
        logo: a picture before the newsroom's name: its address, a path on the site, or a file
            beside the articles; empty: none.
    """

    accent: str = ""
    logo: str = ""


def theme_complaints(theme: ThemeSettings) -> Iterator[tuple[str, str]]:
    """What is wrong: pairs of a key, as in site.toml, and what it must be."""
    if theme.accent and not re.fullmatch(r"#[0-9A-Fa-f]{6}", theme.accent):
        yield "theme.accent", f"{theme.accent!r} is no colour; write one such as #0b5c8a"
