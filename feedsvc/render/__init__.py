"""Renders entries and feeds as Atom, RSS and JSON Feed. Documents are joined from fragments."""

from feedsvc.render.entry import (
    CorrectionView,
    EntryView,
    FeedView,
    TermView,
    absolute,
    entry_view,
    feed_view,
    page_url,
    site_url,
)
from feedsvc.render.entry_html import direction, summary_html, summary_text
from feedsvc.render.formats import (
    RENDERER_VERSION,
    Layout,
    lay_out,
    render_fragment,
    render_view,
    splice,
)
from feedsvc.render.large import SectionView
from feedsvc.render.partner import partner_channel, partner_item
from feedsvc.render.period import period_view
from feedsvc.render.podcast import (
    ART_PIXELS,
    is_artwork,
    podcast_channel,
    podcast_guid,
    podcast_item,
)
from feedsvc.render.private import private_settings, private_view

__all__ = [
    "ART_PIXELS",
    "RENDERER_VERSION",
    "CorrectionView",
    "EntryView",
    "FeedView",
    "Layout",
    "SectionView",
    "TermView",
    "absolute",
    "direction",
    "entry_view",
    "feed_view",
    "is_artwork",
    "lay_out",
    "page_url",
    "partner_channel",
    "partner_item",
    "period_view",
    "podcast_channel",
    "podcast_guid",
    "podcast_item",
    "private_settings",
    "private_view",
    "render_fragment",
    "render_view",
    "site_url",
    "splice",
    "summary_html",
    "summary_text",
]
