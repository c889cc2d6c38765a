"""Makes the texts before and after entries fit for feeds, once for all settings of a newsroom."""

import logging

import msgspec

from feedsvc.errors import UnreadableArticle
from feedsvc.render import absolute
from feedsvc.settings import Settings
from feedsvc.sources import clean_fragment

_log = logging.getLogger("feedsvc")


def with_clean_fragments(settings: Settings) -> Settings:
    """Settings whose `feeds.before` and `feeds.after` are sanitized, with absolute URLs.

    One that cannot be read is left out, and the log says so.
    """
    feeds = settings.feeds
    if not (feeds.before or feeds.after):
        return settings
    clean = {key: _clean(key, getattr(feeds, key), settings.site) for key in ("before", "after")}
    return msgspec.structs.replace(settings, feeds=msgspec.structs.replace(feeds, **clean))


def _clean(key: str, html: str, site: str) -> str:
    try:
        return absolute(clean_fragment(html), site, f"{site}/") if html else ""
    except UnreadableArticle as error:
        _log.error("site.toml: feeds.%s is left out: %s", key, error)
        return ""
