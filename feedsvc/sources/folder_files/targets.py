"""Tells whether a pattern of Hugo or Jekyll means an article.

https://gohugo.io/content-management/front-matter/#target,
https://jekyllrb.com/docs/configuration/front-matter-defaults/
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping

import msgspec

from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.languages import language_of

_MOST = 64  # alternatives of one pattern
_LONGEST = 1000  # characters of a pattern
_BRACES = re.compile(r"\{([^{}]*)\}")
_TOKEN = re.compile(r"\*\*|\*|\?|\[[^\]/]{1,100}\]|.", re.DOTALL)


class Place(msgspec.Struct, frozen=True):
    """Where an article stands.

    Attributes:
        path: POSIX, NFC, relative to the newsroom's folder.
        language: a BCP 47 tag; empty: nobody knows.
        stem: the name of its file without suffix and language.
        root: the name of the newsroom's folder.
    """

    path: str
    language: str
    stem: str
    root: str


def place_of(path: str, root: str, languages: Collection[str]) -> Place:
    """Where an article stands.

    Args:
        path, root: as in Place.
        languages: tags of the newsroom's languages.
    """
    *folders, name = path.split("/")
    found = language_of(folders, posixpath.splitext(name)[0], languages)
    return Place(path, found.language, found.stem, root)


def is_target(target: Mapping[str, Value], place: Place) -> bool:
    """Whether one of Hugo's cascades is meant for an article. What cannot be told counts as yes.

    Args:
        target: patterns by what they are of.
        place: of the article.
    """
    texts = {key.casefold(): one for key, one in target.items() if isinstance(one, str)}
    for key, real in (("environment", "production"), ("kind", "page"), ("lang", place.language)):
        if real and (wanted := texts.get(key)) and not matches(wanted.casefold(), real.casefold()):
            return False
    wanted = texts.get("path", "").casefold().replace(" ", "-")
    if not wanted or (patterns := _alternatives(wanted)) is None:
        return True
    shown = list(_shown(place))
    written = [one for pattern in patterns for one in _written(pattern, place.root.casefold())]
    return any(_matches(one, path, begins=False) for one in written for path in shown)


def matches(pattern: str, text: str, *, begins: bool = False) -> bool:
    """Whether a text is one that a pattern of `*`, `**`, `?`, `[ab]` and `{a,b}` means.

    It takes time in proportion to the length of both. A pattern beyond all measure means any text.

    Args:
        pattern: in which only `**` means a slash as well.
        text: a path, or a word.
        begins: whether a folder that is meant means all below it.
    """
    patterns = _alternatives(pattern)
    return patterns is None or any(_matches(one, text, begins=begins) for one in patterns)


def _alternatives(pattern: str) -> list[str] | None:
    """The patterns without braces for which one stands; None: too many."""
    if len(pattern) > _LONGEST:
        return None
    left, whole = [pattern], []
    while left:
        one = left.pop()
        braces = _BRACES.search(one)
        if braces is None:
            whole.append(one)
            continue
        parts = braces[1].split(",")
        if len(left) + len(whole) + len(parts) > _MOST:
            return None
        left += [one[: braces.start()] + part + one[braces.end() :] for part in parts]
    return whole


def _matches(pattern: str, text: str, *, begins: bool) -> bool:
    tokens = _TOKEN.findall(pattern)
    states = _open({0}, tokens)
    for at, sign in enumerate(text):
        if begins and sign == "/" and at and len(tokens) in states:
            return True
        after = set()
        for state in states:
            token = tokens[state] if state < len(tokens) else None
            if token == "**" or (token == "*" and sign != "/"):
                after.add(state)
            elif token is not None and _is_sign(token, sign):
                after.add(state + 1)
        states = _open(after, tokens)
    return len(tokens) in states


def _open(states: set[int], tokens: list[str]) -> set[int]:
    """The states, and those that are reached without a sign."""
    for state in sorted(states):
        while state < len(tokens) and tokens[state] in ("*", "**"):
            state += 1
            states.add(state)
    return states


def _is_sign(token: str, sign: str) -> bool:
    if token == "?":
        return sign != "/"
    if len(token) > 1 and token[0] == "[":
        return sign != "/"  # more than is meant at times; that holds back
    return token == sign


def _shown(place: Place) -> Iterator[str]:
    """The paths by which Hugo's versions know a page."""
    folder = posixpath.dirname(place.path)
    bundle = place.stem.casefold() == "index"
    for one in (place.path, folder if bundle else posixpath.join(folder, place.stem)):
        for within in ("", f"/{place.root}"):
            yield f"{within}/{one}".casefold().replace(" ", "-")


def _written(pattern: str, root: str) -> Iterator[str]:
    """The pattern, and what of it is from the name of the newsroom's folder on.

    That folder may be a section of a section in Hugo's folder `content`.
    """
    parts = pattern.strip("/").split("/")
    yield "/" + "/".join(parts)
    if root in parts[1:]:
        yield "/" + "/".join(parts[parts.index(root, 1) :])
