"""Stamped files, for whatever holds of every one."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from feedsvc import sources
from feedsvc.editor.stamp.stamp import Remembered, Stamped, own_id, stamp
from feedsvc.model.article import Article

BERLIN = ZoneInfo("Europe/Berlin")
SEEN = datetime(2026, 6, 1, 12, 30, 5, tzinfo=UTC)
ID = "tag:news.example,2026:world/rain.md"
KNOWN = Remembered(ID, SEEN)
MOMENT = "2026-06-01T14:30:05+02:00"


def article_of(path: str, data: bytes) -> Article:
    reading = sources.read(path, data, zone=BERLIN)
    assert reading.article is not None, reading.problems
    return reading.article


def stamped(path: str, data: bytes, known: Remembered = KNOWN) -> bytes:
    """The stamped file, for whatever holds of every one."""
    before = article_of(path, data)
    found = stamp(before, data, known, BERLIN)
    assert isinstance(found, Stamped), found
    after = article_of(path, found.data)
    assert after.id == own_id(path, found.data) == known.id
    assert after.date == before.date or (before.date, after.date) == (None, known.first_seen)
    assert without(after) == without(before)
    renamed = article_of(f"elsewhere/other{Path(path).suffix}", found.data)
    assert (renamed.id, renamed.date) == (after.id, after.date)
    return found.data


def without(article: Article) -> Article:
    by_name = f"/articles/{Path(article.path).stem}"
    aliases = tuple(alias for alias in article.aliases if alias != by_name)
    return msgspec.structs.replace(
        article, id="", date=None, slug="", holding=None, aliases=aliases
    )
