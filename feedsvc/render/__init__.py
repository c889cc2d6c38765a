"""Article to fragment to document, in three formats, by splicing kept fragments."""

import msgspec

from feedsvc.documents import digest
from feedsvc.errors import RenderError
from feedsvc.feeds import Format
from feedsvc.model import Entry
from feedsvc.render import jsonfeed, xml
from feedsvc.render.view import (
    Channel,
    View,
    absolute,
    direction,
    page_url,
    site_url,
    summary_html,
    view_channel,
    view_entry,
)
from feedsvc.settings import Settings
from feedsvc.summary import SUMMARISER_VERSION

__all__ = [
    "RENDERER_VERSION",
    "Channel",
    "View",
    "absolute",
    "direction",
    "maker",
    "page_url",
    "render_fragment",
    "site_url",
    "splice",
    "summary_html",
    "view_channel",
    "view_entry",
]

RENDERER_VERSION = 3  # raised whenever the same values would give other bytes

_FRAGMENTS = {
    "atom": xml.atom_fragment,
    "rss": xml.rss_fragment,
    "json": jsonfeed.json_fragment,
}
_FRAMES = {"atom": xml.atom_frame, "rss": xml.rss_frame, "json": jsonfeed.json_frame}


def maker(settings: Settings, id_base: str) -> str:
    """A digest of all that bytes depend on besides articles and time."""
    shown = msgspec.structs.replace(settings, store="", redirects={}, searches={})
    return digest(
        msgspec.json.encode(shown, order="sorted"),
        id_base,
        f"{RENDERER_VERSION}.{SUMMARISER_VERSION}",
    )


def render_fragment(
    entry: Entry, summaries: tuple[str, ...], settings: Settings, format: Format
) -> bytes:
    """The bytes of one entry in one format.

    Raises:
        RenderError: the entry holds what the format cannot say; names the article.
    """
    try:
        return _FRAGMENTS[format](view_entry(entry, summaries, settings))
    except (ValueError, TypeError) as error:
        raise RenderError(
            f"{entry.article.path}: cannot be rendered as {format}: {error}"
        ) from error


def splice(channel: Channel, fragments: list[bytes], format: Format) -> bytes:
    """A whole document of kept fragments: the same bytes as rendering it at once."""
    head, tail = _FRAMES[format](channel)
    return head + (b",\n" if format == "json" else b"").join(fragments) + tail
