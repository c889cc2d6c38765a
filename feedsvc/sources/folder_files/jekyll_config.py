"""Reads the front matter defaults of Jekyll's `_config.yml`.

https://jekyllrb.com/docs/configuration/front-matter-defaults/
"""

import posixpath
from functools import partial
from typing import NamedTuple

from feedsvc.sources.folder_files.folder_file import Rule, defaults_of
from feedsvc.sources.folder_files.targets import Place, matches
from feedsvc.sources.frontmatter import yaml
from feedsvc.sources.frontmatter.split import Field, split_front_matter
from feedsvc.sources.source import Source

_SIGN = "defaults"
_PAGES = "pages"


class _Scope(NamedTuple):
    """For which articles values are meant.

    Attributes:
        folder: where the file is.
        path: a pattern, relative to it; empty: all.
        kind: such as `posts`; empty: all.
        collections: the folder of collections, which is no part of paths.
    """

    folder: str
    path: str
    kind: str
    collections: str


def read_jekyll_config(source: Source) -> tuple[Rule, ...]:
    """The defaults for articles below the file; those with the longest path come first.

    Raises:
        UnreadableArticle: the file is no YAML or TOML, or what may hold articles back in it is not
            understood.
    """
    if _SIGN not in source.text:
        return ()
    fields = _fields(source)
    field = fields.get(_SIGN)
    entries = field.value if field and isinstance(field.value, list) else []
    folder = posixpath.dirname(source.path)
    at = fields.get("collections_dir")
    collections = at.value if at and isinstance(at.value, str) else ""
    lines = source.text.split("\n")
    found: list[tuple[tuple[int, bool, int], Rule]] = []
    after = field.line if field else 1
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict) or not isinstance(values := entry.get("values"), dict):
            continue
        given = {}
        for key, value in values.items():
            after = _line(lines, key, after)
            given[key] = Field(value, after)
        scope = entry.get("scope")
        texts = (
            {k: v for k, v in scope.items() if isinstance(v, str)}
            if isinstance(scope, dict)
            else {}
        )
        path = texts.get("path", "").strip("/")
        kind = texts.get("type", "").casefold().removesuffix("s")
        means = partial(_means, _Scope(folder, path, kind, collections.strip("/")))
        rule = Rule(defaults_of(given, source, "defaults"), means)
        found.append(((len(path), bool(kind), number), rule))
    return tuple(rule for _, rule in sorted(found, key=lambda one: one[0], reverse=True))


def _fields(source: Source) -> dict[str, Field]:
    if source.path.endswith(".toml"):
        front = split_front_matter(f"+++\n{source.text}\n+++\n", None, source.limits)
        return {key: Field(one.value, one.line - 1) for key, one in front.fields.items()}
    values, _ = yaml.mapping(source.text, 0, source.limits)
    return {key: Field(value, line) for key, (value, line) in values.items()}


def _line(lines: list[str], key: str, after: int) -> int:
    """The line from `after` on, from 1, at which a key stands; `after` where it is not found."""
    for at in range(after - 1, len(lines)):
        if lines[at].lstrip(" \t-{\"'").startswith(key):
            return at + 1
    return after


def _means(scope: _Scope, place: Place) -> bool:
    """Whether values are meant for an article below the file."""
    inner = place.path[len(scope.folder) + 1 :] if scope.folder else place.path
    folders = inner.split("/")[:-1]
    named = [one for one in (*folders, "" if scope.folder else place.root) if one[:1] == "_"]
    kind = named[0][1:] if named else _PAGES
    if scope.kind and scope.kind != kind.casefold().removesuffix("s"):
        return False
    paths = [inner, f"{place.root}/{inner}"]
    if scope.collections:
        paths.append(inner.removeprefix(f"{scope.collections}/"))
    return not scope.path or any(matches(scope.path, path, begins=True) for path in paths)
