"""Patterns as in .gitignore, by which `exclude` and `include` name files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache


def matching(patterns: Sequence[str]) -> Callable[[str], bool]:
    """A test of whether a path, relative to the newsroom's folder, is one that is named.

    Args:
        patterns: the lines of a .gitignore.

    Raises:
        ValueError: one of them is no pattern.
    """
    return _matching(tuple(patterns))


@lru_cache(8)
def _matching(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    from pathspec import GitIgnoreSpec  # few newsrooms need it, and each process would load it

    return GitIgnoreSpec.from_lines(patterns).match_file


def pattern_complaints(settings: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the settings whose patterns cannot be understood, with what is wrong with them.

    Args:
        settings: patterns by key.
    """
    for key, patterns in settings.items():
        try:
            if patterns:
                matching(patterns)
        except ValueError as error:
            yield key, f"is no list of patterns as in .gitignore: {error}"
