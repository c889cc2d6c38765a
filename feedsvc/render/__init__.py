"""Entry and feed to bytes: Atom, RSS, JSON Feed. Kept fragments are spliced into documents."""

from feedsvc.render.entry import (
    Channel,
    View,
    absolute,
    direction,
    page_url,
    site_url,
    summary_html,
    summary_text,
    view_channel,
    view_entry,
)
from feedsvc.render.formats import (
    RENDERER_VERSION,
    Layout,
    lay_out,
    render_fragment,
    render_view,
    splice,
)
from feedsvc.render.period import view_period
from feedsvc.render.private import keyed_settings, keyed_view

__all__ = [
    "RENDERER_VERSION",
    "Channel",
    "Layout",
    "View",
    "absolute",
    "direction",
    "keyed_settings",
    "keyed_view",
    "lay_out",
    "page_url",
    "render_fragment",
    "render_view",
    "site_url",
    "splice",
    "summary_html",
    "summary_text",
    "view_channel",
    "view_entry",
    "view_period",
]
