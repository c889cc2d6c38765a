"""Renders an entry as a fragment, and joins fragments into a document, in each of three formats."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from feedsvc.errors import RenderError
from feedsvc.model.entry import Entry
from feedsvc.model.feed import Format
from feedsvc.render import jsonfeed, xml
from feedsvc.render.entry import EntryView, FeedView, entry_view
from feedsvc.settings import Settings

RENDERER_VERSION = 4  # raise it with every change that gives other bytes for the same values

_FRAGMENTS = {
    "atom": xml.atom_fragment,
    "rss": xml.rss_fragment,
    "json": jsonfeed.json_fragment,
}
_FRAMES = {"atom": xml.atom_frame, "rss": xml.rss_frame, "json": jsonfeed.json_frame}


def render_fragment(
    entry: Entry, summaries: tuple[str, ...], settings: Settings, format: Format
) -> bytes:
    """The fragment of an entry in one format.

    Raises:
        RenderError: the format cannot express a value of the entry; the text names the file.
    """
    return render_view(entry_view(entry, summaries, settings), entry.article.path, format)


def render_view(view: EntryView, path: str, format: Format) -> bytes:
    """The fragment of an entry in one format, from the values that all formats show.

    Args:
        view: the values of the entry.
        path: of the article's file, for errors.
        format: of the fragment.

    Raises:
        RenderError: the format cannot express a value of the entry; the text names the file.
    """
    try:
        return _FRAGMENTS[format](view)
    except (ValueError, TypeError) as error:
        raise RenderError(f"{path}: cannot be rendered as {format}: {error}") from error


class Layout(NamedTuple):
    """The bytes of a document, and the positions of its parts.

    Attributes:
        body: the bytes of the document.
        places: start and end of each fragment in `body`.
        whole: start and end of the element that says that the document holds all of its feed
            (RFC 5005 2); (0, 0) if there is none.
    """

    body: bytes
    places: tuple[tuple[int, int], ...]
    whole: tuple[int, int]


def lay_out(channel: FeedView, fragments: Sequence[bytes], format: Format) -> Layout:
    """Join kept fragments into a document. The bytes are the same as if it were rendered whole."""
    head, tail = _FRAMES[format](channel)
    gap = b",\n" if format == "json" else b""
    starts = accumulate((len(one) + len(gap) for one in fragments), initial=len(head))
    places = tuple((at, at + len(one)) for at, one in zip(starts, fragments, strict=False))
    return Layout(head + gap.join(fragments) + tail, places, xml.completeness(head))


def splice(channel: FeedView, fragments: Sequence[bytes], format: Format) -> bytes:
    """The bytes of a document that is joined from kept fragments."""
    return lay_out(channel, fragments, format).body
