"""JSON Feed carries the whole article."""

import json
from datetime import datetime

from hypothesis import given

from feedsvc.model.entry import Entry
from tests.render.any_entry import entries
from tests.render.entries import one_entry


@given(entries())
def test_json_feed_carries_everything(made: tuple[Entry, tuple[str, ...]]) -> None:
    entry, summaries = made
    article = entry.article
    found = json.loads(one_entry(entry, summaries, "json"))
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = found["items"]
    assert item["id"] == entry.id
    assert item["title"] == article.headline
    assert [a["name"] for a in item.get("authors", [])] == [a.name for a in article.authors]
    assert item.get("tags", []) == list(article.tags)
    assert item["content_html"]
    assert datetime.fromisoformat(item["date_published"]) == entry.published
    sections = item.get("_feedsvc", {}).get("sections", [])
    assert [s["heading"] for s in sections] == [s.heading for s in article.sections]
    assert [s.get("summary", "") for s in sections] == list(summaries)
    empty = ("", [], {}, None)
    assert not [key for part in (found, item, *sections) for key in part if part[key] in empty]
