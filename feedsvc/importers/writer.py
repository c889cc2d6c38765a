"""Puts posts into the newsroom's folder: new files, or the same ones again where a post changed.

No file of an editor is written over, and none that an editor changed after an import.
"""

import errno
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from feedsvc.errors import FeedsvcError
from feedsvc.importers.article_file import (
    article_text,
    digest_of,
    is_as_written,
    recorded_digest,
    recorded_version,
)
from feedsvc.importers.existing import Existing
from feedsvc.importers.media import Media
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import ImportedPost
from feedsvc.model.article import LONGEST_ID
from feedsvc.model.hashing import digest
from feedsvc.model.slugs import slugify, unused
from feedsvc.settings import Settings
from feedsvc.sources import create, left_out, read, rewrite

_NAME_BYTES = 120  # of a file's name without its suffix
_LARGE = 200_000  # characters, from which on a limit of articles may be reached
_UNDATED = "0000"  # a folder that is a number is no category
_PLAIN = Settings()


class Writer:
    """Writes posts as article files.

    Args:
        articles: the newsroom's folder.
        existing: what is in it.
        media: brings the files that posts show.
        notes: told what was done.
        dry_run: whether nothing is written.
    """

    def __init__(
        self, articles: Path, existing: Existing, media: Media, notes: Notes, *, dry_run: bool
    ) -> None:
        self._articles = articles
        self._existing = existing
        self._media = media
        self._notes = notes
        self._dry_run = dry_run
        self._taken: set[str] = set()  # paths that a dry run would write
        self._done: dict[str, bytes] = {}  # by the sources of this import, what tells posts apart
        self._folders: set[str] = set()

    def write(self, post: ImportedPost) -> None:
        """Write a post, or leave its file as it is.

        Raises:
            FeedsvcError: the file cannot be written; those before stay.
        """
        post = self._known(post)
        mark = bytes.fromhex(digest(post.title, post.slug, post.html))[:8]
        if self._done.get(post.source) == mark:  # parts of an export overlap
            self._notes.left_out["posts that the source has twice"] += 1
            return
        if post.source in self._done:
            post = self._twice(post)
        self._done[post.source] = mark
        if not self._is_readable(post):
            return
        self._media.at(post.file, post.line)
        self._tell(post)
        path = self._existing.paths.get(post.source)
        try:
            if path is None and (there := self._existing.own.get(post.id)):
                self._notes.counts["edited"] += 1
                message = f"{there} has its id and is not of an import, so that stays as it is"
                self._notes.add(post.file, post.line, "info", "already-here", message)
            elif path is None:
                self._create(replace(post, id=self._own_id(post)))
            else:
                kept = self._existing.ids_of.get(post.source, "")
                self._update(path, replace(post, id=kept or self._own_id(post)))
        except OSError as error:
            raise FeedsvcError(
                f"{self._articles}: the post of {post.file}:{post.line} cannot be written:"
                f" {error.strerror or error}; what was written before stays, and the same command"
                " goes on when this is mended"
            ) from error

    def _is_readable(self, post: ImportedPost) -> bool:
        """Whether there is something to read; of what would be no article is told why."""
        if post.title and len(post.html) < _LARGE:
            return True
        data = article_text(post, lambda url: url).encode()
        found = read(self._name(post), data, zone=_PLAIN.zone)
        error = next((one for one in found.problems if one.severity == "error"), None)
        if error is not None and error.code == "no-headline":
            self._notes.left_out["posts without title and text"] += 1
            return False
        if error is not None:
            self._notes.add(post.file, post.line, "warning", error.code, error.message)
        return True

    def _known(self, post: ImportedPost) -> ImportedPost:
        """The post under the source by which it was imported, where its site has moved since."""
        source = self._existing.ids.get(post.id, "")
        if not source or post.source in self._existing.paths or source in self._done:
            return post
        kind, _, place = post.source.partition(":")
        if kind != source.partition(":")[0]:
            return post
        # Two posts of WordPress may share a guid, and differ in their numbers.
        if kind == "wxr" and source.rpartition("/?")[2] != place.rpartition("/?")[2]:
            return post
        return replace(post, source=source)

    def _twice(self, post: ImportedPost) -> ImportedPost:
        """Another post that the source has under one name."""
        message = f"the source has two posts under {post.source}, and both are imported"
        self._notes.add(post.file, post.line, "warning", "duplicate", message)
        return replace(post, source=unused(post.source, self._done))

    def _own_id(self, post: ImportedPost) -> str:
        """The id of the post, with a suffix where another article has it."""
        if len(post.id) > LONGEST_ID:
            message = f"its id has more than {LONGEST_ID} characters, so it gets a new one"
            self._notes.add(post.file, post.line, "warning", "id-too-long", message)
            return ""
        if not post.id:
            return ""
        if self._existing.ids.setdefault(post.id, post.source) == post.source:
            return post.id
        own = unused(post.id, self._existing.ids)
        self._existing.ids[own] = post.source
        self._notes.counts["duplicates"] += 1
        message = f"another article has the id {post.id!r}, so this one gets {own!r}"
        self._notes.add(post.file, post.line, "warning", "duplicate-id", message)
        return own

    def _tell(self, post: ImportedPost) -> None:
        self._notes.counts["posts"] += 1
        if post.draft:
            self._notes.counts["drafts"] += 1

    def _text(self, post: ImportedPost, path: str) -> str:
        post = replace(post, html=self._media.in_html(post.html, path))
        local: Callable[[str], str] = lambda url: self._media.named(url, path)  # noqa: E731
        return article_text(post, local)

    def _create(self, post: ImportedPost) -> None:
        path = self._new_path(post)
        text = self._text(post, path)
        self._notes.counts["new"] += 1
        self._existing.add(path, post.source, post.id)
        if self._dry_run:
            self._taken.add(path)
            return
        file = self._articles / path
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        create(file, text.encode())

    def _name(self, post: ImportedPost) -> str:
        """The path that a post asks for: `YEAR/MONTH/SLUG.html`."""
        folder = f"{post.date:%Y/%m}" if post.date else _UNDATED
        stem = (
            slugify(post.slug or "post").encode()[:_NAME_BYTES].decode(errors="ignore").rstrip("-")
        )
        if left_out(f"{folder}/{stem}.html", _PLAIN) is not None or stem == "index":
            stem = f"post-{digest(post.source)[:8]}"  # its address is in the header
        return f"{folder}/{stem}.html"

    def _new_path(self, post: ImportedPost) -> str:
        """The path that a post asks for, with a number where another file has it."""
        folder, _, name = self._name(post).removesuffix(".html").rpartition("/")
        stem, number = name, 1
        while self._is_taken(path := f"{folder}/{name}.html"):
            number += 1
            name = f"{stem}-{number}"
        return path

    def _is_taken(self, path: str) -> bool:
        if path in self._taken:
            return True
        try:
            status = (self._articles / path).lstat()
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                return False
            raise
        return status.st_size > 0 or self._drop_empty(path)

    def _drop_empty(self, path: str) -> bool:
        """Whether an empty file stays: a lost power leaves such ones of files just written."""
        if not self._dry_run:
            (self._articles / path).unlink()
        return False

    def _update(self, path: str, post: ImportedPost) -> None:
        file = self._articles / path
        try:
            old = file.read_bytes()
            text = old.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._edited(path, post, "")
            return
        if recorded_version(text) > post.version > 0:
            self._notes.counts["older"] += 1
            return
        new = self._text(post, path)
        if not is_as_written(text):
            self._edited(path, post, "" if recorded_digest(text) == digest_of(new) else new)
        elif recorded_digest(text) == digest_of(new):
            self._notes.counts["unchanged"] += 1
        else:
            self._notes.counts["updated"] += 1
            if not self._dry_run and not rewrite(file, old, new.encode()):
                self._edited(path, post, new)

    def _edited(self, path: str, post: ImportedPost, new: str) -> None:
        """Tell that a file stays as an editor made it; `new` where the post changed as well."""
        self._notes.counts["edited"] += 1
        if new:
            message = (
                f"it changed in the source, but {path} was edited here, so that stays as it is;"
                " take over by hand what you want of the change"
            )
            self._notes.add(post.file, post.line, "warning", "edited", message)
