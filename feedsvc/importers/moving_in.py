"""The way of an import: a reader yields posts, and the writer makes article files of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from feedsvc.errors import FeedsvcError
from feedsvc.importers.existing import find_existing
from feedsvc.importers.feeds import FeedReader
from feedsvc.importers.ghost import GhostReader
from feedsvc.importers.media import Fetch, Media
from feedsvc.importers.news_agency import NinjsReader, NitfReader
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import ImportedPost
from feedsvc.importers.wordpress import WxrReader
from feedsvc.importers.writer import Writer

Watch = Callable[[int, int], None]


class Reader(Protocol):
    """Reads the posts of a source."""

    def survey(self, watch: Watch) -> int:
        """Read what posts refer to; returns how many posts there are, as far as it is known."""

    def posts(self) -> Iterator[ImportedPost]:
        """Yield each post; raises ImportRefused."""


class Kind(NamedTuple):
    """A kind of source.

    Attributes:
        suffixes: of the files of a folder that are read.
        reader: makes a reader, of the place as the user named it, and its files.
        beside: whether documents name media that stand beside them.
    """

    suffixes: tuple[str, ...]
    reader: Callable[[str, list[Path], Notes], Reader]
    beside: bool = False


KINDS: dict[str, Kind] = {
    "wxr": Kind((".xml",), WxrReader),
    "feed": Kind((".xml", ".atom", ".rss", ".rdf", ".json"), FeedReader),
    "ghost": Kind((".json",), GhostReader),
    "ninjs": Kind((".json",), NinjsReader, beside=True),
    "nitf": Kind((".xml", ".nitf"), NitfReader, beside=True),
}


class Source(NamedTuple):
    """What is to be imported.

    Attributes:
        kind: a key of KINDS.
        place: a file, or a folder of files; of a feed also its address.
        uploads: the folder of the old site's media; None: there is none.
        fetch: fetches a media file; None: nothing is fetched.
    """

    kind: str
    place: str
    uploads: Path | None = None
    fetch: Fetch | None = None


class Import:
    """An import of all posts of a source, in two steps.

    Args:
        source: what.
        articles: the newsroom's folder; it is made where it is not there.
        dry_run: whether nothing is written.

    Raises:
        FeedsvcError: there is no such source, or no such folder of uploads.
    """

    def __init__(self, source: Source, articles: Path, *, dry_run: bool = False) -> None:
        if source.uploads is not None and not source.uploads.is_dir():
            raise FeedsvcError(f"{source.uploads}: no such folder; name the folder of uploads")
        self.notes = Notes()
        self._source = source
        self._articles = articles
        self._dry_run = dry_run
        self._reader = KINDS[source.kind].reader(source.place, _files(source), self.notes)
        self._total = 0

    def survey(self, watch: Watch) -> None:
        """Read what has to be known before the first post.

        Args:
            watch: told how much was read, and of how much.

        Raises:
            FeedsvcError: the source cannot be read.
        """
        self._total = self._reader.survey(watch)

    def run(self, watch: Watch) -> None:
        """Write all posts, and tell in `notes` what was done.

        Args:
            watch: told how many were written, and of how many.

        Raises:
            FeedsvcError: the source cannot be read, or a file cannot be written. What was written
                before stays, and another import goes on.
        """
        source, articles, notes = self._source, self._articles, self.notes
        dry = self._dry_run
        media = Media(
            articles,
            notes,
            uploads=source.uploads,
            fetch=source.fetch,
            beside=KINDS[source.kind].beside,
            dry_run=dry,
        )
        writer = Writer(articles, find_existing(articles), media, notes, dry_run=dry)
        watch(0, self._total)
        for done, post in enumerate(self._reader.posts(), 1):
            writer.write(post)
            watch(done, max(self._total, done))


def _files(source: Source) -> list[Path]:
    """The files of a source, in the order of their names.

    Raises:
        FeedsvcError: there are none.
    """
    if source.kind == "feed" and source.place.startswith(("http://", "https://")):
        return []
    place = Path(source.place)
    suffixes = KINDS[source.kind].suffixes
    if not place.is_dir():
        if not place.is_file():
            raise FeedsvcError(f"{place}: no such file; name what was exported")
        return [place]
    found = sorted(one for one in place.rglob("*") if one.suffix.lower() in suffixes)
    if not found:
        raise FeedsvcError(
            f"{place}: no file ends in {' or '.join(suffixes)}; name what was exported"
        )
    return found
