"""Makes the files of addresses: each is what the service answers, and beside it compressed ones.

They are laid aside under names of their own. Nothing that readers reach is touched.
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from feedsvc.errors import FeedsvcError
from feedsvc.feeds import CODINGS, Noted
from feedsvc.indexer import usable_cores
from feedsvc.static_site.addresses import Wanted
from feedsvc.static_site.asking import Answer, Service
from feedsvc.static_site.manifest import SiteFile
from feedsvc.static_site.paths import NOT_FOUND

SUFFIXES = {"gzip": ".gz", "br": ".br", "zstd": ".zst"}
_TEXTS = ("text/", "application/", "image/svg+xml")
_LEAST = 256  # bytes; of less, nothing is won
_KEPT = (200, 410)


class Made(msgspec.Struct, frozen=True):
    """What came of an address.

    Attributes:
        wanted: the address.
        status: that the service answered.
        location: where a redirect leads.
        file: with a body to be kept; None: there is none.
        new: whether its bytes are others than before, so that they are laid aside.
        noted: what was noted of the article whose page it is.
    """

    wanted: Wanted
    status: int
    location: str = ""
    file: SiteFile | None = None
    new: bool = False
    noted: tuple[str, Noted] | None = None


class Maker:
    """Makes files, and lays them aside.

    Args:
        service: answers.
        aside: the folder in which they are laid.
    """

    def __init__(self, service: Service, aside: Path) -> None:
        self._service = service
        self._aside = aside

    def make(self, wanted: Wanted, known: SiteFile | None, now: int) -> Made:
        """Ask for an address; where its bytes are new, lay a file aside.

        Args:
            wanted: the address.
            known: the file that it had; None: it had none. All that is known is from before `now`.
            now: seconds since 1970.

        Raises:
            FeedsvcError: the service cannot answer now.
        """
        return self._compressed(self._lay(wanted, known, now))

    def make_all(self, jobs: Iterable[tuple[Wanted, SiteFile | None]], now: int) -> Iterator[Made]:
        """The same for many. While one is asked for, those before are compressed on other cores.

        Args:
            jobs: addresses with the files that they had.
            now: as for make.
        """
        with ThreadPoolExecutor(usable_cores(), "feedsvc-compress") as pool:
            laid = [
                pool.submit(self._compressed, self._lay(wanted, known, now))
                for wanted, known in jobs
            ]
            yield from (one.result() for one in laid)

    def _lay(self, wanted: Wanted, known: SiteFile | None, now: int) -> Made:
        """Ask for an address, and lay its file aside, but for the compressed ones."""
        with self._service.ask(wanted.address, browser=wanted.browser) as answer:
            if answer.status >= 500:
                raise FeedsvcError(
                    f"{wanted.address}: the service answers {answer.status}; see its log, and build"
                    " again"
                )
            if answer.status not in _KEPT and (answer.status, wanted.path) != (404, NOT_FOUND):
                return Made(wanted, answer.status, answer.location)
            target = laid_aside(self._aside, wanted.path)
            hashed, size = _write(answer.chunks, target)
        if known is not None and (known.digest, known.size) == (hashed, size):
            os.unlink(target)
            file = _described(wanted, answer, hashed, size, known.modified, known.codings)
            return Made(wanted, answer.status, file=file, noted=answer.noted)
        modified = min(_time_of(answer.last_modified, now), now)
        if known is not None:
            modified = max(modified, min(known.modified + 1, now))
        os.utime(target, (modified, modified))
        file = _described(wanted, answer, hashed, size, modified, ())
        return Made(wanted, answer.status, file=file, new=True, noted=answer.noted)

    def _compressed(self, made: Made) -> Made:
        """Lay compressed files beside a new one; none that is not smaller."""
        file = made.file
        if not made.new or file is None or file.size < _LEAST:
            return made
        media = file.address.startswith("/media/")  # the service does not compress it either
        if media or not file.media_type.startswith(_TEXTS):
            return made
        target = laid_aside(self._aside, file.path)
        body, codings = target.read_bytes(), []
        for coding, suffix in SUFFIXES.items():
            coded = CODINGS[coding].code(body)
            if len(coded) < file.size:
                beside = f"{target}{suffix}"
                _write([coded], Path(beside))
                os.utime(beside, (file.modified, file.modified))
                codings.append(suffix)
        return replace(made, file=replace(file, codings=tuple(codings)))


def laid_aside(aside: Path, path: str) -> Path:
    """Where the new file of a path is laid."""
    name = sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
    return aside / name[:2] / name[2:]


def prepare_aside(aside: Path) -> None:
    """Make the folders in which files are laid; there must be none."""
    aside.mkdir()
    for number in range(256):
        (aside / f"{number:02x}").mkdir()


def _described(
    wanted: Wanted, answer: Answer, hashed: str, size: int, modified: int, codings: tuple[str, ...]
) -> SiteFile:
    return SiteFile(
        wanted.path,
        wanted.address,
        hashed,
        size,
        answer.media_type,
        answer.headers,
        modified,
        wanted.group,
        codings,
    )


def _time_of(last_modified: str, now: int) -> int:
    return int(parsedate_to_datetime(last_modified).timestamp()) if last_modified else now


def _write(chunks: Iterable[bytes], target: Path) -> tuple[str, int]:
    """Write a file; returns the SHA-256 of its bytes, and how many there are."""
    hashed, size = sha256(), 0
    with open(target, "wb") as file:
        for chunk in chunks:
            hashed.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return hashed.hexdigest(), size
