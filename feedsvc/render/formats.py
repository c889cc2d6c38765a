"""Article to fragment to document, in three formats, by splicing kept fragments."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from feedsvc.errors import RenderError
from feedsvc.model.entry import Entry
from feedsvc.model.feed import Format
from feedsvc.render import jsonfeed, xml
from feedsvc.render.entry import (
    EntryView,
    FeedView,
    entry_view,
)
from feedsvc.settings import Settings

RENDERER_VERSION = 3  # raised whenever the same values would give other bytes

_FRAGMENTS = {
    "atom": xml.atom_fragment,
    "rss": xml.rss_fragment,
    "json": jsonfeed.json_fragment,
}
_FRAMES = {"atom": xml.atom_frame, "rss": xml.rss_frame, "json": jsonfeed.json_frame}


def render_fragment(
    entry: Entry, summaries: tuple[str, ...], settings: Settings, format: Format
) -> bytes:
    """The bytes of one entry in one format.

    Raises:
        RenderError: the entry holds what the format cannot say; names the article.
    """
    return render_view(entry_view(entry, summaries, settings), entry.article.path, format)


def render_view(view: EntryView, path: str, format: Format) -> bytes:
    """The bytes of one entry that is ready for any format.

    Args:
        view: of the entry.
        path: its article's file, for errors.
        format: which.

    Raises:
        RenderError: the entry holds what the format cannot say.
    """
    try:
        return _FRAGMENTS[format](view)
    except (ValueError, TypeError) as error:
        raise RenderError(f"{path}: cannot be rendered as {format}: {error}") from error


class Layout(NamedTuple):
    """The bytes of a document, and what stands where in it, from and to.

    Attributes:
        body: the bytes.
        places: of the fragments.
        whole: of what is true of a document alone that holds all of its feed.
    """

    body: bytes
    places: tuple[tuple[int, int], ...]
    whole: tuple[int, int]


def lay_out(channel: FeedView, fragments: Sequence[bytes], format: Format) -> Layout:
    """A whole document of kept fragments: the same bytes as rendering it at once."""
    head, tail = _FRAMES[format](channel)
    gap = b",\n" if format == "json" else b""
    starts = accumulate((len(one) + len(gap) for one in fragments), initial=len(head))
    places = tuple((at, at + len(one)) for at, one in zip(starts, fragments, strict=False))
    return Layout(head + gap.join(fragments) + tail, places, xml.completeness(head))


def splice(channel: FeedView, fragments: Sequence[bytes], format: Format) -> bytes:
    """The bytes of a whole document of kept fragments."""
    return lay_out(channel, fragments, format).body
