"""Indexes articles by slug, alias, feed, media file, headline and id, for the checks."""

import re
from collections.abc import Collection
from datetime import datetime

from feedsvc.editor.check.facts import Facts

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
# Characters that people add or leave out by mistake; others, such as + and #, are meant.
_LOOSE = re.compile(r"[\s_.,;:!'\"()/\\\u2010-\u2015\u2018-\u201d-]+")


class Groups:
    """Paths of articles by a key that several of them may share."""

    def __init__(self) -> None:
        self._paths: dict[str, str | set[str]] = {}  # nearly always one path, which needs no set

    def add(self, key: str, path: str) -> None:
        """Put an article under a key."""
        found = self._paths.get(key)
        if isinstance(found, set):
            found.add(path)
        else:
            self._paths[key] = path if found in (None, path) else {str(found), path}

    def remove(self, key: str, path: str) -> None:
        """Take an article from under a key."""
        found = self._paths.get(key)
        if isinstance(found, set):
            found.discard(path)
        if found == path or not found:
            self._paths.pop(key, None)

    def of(self, key: str) -> Collection[str]:
        """The articles under a key."""
        found = self._paths.get(key, ())
        return (found,) if isinstance(found, str) else found


class ArticleIndex:
    """The facts of all articles, and ways to find them.

    Attributes:
        articles: facts by path.
        headlines: paths by headline_key.
        ids: paths by id_key.
    """

    def __init__(self) -> None:
        self.articles: dict[str, Facts] = {}
        self.headlines = Groups()
        self.ids = Groups()
        self._slugs = Groups()
        self._aliases = Groups()
        self._feeds = Groups()
        self._media = Groups()

    def put(self, facts: Facts) -> None:
        """Add an article whose path is not in the index."""
        self.articles[facts.path] = facts
        for groups, key in self._keys(facts):
            groups.add(key, facts.path)

    def pop(self, path: str) -> Facts | None:
        """Forget an article, and return what was known of it."""
        facts = self.articles.pop(path, None)
        if facts is not None:
            for groups, key in self._keys(facts):
                groups.remove(key, path)
        return facts

    def _keys(self, facts: Facts) -> list[tuple[Groups, str]]:
        return [
            (self.headlines, facts.headline),
            (self.ids, id_key(facts.id)),
            (self._slugs, facts.slug),
            *((self._aliases, alias) for alias in facts.aliases),
            *((self._feeds, feed) for feed in facts.feeds),
            *((self._media, media) for media in facts.media),
        ]

    def called(self, slug: str) -> list[Facts]:
        """The article of a slug, in a list that may be empty."""
        return self._all(self._slugs.of(slug))

    def aliased(self, path: str) -> list[Facts]:
        """The articles that once stood at a path of the site, the newest first."""
        found = self._all(self._aliases.of(path))
        return sorted(found, key=lambda facts: facts.published, reverse=True)

    def names(self, media: str, moment: datetime) -> bool:
        """Whether an article that readers see at a moment names a media file."""
        return self._seen(self._media.of(media), moment)

    def opens(self, feed: str, moment: datetime) -> bool:
        """Whether an article that readers see at a moment belongs to a feed, so that it exists."""
        return self._seen(self._feeds.of(feed), moment)

    def _seen(self, paths: Collection[str], moment: datetime) -> bool:
        return any(self.articles[path].standing(moment) == "published" for path in paths)

    def _all(self, paths: Collection[str]) -> list[Facts]:
        return [self.articles[path] for path in sorted(paths)]


def id_key(entry_id: str) -> str:
    """An id without what people often get wrong: case, scheme, slashes and punctuation."""
    return _LOOSE.sub("-", _SCHEME.sub("", entry_id.casefold().strip(), count=1)).strip("-")
