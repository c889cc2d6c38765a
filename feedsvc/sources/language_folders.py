"""Finds the languages of a newsroom by folders in which translations of the same articles stand."""

import posixpath
from itertools import combinations, islice

from feedsvc.model.problem import Problem
from feedsvc.sources.folder import Folder
from feedsvc.sources.languages import tag_of

_DEEPEST = 3  # folders above a language's
_MOST_FOLDERS = 2000
_MOST_PAIRS = 500
_MOST_FILES = 200  # of a language that are looked up in another
_OF_FOLDERS = ("index", "_index")  # each folder may have one, whatever it is


def languages_of(folder: Folder) -> frozenset[str]:
    """The tags of the languages in whose folders, side by side, the same article stands."""
    found: set[str] = set()
    lookups = 0
    waiting, seen = [""], 0
    while waiting and seen < _MOST_FOLDERS:
        within = waiting.pop()
        seen += 1
        inner = folder.folders(within)
        named = [name for name in inner if tag_of(name)]
        for one, other in combinations(named, 2):
            lookups += 1
            if lookups > _MOST_PAIRS or {tag_of(one), tag_of(other)} <= found:
                continue
            if _share(folder, posixpath.join(within, one), posixpath.join(within, other)):
                found |= {tag_of(one), tag_of(other)}
        if within.count("/") + bool(within) < _DEEPEST:
            waiting += [posixpath.join(within, name) for name in inner if name not in named]
    return frozenset(found)


def _share(folder: Folder, one: str, other: str) -> bool:
    """Whether an article stands in two folders at the same path."""
    unused: list[Problem] = []
    for path, _ in islice(folder.files(one, unused), _MOST_FILES):
        rest = path[len(one) :]
        name = posixpath.basename(rest).split(".")[0].casefold()
        if name not in _OF_FOLDERS and folder.stat(other + rest) is not None:
            return True
    return False
