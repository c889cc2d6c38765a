"""Says which tests try a change, and in which order."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.mutants.changes import Change
from tests.mutants.reach import Place, Reach, Reaching
from tests.mutants.related import mirrored, related
from tests.mutants.spots import spot_at

FIRST, MORE = 6.0, 4  # seconds of the first tests that are tried together; so many times more next


class Batch(NamedTuple):
    """Tests that run together.

    Attributes:
        files: of them, in the order in which they run.
        tests: the names of those that run alone; empty: all in the files.
        longest: the seconds of processor time that one of them takes at most, if that is known.
    """

    files: list[str]
    tests: frozenset[str] = frozenset()
    longest: float | None = None


def plan(root: Path, reach: Reach, change: Change) -> tuple[list[Batch], list[Batch]]:
    """The tests that are to notice a change: those of the module's own, and the others.

    Of both, those come first that are known to run the spot, the quickest first. What runs at the
    import is run by all. Of the others, those that start processes come last: what these run is
    not known. So do files of which the map knows nothing.

    Args:
        root: of the project.
        reach: which tests run which spots.
        change: as it is to be tried.
    """
    source = (root / change.path).read_text(encoding="utf-8")
    at = spot_at(source, change.start)
    place = Place(change.path, at.function) if at else None
    if at and place and reach.at_import(place, at.number):
        place = None
    own, others = mirrored(root, change.path), related(root, change.path)
    known = [one for one in reach.tests() if place is None or reach.knows(one.file, place)]
    files = {one.file for one in known}
    unknown_own = [file for file in own if place is None or file not in files]
    unknown_others = [file for file in others if file not in files]
    number = at.number if at and place else None
    running = [one for one in known if _runs(one, change.path, place, number)]
    of_own = [one for one in running if one.file in own and one.file not in unknown_own]
    elsewhere = [one for one in running if one.file not in own]
    taken = {one.name for one in elsewhere}
    last = [
        one
        for one in known
        if one.file in others and one.name not in taken and (one.starts or place is None)
    ]
    return (
        [*_batches(of_own), *_whole(unknown_own)],
        [*_batches(elsewhere), *_batches(last), *_whole(unknown_others)],
    )


def _runs(test: Reaching, path: str, place: Place | None, spot: int | None) -> bool:
    """Whether a test runs a spot of a function, or any of the module."""
    hits = test.hits.get(path, {})
    if place is None or spot is None:
        return bool(hits)
    return bool(hits.get(place.function, 0) >> spot & 1)


def _batches(tests: Iterable[Reaching]) -> list[Batch]:
    """Tests in the order of their time, as many together as take a few seconds, then more."""
    found: list[Batch] = []
    together: list[Reaching] = []
    taken, limit = 0.0, FIRST
    for one in sorted(tests, key=lambda one: one.seconds):
        if together and taken + one.seconds > limit:
            found.append(_together(together))
            together, taken, limit = [], 0.0, limit * MORE
        together.append(one)
        taken += one.seconds
    return [*found, _together(together)] if together else found


def _together(tests: list[Reaching]) -> Batch:
    files = list(dict.fromkeys(one.file for one in tests))
    longest = max(one.seconds for one in tests)
    return Batch(files, frozenset(one.name for one in tests), longest)


def _whole(files: list[str]) -> list[Batch]:
    return [Batch(files)] if files else []
