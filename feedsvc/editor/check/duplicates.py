"""Articles that readers or their software may take for one another, at one moment."""

from datetime import datetime

from feedsvc.editor.check.article_index import ArticleIndex, id_key
from feedsvc.editor.check.facts import Facts


class Duplicates:
    """Compares each article with the others; what was found out for one serves all like it.

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
        """The first of those that readers see under the same headline, if that is another."""
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
        """Another article whose id is nearly the one that the file of this one asks for."""
        key = id_key(facts.id)
        if not facts.own_id or not key or len(self._index.ids.of(key)) < 2:
            return None
        if key not in self._alike:
            self._alike[key] = [self._index.articles[p] for p in sorted(self._index.ids.of(key))]
        return next((one for one in self._alike[key] if one.id != facts.id), None)


def _age(facts: Facts) -> tuple[datetime, str]:
    return (facts.published, facts.path)
