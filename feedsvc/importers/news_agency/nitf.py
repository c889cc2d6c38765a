"""Reads documents of NITF 3.x (https://iptc.org/standards/nitf/)."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec
from msgspec.structs import replace

from feedsvc.errors import ImportRefused
from feedsvc.importers.feeds import path_of
from feedsvc.importers.news_agency.nitf_body import body_html, media_of, words
from feedsvc.importers.news_agency.signals import (
    HELD,
    WITHDRAWN,
    bylines,
    correction,
    told_to_editors,
)
from feedsvc.importers.news_agency.versions import Versions
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.importers.times import any_time
from feedsvc.importers.xml_stream import Found, children, elements
from feedsvc.model.article import Author
from feedsvc.model.hashing import digest
from feedsvc.model.slugs import distinct, slugify
from feedsvc.sources import shielded

_DIGITS = re.compile(r"\d{1,4}")
_NOT_FOR_READERS = "npa"  # a `note` of this type is no publishable one
_GENERATION = 10_000  # of a story, above its versions


class _Story(msgspec.Struct):
    """A document, and which document it corrects; empty where it corrects none."""

    post: ImportedPost
    corrects: str


class NitfReader:
    """The documents of files of NITF. Of a story's versions, the newest counts.

    Args:
        place: as the user named it.
        files: each has a document, or several below another element.
        notes: told what is left out, and what is wrong.
    """

    def __init__(self, place: str, files: list[Path], notes: Notes) -> None:
        self._files = files
        self._notes = notes
        self._versions = Versions()
        self._same: dict[str, str] = {}  # the source of a story, by that of its correction
        self._sources: dict[str, str] = {}  # by id

    def survey(self, watch: Callable[[int, int], None]) -> int:
        """Find which version of each story is the newest; returns how many stories there are.

        Raises:
            ImportRefused: a file is no NITF.
        """
        stories = []
        for number, file in enumerate(self._files, 1):
            for story in _stories(file, Notes()):
                bare = replace(story.post, html="", standfirst="")
                stories.append(_Story(bare, story.corrects))
                first = self._sources.setdefault(bare.id, bare.source)
                if first != bare.source:  # the same document, of another day
                    self._same.setdefault(bare.source, first)
            watch(number, len(self._files))
        for story in stories:
            target = self._sources.get(story.corrects, "")
            if target and target != story.post.source:
                self._same[story.post.source] = target
        for story in stories:
            self._versions.add(self._as_one(story.post))
        return len(self._versions)

    def posts(self) -> Iterator[ImportedPost]:
        """Yield the newest version of each story.

        Raises:
            ImportRefused: as for `survey`.
        """
        self._versions.again()
        for file in self._files:
            for story in _stories(file, self._notes):
                if newest := self._versions.newest(self._as_one(story.post)):
                    yield newest
                else:
                    self._notes.left_out["older versions"] += 1

    def _as_one(self, post: ImportedPost) -> ImportedPost:
        """A correction under the name of the story that it corrects."""
        source, seen = post.source, {post.source}
        while (other := self._same.get(source, "")) and other not in seen:
            seen.add(other)
            source = other
        return replace(post, source=source) if source != post.source else post


def _stories(file: Path, notes: Notes) -> Iterator[_Story]:
    def depth(root: str, given: dict[str, str]) -> int:
        return 0 if root == "nitf" else 1

    count = 0
    with open(file, "rb") as stream:
        for found in elements(stream, str(file), depth=depth):
            if found.element.tag == "nitf":
                count += 1
                yield _story(found, str(file), notes)
    if not count:
        message = "it has no <nitf> and is no NITF; choose another kind of source"
        raise ImportRefused(str(file), 1, message)


class _Parts:
    """The parts of a document."""

    def __init__(self, root: Element) -> None:
        empty = Element("none")
        heads = children(root, "head")
        self.head = heads[0] if heads else empty
        self.data = next(iter(children(self.head, "docdata")), empty)
        self.top = next(iter(children(root, "body", "body.head")), empty)
        self.content = children(root, "body", "body.content")
        self.end = children(root, "body", "body.end")

    def of_data(self, name: str, key: str) -> str:
        """An attribute of the first element of a name that has it, in `docdata`."""
        found = (one.get(key, "").strip() for one in children(self.data, name))
        return next(filter(None, found), "")

    def of_publication(self, key: str) -> str:
        """An attribute of the publication."""
        found = (one.get(key, "").strip() for one in children(self.head, "pubdata"))
        return next(filter(None, found), "")


def _story(found: Found, file: str, notes: Notes) -> _Story:
    parts = _Parts(found.element)
    title = words(next(iter(children(parts.top, "hedline", "hl1")), None))
    title = title or words(next(iter(children(parts.head, "title")), None))
    issued = any_time(parts.of_data("date.issue", "norm"))
    published = any_time(parts.of_publication("date.publication"))
    released = any_time(parts.of_data("date.release", "norm"))
    status = parts.data.get("management-status", "usable").casefold()
    withdrawn = status in WITHDRAWN
    draft = status in HELD and released is None
    if draft:
        notes.add(file, found.line, "info", "withheld", f"it is {status}, so it is a draft here")
    note = parts.of_data("ed-msg", "info")
    corrects = parts.of_data("correction", "id-string")
    says = parts.of_data("correction", "info")
    corrections = correction(bool(children(parts.data, "correction")), note, issued, says)
    if note and (withdrawn or corrections):
        notes.add(file, found.line, "info", "note-to-editors", told_to_editors(note))
    id, source = _names(parts, title)
    labels = _labels(parts)
    media = [media_of(one) for content in parts.content for one in content.iter("media")]
    image = next((one for one in media if one.kind == "image" and one.url), None)
    page = parts.of_publication("ex-ref")
    post = ImportedPost(
        source=source,
        file=file,
        line=found.line,
        id=id,
        version=_version(parts),
        title=html.escape(title, quote=False),
        standfirst=html.escape(_standfirst(parts), quote=False),
        html=shielded(_body(parts, file, found.line, notes)),
        date=issued or published or _story_date(parts),
        updated=issued,
        authors=_authors(parts),
        category=next(iter(labels), ""),
        tags=labels[1:],
        slug=slugify(title or id),
        aliases=(path_of(page),) if path_of(page) else (),
        image=image.url if image else "",
        image_alt=(image.alt or image.caption) if image else "",
        image_credit=image.credit if image else "",
        enclosures=tuple(
            Attachment(one.url, one.type)
            for one in media
            if one.kind in ("audio", "video") and one.url
        ),
        language=found.element.get("xml:lang", ""),
        draft=draft,
        embargo=released,
        expires=any_time(parts.of_data("date.expire", "norm")),
        status="withdrawn" if withdrawn else "",
        corrections=() if withdrawn else corrections,
    )
    return _Story(post, corrects)


def _names(parts: _Parts, title: str) -> tuple[str, str]:
    """The id of a document, and the name of its story, which all versions share."""
    id = parts.of_data("doc-id", "id-string")
    story = parts.of_data("du-key", "key")
    if story:
        # A key is unique on its day alone, and may be that of another story on another.
        day = parts.of_data("date.issue", "norm")[:8]
        story = "/".join(filter(None, (story, parts.of_data("du-key", "part"), day)))
    id = id or story or f"urn:sha256:{digest(title, parts.of_data('date.issue', 'norm'))}"
    registered = parts.of_data("doc-id", "regsrc")
    return id, f"nitf:{story or (f'{registered}/{id}' if registered else id)}"


def _version(parts: _Parts) -> int:
    generation, version = (parts.of_data("du-key", key) for key in ("generation", "version"))
    high = int(generation) if _DIGITS.fullmatch(generation) else 0
    return high * _GENERATION + (int(version) if _DIGITS.fullmatch(version) else 0)


def _story_date(parts: _Parts) -> datetime | None:
    dates = children(parts.top, "dateline", "story.date")
    return any_time(dates[0].get("norm", "")) if dates else None


def _standfirst(parts: _Parts) -> str:
    below = words(next(iter(children(parts.top, "hedline", "hl2")), None))
    return below or words(next(iter(children(parts.top, "abstract")), None))


def _authors(parts: _Parts) -> tuple[Author, ...]:
    """Those of the byline: the persons that it marks, else who its words name."""
    found: list[Author] = []
    for line in children(parts.top, "byline"):
        people = [
            words(one) for one in (*children(line, "person"), *children(line, "byttl", "person"))
        ]
        title = words(next(iter(children(line, "byttl")), None))
        whole = words(line).removesuffix(title).strip()
        found += map(Author, filter(None, people)) if people else bylines(whole)
    return tuple({one.name: one for one in found if one.name}.values())


def _labels(parts: _Parts) -> tuple[str, ...]:
    """The section in which it was published, then subjects, keywords and what it is about."""
    subjects = children(parts.head, "tobject", "tobject.subject")
    keys = ("tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
    named = [next(filter(None, (one.get(key, "") for key in keys)), "") for one in subjects]
    keywords = [one.get("key", "") for one in children(parts.data, "key-list", "keyword")]
    content = children(parts.data, "identified-content")
    about = [one.get("value") or words(one) for group in content for one in group]
    section = parts.of_publication("position.section")
    return distinct(filter(None, (section, *named, *keywords, *about)))


def _body(parts: _Parts, file: str, line: int, notes: Notes) -> str:
    def tell(kind: str) -> None:
        message = f"a medium of the kind {kind!r} has no address in the document, and is left out"
        notes.add(file, line, "warning", "media-missing", message)

    texts = [body_html(content, tell).strip() for content in parts.content]
    for note in children(parts.top, "note"):
        if note.get("type", "std") != _NOT_FOR_READERS:
            texts.insert(0, f"<aside>{body_html(note, tell).strip()}</aside>")
    if dateline := _place(parts.top):
        texts.insert(0, f"<p>{html.escape(dateline, quote=False)}</p>")
    for tagline in (one for end in parts.end for one in children(end, "tagline")):
        texts.append(f"<p>{body_html(tagline, tell).strip()}</p>")
    return "\n".join(filter(None, texts))


def _place(top: Element) -> str:
    """The words of a dateline but its date, which is that of the story."""
    parts: list[str] = []
    for dateline in children(top, "dateline")[:1]:
        parts.append(dateline.text or "")
        for one in dateline:
            parts += ("" if one.tag == "story.date" else words(one), one.tail or "")
    return " ".join("".join(parts).split())
