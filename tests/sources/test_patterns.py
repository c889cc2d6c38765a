"""Patterns mean the same to every Python that feedsvc runs on."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import feedsvc
from feedsvc.sources.html.tokenizer import _token


def patterns() -> Iterator[re.Pattern[Any]]:
    """Every pattern that stands in a module of feedsvc."""
    yield _token(200)
    for found in pkgutil.walk_packages(feedsvc.__path__, "feedsvc."):
        if ".migrations" in found.name or found.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(found.name)).values():
            values = value.values() if isinstance(value, dict) else [value]
            yield from (one for one in values if isinstance(one, re.Pattern))


def parts(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a parsed pattern, with what belongs to it."""
    if isinstance(tree, _parser.SubPattern):
        for operator, argument in tree:
            yield operator, argument
            yield from parts(argument)
    elif isinstance(tree, (tuple, list)):
        for one in tree:
            yield from parts(one)


def is_one_character(tree: Any) -> bool:
    kinds = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY)
    return len(tree) == 1 and tree[0][0] in kinds


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5, as Debian 12 has it, loses what such a group has matched."""
    seen = 0
    for pattern in patterns():
        seen += 1
        for operator, argument in parts(_parser.parse(pattern.pattern, pattern.flags)):
            if operator is _constants.POSSESSIVE_REPEAT:
                assert is_one_character(argument[2]), f"write (?>(?:…)*): {pattern.pattern}"
    assert seen > 100
