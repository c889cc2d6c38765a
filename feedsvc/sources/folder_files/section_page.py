"""Reads what the page of a folder says for the pages below it: Hugo's cascade, Zola's draft.

https://gohugo.io/content-management/front-matter/#cascade,
https://www.getzola.org/documentation/content/section/#drafting
"""

import re
from collections.abc import Iterator
from functools import partial

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.folder_files.folder_file import Rule, defaults_of
from feedsvc.sources.folder_files.targets import is_target
from feedsvc.sources.frontmatter.key_names import is_near, meaning, nearly
from feedsvc.sources.frontmatter.openings import AGAIN, refuse_unknown
from feedsvc.sources.frontmatter.split import Field, split_front_matter
from feedsvc.sources.frontmatter.yaml import duplicate
from feedsvc.sources.source import Source

_CASCADE = "cascade"
_TARGETS = ("target", "_target")
# Keys that Hugo has for such a page and Zola has not.
_OF_HUGO = frozenset(
    {_CASCADE, "layout", "type", "menu", "menus", "linktitle", "outputs", "build", "_build"}
    | {"headless", "url", "lastmod", "params"}
)


def read_section_page(source: Source) -> tuple[Rule, ...]:
    """What the page says for all below it.

    A draft of Zola is one with all below it. A draft of Hugo is the page alone.

    Raises:
        UnreadableArticle: what may hold articles back is not understood.
    """
    front = split_front_matter(source.text, None, source.limits)
    if not front.fields or AGAIN.match(front.body):
        refuse_unknown(front.body, key_lines=False, now=source.now, first_line=front.body_line)
    for again in front.repeated:
        if not again.same and (again.key.casefold() == _CASCADE or meaning(again.key) == "draft"):
            raise duplicate(again.key, again.line)
    names = {key.strip().casefold(): key for key in front.fields}
    rules: list[Rule] = []
    if _CASCADE in names:
        rules += _cascades(front.fields[names[_CASCADE]], source)
    elif near := next((one for one in names if is_near(one, _CASCADE)), ""):
        message = f"{near!r} is not known, and perhaps 'cascade' is meant; write that"
        raise UnreadableArticle(message, line=front.fields[names[near]].line, code="misspelt-key")
    if names.keys().isdisjoint(_OF_HUGO):
        drafts = {k: f for k, f in front.fields.items() if "draft" in (meaning(k), *nearly(k))}
        if drafts and (found := defaults_of(drafts, source, firm=True)):
            rules.append(Rule(found))
    return tuple(rules)


def _cascades(field: Field, source: Source) -> Iterator[Rule]:
    """Yield a rule for each cascade.

    Raises:
        UnreadableArticle: it is no table, or what it holds is not understood.
    """
    tables = field.value if isinstance(field.value, list) else [field.value]
    lines = source.text.split("\n")
    seen: dict[str, int] = {}
    for table in tables:
        if table is None:
            continue
        if not isinstance(table, dict):
            message = "the cascade is no table of keys; write `draft: true` and the like in it"
            raise UnreadableArticle(message, line=field.line, code="wrong-type")
        given = {
            key: Field(value, _line(lines, key, field.line, seen))
            for key, value in table.items()
            if key.casefold() not in _TARGETS
        }
        target = next((v for k, v in table.items() if k.casefold() in _TARGETS), None)
        means = partial(is_target, target) if isinstance(target, dict) else None
        yield Rule(defaults_of(given, source, _CASCADE), means)


def _line(lines: list[str], key: str, first: int, seen: dict[str, int]) -> int:
    """The line at which a key of a table stands; that of the table where it is not found.

    Args:
        lines: of the file.
        key: as written.
        first: the line of the table, from 1.
        seen: of each key the line at which it was last found; gets this one.
    """
    written = re.compile(rf"[\s\"'{{,-]*{re.escape(key)}[\"']?\s*[:=]")
    for at in range(seen.get(key, first - 1), len(lines)):
        if key in lines[at] and written.match(lines[at]):
            seen[key] = at + 1
            return at + 1
    return first
