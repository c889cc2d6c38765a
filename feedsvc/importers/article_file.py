"""Writes a post as the text of an article file: YAML front matter and HTML. Pure.

What is written is read back as the same article. The header has the name of the post in its source,
and a digest of the whole file, by which a later import knows whether an editor changed it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.model.article import LONGEST_ID, LONGEST_LABEL, MOST_LABELS, Author, Correction
from feedsvc.model.characters import legal, one_line
from feedsvc.model.hashing import digest
from feedsvc.sources import shielded
from feedsvc.sources.frontmatter import quoted, yaml_value

SOURCE = "source"
DIGEST = "source_digest"
VERSION = "source_version"
_DIGITS = 32  # of a digest
_LONGEST_TITLE = 2_000  # characters; a header has a limit
_LONGEST_STANDFIRST = 8_000
_DIGEST_LINE = re.compile(rf"^{DIGEST}:[^\n]*\n", re.MULTILINE)
_RECORDED = re.compile(rf"^{DIGEST}: *[\"']?([0-9a-f]+)[\"']? *\r?$", re.MULTILINE)
_VERSION = re.compile(rf"^{VERSION}: *[\"']?(\d{{1,9}})[\"']? *\r?$", re.MULTILINE)
_OPENINGS = frozenset("-+{.")
_SIMPLE_NAME = re.compile(r"[^\W\d_][\w .'’-]*")
_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", "[": "&#91;"})


def article_text(post: ImportedPost, local: Callable[[str], str]) -> str:
    """The text of the file.

    Args:
        post: what to write; its id as it is to be.
        local: the address of a media file as the article is to name it.
    """
    lines = "".join(f"{line}\n" for line in _header(post, local))
    body = shielded(legal(post.html).replace("\r\n", "\n").replace("\r", "\n"), brackets=False)
    body = body.strip()
    if body[:1] in _OPENINGS:  # else it could be read as another header
        body = f"&#{ord(body[0])};{body[1:]}"
    text = f"---\n{lines}---\n\n{body}\n"
    return text.replace(f"{DIGEST}: \n", f"{DIGEST}: {digest_of(text)}\n", 1)


def digest_of(text: str) -> str:
    """The digest of a file's text, whatever its line ends are and whatever digest stands in it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return digest(_DIGEST_LINE.sub("", text, count=1))[:_DIGITS]


def is_as_written(text: str) -> bool:
    """Whether a file is as an import wrote it."""
    found = _RECORDED.search(text)
    return found is not None and found[1] == digest_of(text)


def recorded_digest(text: str) -> str:
    """The digest that stands in a file; empty: none."""
    found = _RECORDED.search(text)
    return found[1] if found else ""


def recorded_version(text: str) -> int:
    """The version of the item of which a file was made; 0: not known."""
    found = _VERSION.search(text)
    return int(found[1]) if found else 0


def _header(post: ImportedPost, local: Callable[[str], str]) -> Iterator[str]:
    yield from _inline("title", post.title, _LONGEST_TITLE)
    yield from _inline("standfirst", post.standfirst, _LONGEST_STANDFIRST)
    yield from _time("date", post.date)
    yield from _time("updated", post.updated)
    yield from _authors(post.authors)
    category = _label(post.category)
    # A text is parted at commas; the one value of a list is not.
    yield from (
        _list("category", [category]) if set(category) & set(",;&") else _text("category", category)
    )
    yield from _list("tags", _tags(post))
    yield from _text("slug", post.slug)
    yield from _text("language", post.language)
    if post.image:
        yield from _text("image", local(post.image))
        yield from _text("image_alt", post.image_alt)
        yield from _text("image_credit", post.image_credit)
    yield from _enclosures(post.enclosures, local)
    yield from _time("embargo", post.embargo)
    yield from _time("expires", post.expires)
    if post.draft:
        yield "draft: true"
    yield from _text("status", post.status)
    yield from _text("reason", post.reason)
    yield from _corrections(post.corrections)
    yield from _list("aliases", post.aliases)
    if len(post.id) <= LONGEST_ID:
        yield from _text("id", post.id)
    yield f"{SOURCE}: {quoted(one_line(legal(post.source)))}"
    if post.version:
        yield f"{VERSION}: {post.version}"
    yield f"{DIGEST}: "


def _text(key: str, value: str) -> Iterator[str]:
    value = one_line(legal(value))
    if value:
        yield f"{key}: {yaml_value(key, value)}"


def _inline(key: str, value: str, longest: int) -> Iterator[str]:
    value = one_line(legal(value))
    if len(value) > longest:
        value = value[:longest].rpartition(" ")[0] + "…"
    if value:
        yield f"{key}: {quoted(shielded(value, brackets=False))}"


def _time(key: str, value: datetime | None) -> Iterator[str]:
    if value is None:
        return
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
        yield f"{key}: {value.isoformat(timespec='seconds')}Z"
    else:
        yield f"{key}: {value.isoformat(timespec='seconds')}"


def _label(text: str) -> str:
    """A label as front matter wants it: signs that begin links and references are written so."""
    text = one_line(legal(text))
    return text.translate(_SIGNS) if len(text) <= LONGEST_LABEL else ""


def _tags(post: ImportedPost) -> Iterable[str]:
    room = MOST_LABELS - len(post.authors) - 1
    return [label for tag in post.tags if (label := _label(tag))][: max(room, 0)]


def _list(key: str, values: Iterable[str]) -> Iterator[str]:
    kept = [text for value in values if (text := one_line(legal(value)))]
    if kept:
        yield f"{key}:"
        yield from (f"  - {quoted(text)}" for text in kept)


def _authors(authors: tuple[Author, ...]) -> Iterator[str]:
    if authors:
        yield "authors:"
    for author in authors[: MOST_LABELS // 2]:
        name = one_line(legal(author.name))
        if _SIMPLE_NAME.fullmatch(name) and not (author.email or author.uri):
            yield f"  - {quoted(name)}"
            continue
        yield f"  - name: {quoted(name.translate(_SIGNS))}"
        for key, value in (("email", author.email), ("uri", author.uri)):
            if value:
                yield f"    {key}: {quoted(one_line(legal(value)))}"


def _enclosures(found: tuple[Attachment, ...], local: Callable[[str], str]) -> Iterator[str]:
    if found:
        yield "enclosure:"
    for one in found:
        yield f"  - url: {quoted(local(one.url))}"
        if one.type:
            yield f"    type: {quoted(one.type)}"
        if one.length:
            yield f"    length: {one.length}"


def _corrections(found: tuple[Correction, ...]) -> Iterator[str]:
    if found:
        yield "correction:"
    for one in found:
        yield f"  - text: {quoted(one_line(legal(one.text)))}"
        if one.time is not None:
            (time,) = _time("time", one.time)
            yield f"    {time}"
