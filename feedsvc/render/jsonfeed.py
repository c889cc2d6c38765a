"""Renders entries and feeds as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from datetime import datetime
from html import escape
from typing import Any

from feedsvc.render.entry import EntryView, FeedView
from feedsvc.render.entry_html import content_html, summary_html, summary_text

_VERSION = "https://jsonfeed.org/version/1.1"


def json_fragment(view: EntryView) -> bytes:
    """The bytes of one item, as in a whole feed."""
    return _encode(_item(view))


def json_frame(channel: FeedView) -> tuple[bytes, bytes]:
    """The bytes before and after the items of a feed; `,` and a line break separate the items."""
    head = _encode(_feed(channel))
    return head[:-1] + b',"items":[\n', b"\n]}\n"


def _encode(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _feed(channel: FeedView) -> dict[str, Any]:
    return _without_empty(
        {
            "version": _VERSION,
            "title": channel.feed.title,
            "home_page_url": channel.home,
            "feed_url": channel.self_url,
            "next_url": channel.chain.previous,
            "description": channel.feed.subtitle,
            "icon": channel.icon,
            "authors": [{"name": channel.author}],
            "language": channel.language,
            "hubs": [{"type": "WebSub", "url": hub} for hub in channel.hubs],
            "_feedsvc": _without_empty(
                {
                    "rights": channel.rights,
                    "updated": _time(channel.updated),
                    "deleted": [
                        _without_empty(
                            {"id": one.entry_id, "when": _time(one.deleted), "reason": one.reason}
                        )
                        for one in channel.tombstones
                    ],
                }
            ),
        }
    )


def _item(view: EntryView) -> dict[str, Any]:
    content = content_html(view) if view.full else summary_html(view)
    return _without_empty(
        {
            "id": view.id,
            "url": view.url,
            "title": "" if view.untitled else view.headline,
            # An item must have content_html or content_text, if only the headline.
            "content_html": content or f"<p>{escape(view.headline)}</p>",
            "summary": summary_text(view),
            "image": view.image.url if view.image else "",
            "date_published": _time(view.published),
            "date_modified": _time(view.updated),
            "authors": [
                _without_empty({"name": a.name, "url": a.uri or _mailto(a.email)})
                for a in view.authors
            ],
            "tags": list(dict.fromkeys(term.label for term in view.terms)),
            "language": view.language,
            "attachments": [
                _without_empty({"url": m.url, "mime_type": m.type, "size_in_bytes": m.length})
                for m in view.enclosures
            ],
            "_feedsvc": _without_empty(
                {
                    "image": _without_empty({"alt": view.image_alt, "credit": view.image_credit}),
                    "sections": [] if view.articles else _sections(view),
                    "corrections": _corrections(view),
                    "articles": [_article(one) for one in view.articles],
                }
            ),
        }
    )


def _article(view: EntryView) -> dict[str, Any]:
    """An article in an item that is a digest's period."""
    return _without_empty(
        {
            "id": view.id,
            "url": view.url,
            "title": view.headline,
            "standfirst": view.standfirst,
            "date_published": _time(view.published),
            "date_modified": _time(view.updated),
            "language": view.language,
            "sections": _sections(view),
            "corrections": _corrections(view),
        }
    )


def _sections(view: EntryView) -> list[dict[str, Any]]:
    return [_without_empty(section._asdict()) for section in view.sections]


def _corrections(view: EntryView) -> list[dict[str, Any]]:
    return [
        _without_empty({"text": one.text, "time": _time(one.time) if one.time else ""})
        for one in view.corrections
    ]


def _mailto(email: str) -> str:
    return f"mailto:{email}" if email else ""


def _time(moment: datetime) -> str:
    return moment.isoformat()  # RFC 3339, in UTC


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}
