"""The picture that stands for the site in tabs and in search results."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote, urlsplit

from feedsvc.render import site_url
from feedsvc.settings import Settings

Pixels: TypeAlias = Callable[[str], tuple[int, int] | None]  # of a file beside the articles
_OUR_OWN = "/static/icon.svg"


class Favicon(NamedTuple):
    """A picture for `link rel=icon`.

    Attributes:
        url: its address.
        sizes: as the attribute has it (HTML Standard 4.6.7.8); empty: not known.
    """

    url: str
    sizes: str


def favicon(settings: Settings, pixels: Pixels) -> Favicon:
    """The picture of `favicon`, else of `icon`, else our own.

    Args:
        settings: of the newsroom.
        pixels: gives width and height of a file beside the articles; None: they are not known.
    """
    named = settings.favicon or settings.icon or _OUR_OWN
    url = site_url(named, settings.site)
    if urlsplit(url).path.lower().endswith(".svg"):
        return Favicon(url, "any")
    place = f"{settings.site}/media/"
    size = pixels(unquote(url.removeprefix(place))) if url.startswith(place) else None
    return Favicon(url, f"{size[0]}x{size[1]}" if size else "")
