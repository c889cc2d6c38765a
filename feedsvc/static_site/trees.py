"""Keeps releases as folders, and puts the next one in place by a rename.

At most three whole trees are kept: the release that readers reach, the one before, and a third. The
third becomes the next release by what changed since its own, so that a release costs what it
changes. Trees share files by hard links; so a file is replaced by a rename, and never written to.
"""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from feedsvc.errors import FeedsvcError
from feedsvc.static_site.making import laid_aside, prepare_aside
from feedsvc.static_site.manifest import SiteFile
from feedsvc.store.locks import FileLock

OWN = ".build"  # the folder of what is no release
STATE = "state.db"
_KEPT = 3  # trees
_LINK = "current"
_SPARE = "spare-"

_AHEAD = "ahead"

Files = Callable[[str, int], SiteFile | None]
Some = Callable[[int, str], Sequence[SiteFile]]
Changed = Callable[[int, int], Collection[str]]


class Releases:
    """The releases in a folder.

    Args:
        out: the folder; it is made where it is missing.

    Attributes:
        own: the folder of what is no release.
        aside: the folder of files that are to be part of the next release.

    Raises:
        FeedsvcError: something else is in the folder, or it cannot be written.
    """

    def __init__(self, out: Path) -> None:
        self.out, self.own = out, out / OWN
        self.aside = self.own / "aside"
        self._trees, self._tree = out / "releases", self.own / "tree"
        self._ahead: tuple[int, str] | None = None  # of which release, and up to which path
        with told(out):
            if out.exists() and not self.own.is_dir() and any(out.iterdir()):
                raise FeedsvcError(
                    f"{out}: something else is in this folder; name a new or an empty one"
                )
            self.own.mkdir(parents=True, exist_ok=True)
            self._trees.mkdir(exist_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep all other builders away as long as the block runs.

        Raises:
            FeedsvcError: there is another one.
        """
        lock = FileLock(self.own / "lock")
        if not lock.take():
            raise FeedsvcError(
                f"{self.out}: {lock.holder() or 'another process'} builds here already; stop it, or"
                " name another folder"
            )
        try:
            yield
        finally:
            lock.let_go()

    @property
    def current(self) -> int:
        """The number of the release that readers reach; 0: there is none."""
        return current_release(self.out)

    def clear(self) -> None:
        """Remove what an interrupted build left."""
        with told(self.out):
            remove(self.aside)
            remove(self.own / _AHEAD)
            self._remove_failed()
            prepare_aside(self.aside)

    def oldest(self) -> int:
        """The number of the oldest release of which a tree is kept; 0: there is none."""
        spares = [number for number, _ in self._spares()]
        ahead = [self._ahead[0]] if self._ahead else []
        return min([*self._numbers(), *spares, *ahead], default=0)

    def prepare(self, some: Some) -> bool:
        """Make a part of a tree ahead, while there are fewer than will be; False: none is wanted.

        To link all files takes long, and the next releases need not wait for it.

        Args:
            some: as for begin.
        """
        if self._ahead is None:
            current = self.current
            if not current or len(self._numbers()) + len(self._spares()) >= _KEPT:
                return False
        self._link_more(some)
        return True

    def _link_more(self, some: Some) -> None:
        """Link the next files of a tree that is made ahead, and begin one where there is none."""
        tree = self.own / _AHEAD
        with told(self.out):
            if self._ahead is None:
                remove(tree)
                tree.mkdir()
            (number, last), self._ahead = self._ahead or (self.current, ""), None
            files = some(number, last)
            for file in files:
                self._link(file.path, file, self._trees / str(number), tree)
            if files:  # where that failed, it begins anew
                self._ahead = number, files[-1].path
                return
            os.rename(tree, self.own / f"{_SPARE}{number}.{len(self._spares())}")

    def begin(self, files: Files, changed: Changed, some: Some) -> None:
        """Make the tree of the next release ready: it is as the release that readers reach.

        Args:
            files: gives the file of a path in a release.
            changed: gives the paths that may differ between two releases.
            some: gives the next files of a release after a path, in the order of their paths; the
                first ones after an empty path, and none where there are no more.
        """
        with told(self.out):
            self._remove_failed()
        current = self.current
        if not current:
            with told(self.out):
                self._tree.mkdir()
            return
        while not self._spares() and len(self._numbers()) < _KEPT:
            self._link_more(some)
        oldest = min(self._numbers())
        number, tree = min(self._spares(), default=(oldest, self._trees / str(oldest)))
        with told(self.out):
            os.rename(tree, self._tree)
            paths = changed(number, current)
            for path in paths:  # all of them first: where a file was, a folder may come
                self._remove(path, files(path, number))
            for path in paths:
                self._link(path, files(path, current), self._trees / str(current), self._tree)

    def put(self, file: SiteFile, before: SiteFile | None) -> None:
        """Put a file that was laid aside into the tree of the next release."""
        with told(self.out):
            for suffix in set(before.codings if before else ()) - set(file.codings):
                self._unlink(self._tree / f"{file.path}{suffix}")
            aside = laid_aside(self.aside, file.path)
            target = self._place(file.path)
            for suffix in ("", *file.codings):
                os.replace(f"{aside}{suffix}", f"{target}{suffix}")

    def drop(self, file: SiteFile) -> None:
        """Remove a file from the tree of the next release."""
        with told(self.out):
            self._remove(file.path, file)

    def write(self, name: str, text: str | None) -> None:
        """Put a text for the host of the pages into the tree of the next release.

        Args:
            name: of the file.
            text: empty: there is no such file; None: it is the one of the current release.
        """
        with told(self.out):
            target, kept = self._tree / name, self._trees / str(self.current) / name
            self._unlink(target)  # trees share files, so it is never written to
            if text != "" and kept.is_file() and text in (None, kept.read_text("utf-8")):
                self._take(kept, self._place(name))
            elif text:
                self._place(name).write_text(text, encoding="utf-8")

    def exchange(
        self, file: SiteFile, suffix: str, body: bytes, has: Callable[[int], bool]
    ) -> None:
        """Put other bytes of the same meaning in place of a compressed file, in all trees.

        Its time stays. Who reads the file of before goes on with it.

        Args:
            file: beside which it stands.
            suffix: of the compressed one.
            body: its bytes.
            has: says whether a release has the same file.
        """
        made, link = self.own / "exchanged", self.own / "link"
        made.write_bytes(body)
        os.utime(made, (file.modified, file.modified))
        trees = [(number, self._trees / str(number)) for number in self._numbers()]
        trees += self._spares()
        if self._ahead is not None and file.path <= self._ahead[1]:
            trees.append((self._ahead[0], self.own / _AHEAD))
        for number, tree in trees:
            if has(number):
                link.unlink(missing_ok=True)
                self._take(made, link)
                os.replace(link, tree / f"{file.path}{suffix}")
        made.unlink()

    def finish(self, number: int) -> None:
        """Let readers reach the tree as a release, and forget the oldest ones."""
        with told(self.out):
            os.rename(self._tree, self._trees / str(number))
            link = self.own / "link"
            with contextlib.suppress(FileNotFoundError):
                link.unlink()
            os.symlink(f"releases/{number}", link)
            os.replace(link, self.out / _LINK)
            for one in sorted(self._numbers())[:-_KEPT]:
                os.rename(self._trees / str(one), self._tree)
                remove(self._tree)

    def _remove_failed(self) -> None:
        """Remove the trees of releases that never became current."""
        remove(self._tree)
        for number in self._numbers():
            if number > self.current:
                remove(self._trees / str(number))

    def _spares(self) -> list[tuple[int, Path]]:
        """The trees that were made ahead: of which release each is, and where."""
        found = self.own.glob(f"{_SPARE}*.*")
        return [(int(one.name.removeprefix(_SPARE).partition(".")[0]), one) for one in found]

    def _numbers(self) -> list[int]:
        return [int(one.name) for one in self._trees.iterdir() if one.name.isdigit()]

    def _place(self, path: str, tree: Path | None = None) -> Path:
        target = (tree or self._tree) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _link(self, path: str, file: SiteFile | None, source: Path, tree: Path) -> None:
        """Take a file of one tree into another."""
        if file is None:
            return
        source, target = source / path, self._place(path, tree)
        for suffix in ("", *file.codings):
            self._take(Path(f"{source}{suffix}"), Path(f"{target}{suffix}"))

    def _take(self, source: Path, target: Path) -> None:
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.EXDEV):
                raise
            shutil.copy2(source, target)  # the file system knows no hard links

    def _remove(self, path: str, file: SiteFile | None) -> None:
        if file is None:
            return
        for suffix in ("", *file.codings):
            self._unlink(self._tree / f"{path}{suffix}")
        with contextlib.suppress(OSError):  # it is not empty
            for folder in (self._tree / path).parents:
                if folder == self._tree:
                    break
                folder.rmdir()

    def _unlink(self, path: Path) -> None:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def current_release(out: Path) -> int:
    """The number of the release in a folder that readers reach; 0: there is none."""
    try:
        return int(os.readlink(out / _LINK).rpartition("/")[2])
    except (OSError, ValueError):
        return 0


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, where it is there."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


@contextmanager
def told(out: Path) -> Iterator[None]:
    """Turn errors of the file system into FeedsvcError."""
    try:
        yield
    except OSError as error:
        where = error.filename or out
        raise FeedsvcError(
            f"{where}: cannot be written ({error.strerror}); see that there is space and that this"
            " user may write there, and build again"
        ) from error
