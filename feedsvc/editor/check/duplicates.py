"""Finds articles with the same headline, and articles whose ids feed readers may confuse."""

from datetime import datetime

from feedsvc.editor.check.article_index import ArticleIndex, id_key
from feedsvc.editor.check.facts import Facts


class Duplicates:
    """Compares articles with each other at one moment; keeps what it found by headline and id.

    Args:
        index: the articles.
        now: decides which of them readers see.
    """

    def __init__(self, index: ArticleIndex, now: datetime) -> None:
        self._index = index
        self._now = now
        self._first: dict[str, Facts | None] = {}  # by headline
        self._alike: dict[str, list[Facts]] = {}  # by id_key

    def same_headline(self, facts: Facts) -> Facts | None:
        """The oldest published article with the same headline; None where that is this one."""
        paths = self._index.headlines.of(facts.headline)
        if len(paths) < 2:
            return None
        if facts.headline not in self._first:
            found = [self._index.articles[path] for path in paths]
            seen = [one for one in found if one.standing(self._now) == "published"]
            self._first[facts.headline] = min(seen, key=_age, default=None)
        first = self._first[facts.headline]
        return None if first is facts else first

    def near_id(self, facts: Facts) -> Facts | None:
        """Another article whose id is nearly the same; None where this one's file gives no id."""
        key = id_key(facts.id)
        if not facts.own_id or not key or len(self._index.ids.of(key)) < 2:
            return None
        if key not in self._alike:
            self._alike[key] = [self._index.articles[p] for p in sorted(self._index.ids.of(key))]
        return next((one for one in self._alike[key] if one.id != facts.id), None)


def _age(facts: Facts) -> tuple[datetime, str]:
    return (facts.published, facts.path)
