"""Which feeds a WordPress site had, and where they are to lead now. Pure.

https://developer.wordpress.org/advanced-administration/wordpress/feeds/
"""

from collections.abc import Sequence
from urllib.parse import quote

from feedsvc.importers.addresses import parts_of
from feedsvc.importers.wordpress.library import Library, plain
from feedsvc.model.slugs import plain_slug

_MOST = 200  # feeds of a kind; a site may have thousands of tags


class OldFeeds:
    """Collects the categories, tags and authors of the posts that are imported."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._main: set[str] = set()  # categories that are the first of a post
        self._labels: dict[str, dict[str, str]] = {"category": {}, "tag": {}}
        self._authors: dict[str, str] = {}

    def add_category(self, nicename: str, parent: str) -> None:
        """Take in where a category stands in the tree of categories."""
        self._parents[nicename] = parent

    def add_post(self, terms: Sequence[tuple[str, str, str]], category: str) -> None:
        """Take in the labels of a post.

        Args:
            terms: kind, nicename and label.
            category: the label of the one that is its category here.
        """
        if category:
            self._main.add(category)
        for kind, nicename, label in terms:
            if kind in self._labels and nicename:
                self._labels[kind].setdefault(nicename, plain(label))

    def add_author(self, login: str, name: str) -> None:
        """Take in an author."""
        self._authors.setdefault(login, name)

    def redirects(self, library: Library) -> dict[str, str]:
        """The old paths of feeds, and the new ones."""
        root = parts_of(library.site).path.rstrip("/")
        found = {f"{root}/feed/": "/feed.rss", f"{root}/feed/atom/": "/feed.atom"}
        for kind, labels in self._labels.items():
            for nicename, label in list(labels.items())[:_MOST]:
                part = "category" if label in self._main and kind == "category" else "tag"
                place = self._path(nicename) if kind == "category" else quote(nicename)
                found[f"{root}/{kind}/{place}/feed/"] = f"/{part}/{quote(plain_slug(label))}.rss"
        for login, name in list(self._authors.items())[:_MOST]:
            place = quote(plain_slug(login))
            found[f"{root}/author/{place}/feed/"] = f"/author/{quote(plain_slug(name))}.rss"
        return found

    def _path(self, nicename: str) -> str:
        """A category below its parents."""
        parts = [nicename]
        while (parent := self._parents.get(parts[0], "")) and parent not in parts:
            parts.insert(0, parent)
        return "/".join(map(quote, parts))
