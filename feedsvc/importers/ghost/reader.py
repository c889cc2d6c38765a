"""Reads Ghost's export (JSON, versions 0.x to 6), post by post.

https://ghost.org/docs/migration/ghost/: tables of posts, people and labels, and tables that join
them. Addresses of the site itself begin with a mark in it.
"""

import html
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feedsvc.errors import ImportRefused
from feedsvc.importers.ghost.cards import card_html
from feedsvc.importers.ghost.lexical import lexical_html
from feedsvc.importers.ghost.mobiledoc import mobiledoc_html
from feedsvc.importers.json_file import Item, items_of, read_json, table, texts, values
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import ImportedPost
from feedsvc.importers.times import any_time, utc
from feedsvc.model.article import Author
from feedsvc.model.slugs import distinct, plain_slug, slugify
from feedsvc.sources import shielded

_SITE = "__GHOST_URL__"
_PUBLIC = frozenset({"published", "scheduled"})
_TRUE = ("1", "True", "true")


class _Tables:
    """The tables of an export, and what belongs to each post."""

    def __init__(self, data: dict[str, Any]) -> None:
        people = {texts(one).get("id", ""): one for one in values(data, "users")}
        labels = {texts(one).get("id", ""): one for one in values(data, "tags")}
        self.people = _joined(data, "posts_authors", "author_id", people)
        self.labels = _joined(data, "posts_tags", "tag_id", labels)
        self.more = {
            texts(one).get("post_id", ""): texts(one) for one in values(data, "posts_meta")
        }
        self.person = {key: texts(one) for key, one in people.items()}


class GhostReader:
    """The posts of a site of Ghost.

    Args:
        place: as the user named it.
        files: of exports.
        notes: told what is left out, and what is wrong.
    """

    def __init__(self, place: str, files: list[Path], notes: Notes) -> None:
        self._files = files
        self._notes = notes

    def survey(self, watch: Callable[[int, int], None]) -> int:
        """Nothing stands in front of the posts; how many there are is told by them."""
        return 0

    def posts(self) -> Iterator[ImportedPost]:
        """Yield each post.

        Raises:
            ImportRefused: a file is no export of Ghost.
        """
        for file in self._files:
            text, whole = read_json(file, str(file))
            data = table(next(iter(values(whole, "db")), whole), "data")
            if not isinstance(data.get("posts"), list):
                message = (
                    "it has no `posts` and is no export of Ghost; choose another kind of source"
                )
                raise ImportRefused(str(file), 1, message)
            tables = _Tables(data)
            for item in items_of(text, data["posts"], "posts"):
                if self._is_wanted(item):
                    yield self._made(file, item, tables)

    def _is_wanted(self, item: Item) -> bool:
        said = texts(item.value)
        is_page = said.get("type") == "page" or _is_true(item.value.get("page"))
        if is_page:
            self._notes.left_out["pages"] += 1
        return not is_page

    def _made(self, file: Path, item: Item, tables: _Tables) -> ImportedPost:
        said = texts(item.value)
        id = said.get("id", "")
        # Ghost 0.x, which counted posts, had the UUID in its feed.
        guid = said.get("uuid", "") if id.isdecimal() and said.get("uuid") else id
        more = said | tables.more.get(id, {})
        slug = said.get("slug") or slugify(said.get("title", ""))
        names = [texts(one).get("name", "") for one in tables.people.get(id, [])]
        if not names and (person := tables.person.get(said.get("author_id", ""))):
            names = [person.get("name", "")]
        labels = [texts(one) for one in tables.labels.get(id, [])]
        shown = distinct(
            one.get("name", "") for one in labels if not one.get("name", "").startswith("#")
        )
        self._add_feeds(labels)
        image = _site(said.get("feature_image") or said.get("image") or "")
        body = self._body(file, item.line, item.value)
        return ImportedPost(
            source=f"ghost:{guid}",
            file=str(file),
            line=item.line,
            id=guid,
            title=html.escape(said.get("title", ""), quote=False),
            standfirst=html.escape(said.get("custom_excerpt", ""), quote=False),
            html=shielded(body),
            date=_time(item.value, "published_at") or _time(item.value, "created_at"),
            updated=_time(item.value, "updated_at"),
            authors=tuple(map(Author, distinct(names))),
            category=next(iter(shown), ""),
            tags=shown[1:],
            slug=slug,
            aliases=(f"/{slug}/",),
            image=image,
            image_alt=more.get("feature_image_alt", ""),
            language=said.get("locale", ""),
            draft=self._is_draft(file, item.line, said),
        )

    def _is_draft(self, file: Path, line: int, said: dict[str, str]) -> bool:
        """Whether not everybody could read it on the old site."""
        status, visibility = said.get("status", "draft"), said.get("visibility", "public")
        if status in _PUBLIC and visibility != "public":
            message = f"only {visibility} could read it, so it is a draft here"
            self._notes.add(file, line, "info", "visibility", message)
            return True
        if status == "sent":
            message = "it was sent by e-mail alone, so it is a draft here"
            self._notes.add(file, line, "info", "visibility", message)
        return status not in _PUBLIC

    def _body(self, file: Path, line: int, post: dict[str, Any]) -> str:
        """The text: as Ghost showed it, else of what its editors keep."""

        def tell(card: str) -> None:
            message = f"the card {card!r} has no text in the export, so it is left out"
            self._notes.add(file, line, "warning", "card", message)

        said = texts(post)
        made = said.get("html", "")
        made = made or lexical_html(said.get("lexical", ""), tell)
        made = made or mobiledoc_html(said.get("mobiledoc", ""), tell)
        return _site(made or card_html("markdown", post, tell))

    def _add_feeds(self, labels: list[dict[str, str]]) -> None:
        feeds = self._notes.feeds
        feeds["/rss/"] = "/feed.rss"
        for number, one in enumerate(labels):
            name, slug = one.get("name", ""), one.get("slug", "")
            if name and slug and not name.startswith("#"):
                part = "category" if number == 0 else "tag"
                feeds.setdefault(f"/tag/{slug}/rss/", f"/{part}/{plain_slug(name)}.rss")


def _joined(
    data: dict[str, Any], name: str, key: str, others: dict[str, dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """What a table joins to each post, in its order."""
    rows = [(texts(one), one.get("sort_order")) for one in values(data, name)]
    rows.sort(key=lambda row: row[1] if isinstance(row[1], int) else 0)
    found: dict[str, list[dict[str, Any]]] = {}
    for row, _ in rows:
        if other := others.get(row.get(key, "")):
            found.setdefault(row.get("post_id", ""), []).append(other)
    return found


def _site(text: str) -> str:
    """Addresses of the old site as paths, which lead to what stands there now."""
    return text.replace(_SITE, "")


def _is_true(value: object) -> bool:
    return value is True or str(value) in _TRUE


def _time(post: dict[str, Any], key: str) -> datetime | None:
    """A time; version 0.x counts milliseconds, and all are in UTC."""
    value = post.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**14:
        return datetime.fromtimestamp(value // 1000, UTC)
    text = value if isinstance(value, str) else ""
    found = utc(text) or any_time(text)
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None
