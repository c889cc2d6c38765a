"""The style of the pages, with the site's colour in it, at an address that changes with it."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from feedsvc.feeds import Document
from feedsvc.model.hashing import digest
from feedsvc.pages.accent import DARK, LIGHT, accent_on

STATIC = Path(__file__).with_name("static")  # served under /static/
_STYLE = STATIC / "style.css"


class Stylesheet(NamedTuple):
    """A style that never changes at its address.

    Attributes:
        document: its bytes.
        mark: a digest of them, which is part of the address.
    """

    document: Document
    mark: str

    @property
    def path(self) -> str:
        """Where it is on the site."""
        return f"/static/style-{self.mark}.css"


@lru_cache(maxsize=64)
def stylesheet(accent: str, own: str = "") -> Stylesheet:
    """The style of the pages.

    Args:
        accent: the site's colour, `#rrggbb`; empty: that of the style itself.
        own: what the newsroom's theme adds, which comes last.
    """
    text = _STYLE.read_text(encoding="utf-8")
    if accent:
        light, dark = accent_on(accent.lower(), LIGHT), accent_on(accent.lower(), DARK)
        text += (
            f":root {{ --accent: {light.colour}; --accent-ink: {light.ink}; }}\n"
            "@media (prefers-color-scheme: dark) {\n"
            f"  :root {{ --accent: {dark.colour}; --accent-ink: {dark.ink}; }}\n}}\n"
        )
    body = (text + own).encode()
    return Stylesheet(Document(body, "text/css", None), digest(body)[:16])
