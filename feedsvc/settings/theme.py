"""`[theme]` of site.toml: how the pages look."""

import re
import unicodedata
from collections.abc import Iterator

import msgspec

_PART = re.compile(r"[^./\\\x00-\x1f][^/\\\x00-\x1f]*")  # of a path; none begins with a dot


class ThemeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[theme]`: how the pages look.

    Attributes:
        accent: the site's colour, such as `#0b5c8a`; empty: that of the built-in style.
        logo: a picture before the newsroom's name: its address, a path on the site, or a file
            beside the articles; empty: none.
        folder: with templates and style of its own, relative to the newsroom's folder and inside
            it; empty: none. Nothing in it is an article.
    """

    accent: str = ""
    logo: str = ""
    folder: str = ""

    @property
    def place(self) -> str:
        """The folder's path as listings have it, without a slash at its end."""
        return unicodedata.normalize("NFC", self.folder.rstrip("/"))

    def holds(self, path: str) -> bool:
        """Whether a file is in the theme's folder.

        Args:
            path: POSIX, NFC, relative to the newsroom's folder.
        """
        return bool(self.folder) and path.startswith(f"{self.place}/")


def theme_complaints(theme: ThemeSettings) -> Iterator[tuple[str, str]]:
    """What is wrong: pairs of a key, as in site.toml, and what it must be."""
    if theme.accent and not re.fullmatch(r"#[0-9A-Fa-f]{6}", theme.accent):
        yield "theme.accent", f"{theme.accent!r} is no colour; write one such as #0b5c8a"
    if theme.folder and not all(map(_PART.fullmatch, theme.folder.removesuffix("/").split("/"))):
        yield (
            "theme.folder",
            f"{theme.folder!r} is no folder below the newsroom's; write a path from it such as"
            " theme, without dots at the front of its parts",
        )
