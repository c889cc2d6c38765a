"""Reads WordPress's export files (WXR 1.0 to 1.2), post by post.

https://wordpress.com/support/export/. The format is RSS 2.0 with elements of WordPress's own. Posts
name media and people by numbers that may stand behind them, so each file is read twice.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import msgspec

from feedsvc.errors import ImportRefused
from feedsvc.importers.addresses import parts_of
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.importers.times import any_time, local, utc
from feedsvc.importers.wordpress.body import body_html
from feedsvc.importers.wordpress.library import Library, Medium, plain
from feedsvc.importers.wordpress.old_feeds import OldFeeds
from feedsvc.importers.xml_stream import Found, elements
from feedsvc.model.article import Author
from feedsvc.model.slugs import distinct, slugify

_COMMENT = "wp:comment"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DRAFTS = frozenset({"draft", "pending", "private"})
_GONE = frozenset({"trash", "auto-draft", "inherit"})
# Types of posts that hold no text of readers, and what they are called when they are left out.
_OTHER_TYPES = {
    "page": "pages",
    "nav_menu_item": "items of menus",
    "revision": "revisions",
    "wp_block": "reusable blocks",
    "guest-author": "profiles of authors",
} | dict.fromkeys(
    (
        *("wp_global_styles", "wp_template", "wp_template_part", "wp_navigation", "custom_css"),
        *("customize_changeset", "oembed_cache", "user_request", "wp_font_family", "wp_font_face"),
    ),
    "parts of the theme",
)
_PARTED = {"category": "category", "post_tag": "tag", "tag": "tag", "author": "author"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_RELATIVE = re.compile(r"""((?:src|href|poster)=["'])(?=/wp-content/)""")
_NUMBER = re.compile(r"\d{1,18}")


class _Item(msgspec.Struct):
    """The parts of an item.

    Attributes:
        texts: of its elements, by name; the first of each name.
        terms: domain, nicename and label of each category, tag and the like.
        meta: further values, by key; of several the first.
        old_slugs: names that its page had before.
    """

    texts: dict[str, str]
    terms: list[tuple[str, str, str]]
    meta: dict[str, str]
    old_slugs: list[str]

    def number(self, name: str) -> int:
        """The number in an element; 0: there is none."""
        return _number(self.texts.get(name, ""))


class WxrReader:
    """The posts of one newsroom, in one export file or several.

    Args:
        place: as the user named it.
        files: of one export.
        notes: told what is left out, and what is wrong.
    """

    def __init__(self, place: str, files: Sequence[Path], notes: Notes) -> None:
        self._files = files  # in the order of their names
        self._notes = notes
        self._library = Library()
        self._feeds = OldFeeds()
        self._types: dict[str, int] = {}

    def survey(self, watch: Callable[[int, int], None]) -> int:
        """Read what posts refer to; returns how many posts there are.

        Args:
            watch: told how many megabytes of how many were read.

        Raises:
            ImportRefused: a file is no well-formed XML, or beyond a limit.
        """
        total = sum(file.stat().st_size for file in self._files)
        before = 0
        for file in self._files:
            for found in self._elements(file, partial(_watched, watch, before, total)):
                self._learn(found)
            before += file.stat().st_size
        return self._library.posts

    def posts(self) -> Iterator[ImportedPost]:
        """Yield each post.

        Raises:
            ImportRefused: as for `survey`.
        """
        for file in self._files:
            for found in self._elements(file, lambda _: None):
                if found.element.tag == "item" and (post := self._post(file, found)):
                    yield post
        self._notes.feeds |= self._feeds.redirects(self._library)

    def _elements(self, file: Path, watch: Callable[[int], None]) -> Iterator[Found]:
        def depth(root: str, given: dict[str, str]) -> int:
            if root != "rss":
                message = f"it begins with <{root}> and is no export of WordPress (WXR)"
                raise ImportRefused(str(file), 1, f"{message}; choose another kind of source")
            return 2

        with open(file, "rb") as stream:
            yield from elements(stream, str(file), depth=depth, skip=(_COMMENT,), watch=watch)

    def _learn(self, found: Found) -> None:
        element = found.element
        library = self._library
        if element.tag == "wp:author":
            login, shown = (
                _text(element, "wp:author_login"),
                _text(element, "wp:author_display_name"),
            )
            library.people[login] = plain(shown) or login
        elif element.tag == "wp:category":
            parent = _text(element, "wp:category_parent")
            self._feeds.add_category(_text(element, "wp:category_nicename"), parent)
        elif element.tag in ("link", "wp:base_blog_url") and element.text:
            library.site = element.text.strip().rstrip("/")
        elif element.tag == "item":
            self._learn_item(_item(element))

    def _learn_item(self, item: _Item) -> None:
        kind = item.texts.get("wp:post_type", "post")
        library = self._library
        number = item.number("wp:post_id")
        if kind == "post":
            library.posts += 1
        elif kind == "attachment":
            url = item.texts.get("wp:attachment_url") or item.texts.get("guid", "")
            medium = Medium(
                url.strip(),
                plain(item.meta.get("_wp_attachment_image_alt", "")),
                item.texts.get("excerpt:encoded", "").strip(),
                plain(item.texts.get("title", "")),
            )
            library.add_medium(number, item.number("wp:post_parent"), medium)
        elif kind == "wp_block":
            library.blocks[number] = item.texts.get("content:encoded", "")
        elif kind == "guest-author":
            shown = plain(item.meta.get("cap-display_name", "") or item.texts.get("title", ""))
            for key in (item.meta.get("cap-user_login", ""), item.texts.get("wp:post_name", "")):
                if key and shown:
                    library.people[key.removeprefix("cap-")] = shown

    def _post(self, file: Path, found: Found) -> ImportedPost | None:
        item = _item(found.element)
        kind = item.texts.get("wp:post_type", "post")
        status = item.texts.get("wp:status", "publish").strip()
        if comments := found.skipped.get(_COMMENT, 0):
            self._notes.left_out["comments"] += comments
        if kind != "post":
            self._leave_out(kind, file, found.line)
            return None
        if status in _GONE:
            self._notes.left_out[f"posts with the status {status}"] += 1
            return None
        draft = status in _DRAFTS
        if status not in _DRAFTS | {"publish", "future"}:
            message = f"the status {status!r} is of a plugin, so the post is a draft here"
            self._notes.add(file, found.line, "warning", "status", message)
            draft = True
        if item.texts.get("wp:post_password", "").strip():
            self._notes.counts["password"] += 1
            draft = True
        return self._made(file, found.line, item, draft=draft)

    def _leave_out(self, kind: str, file: Path, line: int) -> None:
        if kind == "attachment":
            return  # media come with the posts that show them
        if kind not in _OTHER_TYPES and kind not in self._types:
            self._types[kind] = line
            message = f"posts of the type {kind!r} are a plugin's, and are left out"
            self._notes.add(file, line, "warning", "post-type", message)
        self._notes.left_out[_OTHER_TYPES.get(kind, f"posts of the type {kind}")] += 1

    def _made(self, file: Path, line: int, item: _Item, *, draft: bool) -> ImportedPost:
        texts, library = item.texts, self._library
        number = item.number("wp:post_id")
        slug = unquote(texts.get("wp:post_name", "").strip())
        categories = distinct(plain(label) for kind, _, label in item.terms if kind == "category")
        tags = [plain(label) for kind, _, label in item.terms if kind == "tag"]
        category = next(iter(categories), "")
        self._feeds.add_post(item.terms, category)
        guid = texts.get("guid", "").strip()
        image = library.media.get(_number(item.meta.get("_thumbnail_id", "")))
        if image is None and _number(item.meta.get("_thumbnail_id", "")):
            message = "its picture is not among the media of the export; export all content"
            self._notes.add(file, line, "warning", "media-missing", message)
        excerpt = " ".join(texts.get("excerpt:encoded", "").split())
        return ImportedPost(
            source=f"wxr:{_place(library.site)}/?p={number}" if number else f"wxr:{guid}",
            file=str(file),
            line=line,
            id=guid,
            title=" ".join(texts.get("title", "").split()),
            standfirst=excerpt,
            html=self._body(file, line, item, number),
            date=self._date(file, line, texts, draft=draft),
            updated=utc(texts.get("wp:post_modified_gmt", "")),
            authors=self._authors(item),
            category=category,
            tags=distinct((*categories[1:], *tags)),
            slug=slug or slugify(plain(texts.get("title", "")) or str(number or "")),
            aliases=tuple(_addresses(texts.get("link", ""), slug, item.old_slugs)),
            image=image.url if image else "",
            image_alt=image.alt if image else "",
            enclosures=_enclosures(item.meta.get("enclosure", "")),
            language=next((nice for kind, nice, _ in item.terms if kind == "language"), ""),
            draft=draft,
        )

    def _body(self, file: Path, line: int, item: _Item, number: int) -> str:
        def tell(code: str, message: str) -> None:
            self._notes.add(file, line, "warning", code, message)

        html = body_html(
            item.texts.get("content:encoded", ""), self._library, number, tell, item.meta
        )
        parts = parts_of(self._library.site)
        root = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        return _RELATIVE.sub(lambda found: found[1] + root, html) if root else html

    def _date(
        self, file: Path, line: int, texts: dict[str, str], *, draft: bool
    ) -> datetime | None:
        """When it is published. The time of GMT is the one that no setting of WordPress shifts."""
        found = utc(texts.get("wp:post_date_gmt", "")) or any_time(texts.get("pubDate", ""))
        if found == _EPOCH:  # which WordPress writes for none
            found = None
        found = found or local(texts.get("wp:post_date", ""))
        if found is None and not draft:
            message = "the post has no date; give its file one, else it is dated when it is seen"
            self._notes.add(file, line, "warning", "no-date", message)
        return found

    def _authors(self, item: _Item) -> tuple[Author, ...]:
        """All authors: those that a plugin for several keeps as terms, else the post's own."""
        names = [
            self._library.people.get(nice.removeprefix("cap-"))
            or self._library.name_of(plain(label))
            for kind, nice, label in item.terms
            if kind == "author"
        ]
        if not names and (login := item.texts.get("dc:creator", "").strip()):
            names = [self._library.name_of(login)]
            self._feeds.add_author(login, names[0])
        return tuple(Author(name) for name in distinct(names))


def _watched(watch: Callable[[int, int], None], before: int, total: int, read: int) -> None:
    watch((before + read) >> 20, total >> 20)


def _item(element: Element) -> _Item:
    item = _Item({}, [], {}, [])
    for child in element:
        text = child.text or ""
        if child.tag == "category":
            kind = _PARTED.get(child.get("domain", ""), "")
            nice = unquote(child.get("nicename", ""))
            if child.get("domain") == "language" and _LANGUAGE.fullmatch(nice):
                kind = "language"
            if kind and text.strip():
                item.terms.append((kind, nice, text))
        elif child.tag == "wp:postmeta":
            key, value = _text(child, "wp:meta_key"), child.findtext("wp:meta_value") or ""
            if key == "_wp_old_slug":
                item.old_slugs.append(unquote(value.strip()))
            item.meta.setdefault(key, value)
        else:
            item.texts.setdefault(child.tag, text)
    return item


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if _NUMBER.fullmatch(text) else 0


def _place(site: str) -> str:
    """The old site without its scheme, which moves first."""
    return site.partition("://")[2].removeprefix("www.") or site


def _addresses(link: str, slug: str, old_slugs: Sequence[str]) -> Iterator[str]:
    """The paths at which a post stood; `?p=12` is none that can be redirected."""
    parts = parts_of(link)
    if parts.query or not parts.path.strip("/"):
        return
    yield parts.path
    head, _, last = parts.path.rstrip("/").rpartition("/")
    for old in old_slugs:
        if unquote(last) == slug and old and "/" not in old:
            yield f"{head}/{old}{'/' if parts.path.endswith('/') else ''}"


def _enclosures(meta: str) -> tuple[Attachment, ...]:
    """The media file that WordPress keeps on three lines: address, length and type."""
    lines = [line.strip() for line in meta.strip().split("\n")]
    if not lines[0].startswith(("http://", "https://")):
        return ()
    length = _number(lines[1]) if len(lines) > 1 else 0
    kind = lines[2] if len(lines) > 2 and "/" in lines[2] else ""
    return (Attachment(lines[0], kind, length),)
