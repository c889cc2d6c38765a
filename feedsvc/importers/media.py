"""Brings media files that posts show into the newsroom's folder.

They come from a folder of uploads that the user names, or, where the user asks for it, from the
network. A file that is there already is never written over.
"""

import posixpath
import re
import shutil
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from feedsvc.importers.addresses import parts_of, with_addresses
from feedsvc.importers.notes import Notes
from feedsvc.model.hashing import digest
from feedsvc.sources import create, is_media, is_text

FOLDER = "uploads"  # of the newsroom, in which the media are put
_PLACES = re.compile(
    r"(?:^|/)(?:wp-content/uploads(?:/sites/\d+)?/|content/(?=(?:images|media|files)/))"
    r"(?P<inner>.+)"
)
# How WordPress names smaller copies of a picture, and an edited large one.
_GHOST = re.compile(r"(?P<kind>images|media|files)/(?:size/(?:[wh]\d+)+/)?(?P<inner>.+)")
_SMALLER = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)|-(?:scaled|rotated)(?=\.\w+$)")
_MOST_KNOWN = 20_000  # addresses that are remembered as missing or found


class Fetch(Protocol):
    """Fetches what is at an address."""

    def __call__(self, url: str) -> bytes:
        """The bytes; raises OSError with a reason."""


class Media:
    """The media files of an import.

    Args:
        articles: the newsroom's folder.
        notes: told what is missing.
        uploads: the folder of uploads of the old site; None: there is none.
        fetch: fetches a file; None: nothing is fetched.
        beside: whether documents name media that stand beside them.
        dry_run: whether nothing is written.
    """

    def __init__(
        self,
        articles: Path,
        notes: Notes,
        *,
        uploads: Path | None = None,
        fetch: Fetch | None = None,
        beside: bool = False,
        dry_run: bool = False,
    ) -> None:
        self._articles = articles
        self._notes = notes
        self._uploads = uploads.resolve() if uploads else None
        self._fetch = fetch
        self._dry_run = dry_run
        self._has_any = (articles / FOLDER).is_dir()  # of an import before
        self._beside = beside
        self._known: dict[tuple[str, str], str] = {}
        self._claimed: dict[str, Path] = {}
        self._file, self._line = "", 1

    @property
    def _is_idle(self) -> bool:
        """Whether nothing can come, nor came with an import before."""
        return not (self._uploads or self._fetch or self._beside or self._has_any)

    def at(self, file: str, line: int) -> None:
        """Say of which post the next addresses are."""
        self._file, self._line = file, line

    def named(self, url: str, article: str) -> str:
        """The address as an article is to name it: relative where the file is here.

        Args:
            url: as the post has it.
            article: the path of the article's file.
        """
        path = self.path_of(url)
        if not path:
            return url
        return _quoted(posixpath.relpath(path, posixpath.dirname(article) or "."))

    def in_html(self, html: str, article: str) -> str:
        """The HTML with the addresses of media files that are here as relative ones."""
        if self._is_idle and "/content/" not in html:
            return html
        return with_addresses(html, lambda url: self.named(url, article))

    def path_of(self, url: str) -> str:
        """The path of the file in the newsroom's folder; empty where it is not brought here."""
        ends = not url.startswith("/content/")  # else it leads nowhere here
        if self._is_idle and ends:
            return ""
        key = (posixpath.dirname(self._file) if self._beside else "", url)
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._brought(url)
        return self._known[key]

    def _brought(self, url: str) -> str:
        parts = parts_of(url)
        path = unquote(parts.path)
        if parts.scheme not in ("http", "https", "") or not is_media(path.rpartition("/")[2]):
            return ""
        if self._beside and not (parts.scheme or parts.netloc or path.startswith("/")):
            return self._from_beside(path, url)
        found = _PLACES.search(path)
        inner = found["inner"] if found else ""
        elsewhere = f"{parts.netloc.replace(':', '-')}/{path.strip('/')}" if parts.netloc else ""
        for name in filter(_is_safe, (*_names(inner), elsewhere)):
            if (self._articles / FOLDER / name).is_file():
                return f"{FOLDER}/{name}"
            if inner and self._uploads and (source := _within(self._uploads, name)):
                return self._copy(source, f"{FOLDER}/{name}")
        if self._fetch is not None and parts.scheme:
            name = inner or elsewhere
            return self._fetched(url, f"{FOLDER}/{name}") if _is_safe(name) else ""
        if inner and (self._uploads or not parts.scheme):
            where = "it is not in the folder of uploads" if self._uploads else "give --uploads"
            self._missing(url, where)
        return ""

    def _from_beside(self, name: str, url: str) -> str:
        """The file that a document names by its name alone: beside it, or among the uploads."""
        roots = [Path(self._file).resolve().parent, *filter(None, (self._uploads,))]
        found = (_within(root, name) for root in roots) if _is_safe(name) else ()
        source = next(filter(None, found), None)
        if source is None:
            self._missing(url, "it is neither beside its document nor in the folder of uploads")
            return ""
        path = f"{FOLDER}/{name}"
        if self._claimed.setdefault(path, source) != source:  # another document has such a name
            stem, dot, suffix = path.rpartition(".")
            path = f"{stem}-{digest(str(source))[:8]}{dot}{suffix}"
        return self._copy(source, path)

    def _copy(self, source: Path, path: str) -> str:
        target = self._articles / path
        if target.exists():
            return path
        self._notes.counts["media"] += 1
        if self._dry_run:
            return path
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".feedsvc-{target.name[:100]}.tmp")
        shutil.copyfile(source, partial)
        partial.replace(target)
        return path

    def _fetched(self, url: str, path: str) -> str:
        target = self._articles / path
        if target.exists():
            return path
        if self._dry_run:
            self._notes.counts["media"] += 1
            return path
        assert self._fetch is not None
        try:
            data = self._fetch(url)
            target.parent.mkdir(parents=True, exist_ok=True)
            create(target, data)
        except OSError as error:
            self._missing(url, str(error.strerror or error))
            return ""
        self._notes.counts["media"] += 1
        return path

    def _missing(self, url: str, why: str) -> None:
        self._notes.counts["media_missing"] += 1
        message = f"{url} stays an address of the old site: {why}"
        self._notes.add(self._file, self._line, "warning", "media-missing", message)


def _names(inner: str) -> list[str]:
    """Under which names a file may be in the folder of uploads; of the whole folder, or of a part.

    Where a smaller copy of a picture is lost, the whole picture does.
    """
    names = [inner, _SMALLER.sub("", inner)]
    if ghost := _GHOST.fullmatch(inner):
        names += [f"{ghost['kind']}/{ghost['inner']}", ghost["inner"]]
    return list(dict.fromkeys(names))


def _within(root: Path, name: str) -> Path | None:
    """The file of a name in a folder; None: there is none, or it leads out of the folder."""
    file = (root / name).resolve()
    return file if file.is_relative_to(root) and file.is_file() else None


def _is_safe(name: str) -> bool:
    """Whether a path leads to a file below the folder that is not hidden."""
    parts = name.split("/")
    fits = all(part and not part.startswith(".") and len(part.encode()) < 200 for part in parts)
    return fits and len(parts) < 20 and "\\" not in name and is_text(name)


def _quoted(path: str) -> str:
    """A path as an address: `?`, `#` and the like are part of the name."""
    return re.sub(
        r"[\s\"'<>%?#&\\]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), path
    )
