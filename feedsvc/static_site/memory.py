"""What is remembered of a site's releases, with what the next one changes of it."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from feedsvc.errors import FeedsvcError
from feedsvc.feeds import Noted
from feedsvc.static_site.manifest import Gone, Manifest, Redirect, SiteFile
from feedsvc.static_site.paths import NOT_FOUND
from feedsvc.static_site.trees import OWN, STATE, current_release
from feedsvc.store.site_addresses import ArticleNames
from feedsvc.store.site_state import Change, SiteState

Kind: TypeAlias = Literal[
    "file", "redirect", "gone", "article", "claim", "feed", "media", "noted", "built"
]
T = TypeVar("T")
_SEPARATOR = "\x00"
_SOME = 200  # files looked up at a time, where there may be very many
_MANY = 1000  # of a kind: more are looked up together


class FeedStand(msgspec.Struct, frozen=True):
    """What a feed's lists showed.

    Attributes:
        count: how many public articles it has.
        shown: ids of the entries that its documents show.
        archives: how many documents its archive has.
        title: what it was called.
    """

    count: int
    shown: tuple[str, ...] = ()
    archives: int = 0
    title: str = ""


class Built(msgspec.Struct, frozen=True):
    """Of what a release was made.

    Attributes:
        site: its URL, without a slash at its end.
        moment: seconds since 1970, at which all of it was right.
        edition: of the store, up to which changes are in it.
        store: tells the store from any other.
        made_with: a digest of settings, theme and version.
        masthead: a digest of the categories, which all pages show.
    """

    site: str
    moment: int
    edition: int
    store: str
    made_with: str
    masthead: str

    def leads_to(self, later: "Built") -> bool:
        """Whether a later release differs only by what was published since."""
        same = msgspec.structs.replace(later, edition=self.edition, moment=self.moment) == self
        return same and self.edition <= later.edition and self.moment <= later.moment


_TYPES: dict[Kind, Any] = {
    "file": SiteFile,
    "redirect": str,
    "gone": str,
    "article": ArticleNames,
    "claim": None,
    "feed": FeedStand,
    "media": tuple[int, ...],
    "noted": Noted,
    "built": Built,
}


class Memory:
    """What the release that readers reach holds, and what the next one changes of it.

    Args:
        state: open.
        number: of the release; 0: there is none.
    """

    def __init__(self, state: SiteState, number: int) -> None:
        self._state = state
        self.number = number
        self._next: dict[tuple[Kind, str], Any] = {}
        self._counts: dict[Kind, int] = {}

    def get(self, kind: Kind, key: str) -> Any:
        """What something will be in the next release; None: nothing."""
        if (kind, key) in self._next:
            return self._next[kind, key]
        return self.before(kind, key)

    def before(self, kind: Kind, key: str) -> Any:
        """What something is in the release that readers reach; None: nothing."""
        return self.at(kind, key, self.number)

    def at(self, kind: Kind, key: str, number: int) -> Any:
        """What something is in a release; None: nothing."""
        value = self._state.value(kind, key, number)
        return None if value is None else _decoded(kind, value)

    def every(self, kind: Kind, prefix: str = "") -> Iterator[tuple[str, Any]]:
        """All of a kind in the release that readers reach."""
        for key, value in self._state.values(kind, self.number, prefix):
            yield key, _decoded(kind, value)

    def some_files(self, number: int, last: str) -> list[SiteFile]:
        """The next files of a release after a path, in the order of their paths."""
        found = self._state.values_after("file", number, last, _SOME)
        return [_decoded("file", value) for _, value in found]

    def stayed(self, since: int, until: int, last: str) -> list[SiteFile]:
        """The next files after a path that came with a release after `since`, and up to `until`."""
        found = self._state.stayed("file", since, until, last, _SOME)
        return [_decoded("file", value) for _, value in found]

    def is_coarse(self, file: SiteFile, suffix: str) -> bool:
        """Whether a file has a compressed one that was not coded again."""
        return suffix in file.codings and self._state.coded_again(file.path) != file.modified

    def note_fine(self, files: Iterable[SiteFile]) -> None:
        """Note that files were coded again."""
        self._state.note_coded_again((one.path, one.modified) for one in files)

    def count(self, kind: Kind) -> int:
        """How many of a kind are in the release that readers reach."""
        if kind not in self._counts:
            self._counts[kind] = self._state.count(kind, self.number)
        return self._counts[kind]

    def put(self, kind: Kind, key: str, value: Any) -> None:
        """Let something be in the next release; None: let it not be there."""
        self._next[kind, key] = value

    def claimed(self, address: str) -> bool:
        """Whether an article will have an address that leads to it."""
        prefix = f"{address}{_SEPARATOR}"
        for (kind, key), value in self._next.items():
            if kind == "claim" and value is not None and key.startswith(prefix):
                return True
        kept = (key for key, _ in self._state.values("claim", self.number, prefix))
        return any(self.get("claim", key) is not None for key in kept)

    def claim(self, address: str, entry_id: str, *, holds: bool) -> None:
        """Note whether an address leads to an article."""
        self.put("claim", f"{address}{_SEPARATOR}{entry_id}", True if holds else None)

    def changes(self, kind: Kind) -> Iterator[tuple[str, Any, Any]]:
        """What of a kind the next release changes: key, before and after; None: nothing."""
        noted = {key: after for (one, key), after in self._next.items() if one == kind}
        known = dict(self.every(kind)) if len(noted) > _MANY else None
        for key, after in noted.items():
            before = self.before(kind, key) if known is None else known.get(key)
            if before != after:
                yield key, before, after

    def commit(self, number: int, oldest: int) -> None:
        """Keep what the next release changes.

        Args:
            number: of that release.
            oldest: of those whose trees are kept.
        """
        made: list[Change] = []
        counts = dict(self._counts)
        for kind in _TYPES:
            for key, before, after in self.changes(kind):
                made.append(Change(kind, key, None if after is None else _encoded(after)))
                if kind in counts:
                    counts[kind] += (after is not None) - (before is not None)
        self._state.commit(number, made, oldest)
        self._counts = counts
        self.number = number
        self._next.clear()

    def go_back(self, number: int) -> None:
        """Forget what the next release was to change, and what is kept of any after one."""
        self._next.clear()
        self._counts.clear()
        self._state.go_back(number)
        self.number = number

    def manifest(self) -> Manifest:
        """All that the release that readers reach holds; there must be one."""
        built = self.before("built", "")
        files = tuple(file for _, file in self.every("file"))
        gone = tuple(Gone(address, path) for address, path in self.every("gone"))
        leads = tuple(Redirect(*one) for one in self.every("redirect"))
        pages = _feed_pages(files)
        return Manifest(self.number, built.site, files, pages, leads, gone, NOT_FOUND)

    def changed(self, kind: Kind, before: int, after: int) -> list[str]:
        """The keys of a kind that may differ between two releases, of which the second is later."""
        return self._state.changed(kind, before, after)


def _encoded(value: Any) -> bytes:
    return msgspec.msgpack.encode(value)


def _decoded(kind: Kind, value: bytes) -> Any:
    wanted = _TYPES[kind]
    return True if wanted is None else msgspec.msgpack.decode(value, type=wanted)


@contextmanager
def read_memory(out: Path, number: int | None = None) -> Iterator[Memory]:
    """What is remembered of a release in a folder, as it is now, while the block runs.

    Args:
        out: the folder of `feedsvc build`.
        number: of a release whose tree is kept; None: the one that readers reach.

    Raises:
        FeedsvcError: there is no such release.
    """
    wanted = current_release(out) if number is None else number
    path = out / OWN / STATE
    if not wanted or not path.exists():
        raise FeedsvcError(f"{out}: no release is here; make one: feedsvc build {out}")
    with closing(SiteState(path, read_only=True)) as state, state.unchanged():
        memory = Memory(state, wanted)
        if memory.before("built", "") is None:
            raise FeedsvcError(f"{out}: release {wanted} is not known here any more")
        yield memory


def read_manifest(out: Path, number: int | None = None) -> Manifest:
    """All that a release in a folder holds.

    Args:
        out, number: as for read_memory.

    Raises:
        FeedsvcError: there is no such release.
    """
    with read_memory(out, number) as memory:
        return memory.manifest()


def _feed_pages(files: tuple[SiteFile, ...]) -> dict[str, str]:
    """The page for browsers of each feed: both have the same address."""
    documents = {
        file.address: file.path for file in files if not file.media_type.startswith("text/html")
    }
    return {
        documents[file.address]: file.path
        for file in files
        if file.media_type.startswith("text/html") and file.address in documents
    }
