"""The documents of a feed: itself, and the older ones to which it leads (RFC 5005)."""

import posixpath
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from feedsvc.errors import FeedsvcError
from feedsvc.importers.addresses import parts_of

MOST_DOCUMENTS = 20_000
_WEB = ("http://", "https://")


class Document(NamedTuple):
    """A document of a feed.

    Attributes:
        name: as the user knows it, a file or an address.
        file: where it is on this machine.
        url: its address; empty where it is only known as a file.
    """

    name: str
    file: Path
    url: str = ""


class Chain:
    """Finds documents, and brings those of the network into a folder that is removed at the end.

    Args:
        fetch: fetches what is at an address.
    """

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self._fetch = fetch
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._seen: set[str] = set()
        self.documents: list[Document] = []

    def close(self) -> None:
        """Remove what was fetched."""
        if self._folder is not None:
            self._folder.cleanup()

    def start(self, place: str, files: list[Path]) -> None:
        """Begin with an address, or with files.

        Raises:
            FeedsvcError: what is at the address cannot be had.
        """
        if not place.startswith(_WEB):
            for file in files:
                self._take(Document(str(file), file))
            return
        try:
            self._bring(place)
        except OSError as error:
            raise FeedsvcError(f"{place}: {error.strerror or error}") from error

    def walk(self) -> Iterator[Document]:
        """Yield each document; those to which one leads may be added meanwhile."""
        number = 0
        while number < len(self.documents):
            yield self.documents[number]
            number += 1

    def follow(self, document: Document, url: str, own: str) -> str:
        """Add the document to which another leads.

        Args:
            document: the other.
            url: absolute.
            own: the address at which the other says that it is.

        Returns:
            why it cannot be had; empty: it can, or is among them already.
        """
        if url in self._seen or len(self.documents) >= MOST_DOCUMENTS:
            return ""
        if document.url:
            try:
                self._bring(url)
            except OSError as error:
                return str(error.strerror or error)
            return ""
        file = self._beside(document.file, url, own)
        if file is None:
            return "it is not among the files"
        self._seen.add(url)
        self._take(Document(str(file), file))
        return ""

    def _bring(self, url: str) -> None:
        self._seen.add(url)
        data = self._fetch(url)
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="feedsvc-import-")
        file = Path(self._folder.name) / str(len(self.documents))
        file.write_bytes(data)
        self._take(Document(url, file, url))

    def _take(self, document: Document) -> None:
        real = str(document.file.resolve())
        if real not in self._seen:
            self._seen.add(real)
            self.documents.append(document)

    def _beside(self, file: Path, url: str, own: str) -> Path | None:
        """The file that stands to another as their addresses do; None: there is none."""
        path, own_path = unquote(parts_of(url).path), unquote(parts_of(own).path)
        top = self.documents[0].file.resolve().parent
        inner = posixpath.relpath(path, posixpath.dirname(own_path)) if own_path else ""
        for name in filter(None, (inner, posixpath.basename(path))):
            found = (file.resolve().parent / name).resolve()
            if found.is_relative_to(top) and found.is_file():
                return found
        return None
