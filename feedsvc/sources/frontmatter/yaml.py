"""Parses YAML (1.1, as libyaml reads it) so that every scalar is the text that was written.

Values are built from parser events with a stack, so that depth and aliases (the "billion laughs"
attack) stay within limits.
"""

import re
from typing import TypeAlias

import msgspec
import yaml

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import legal
from feedsvc.settings import DEFAULTS, LimitSettings
from feedsvc.sources.frontmatter.yaml_faults import yaml_fault

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MERGE = "<<"  # https://yaml.org/type/merge.html
# A value whose first word YAML would take for a tag or an anchor: `title: !important in style`.
# YAML's own tags, and what stands before more than plain words on one line, are left.
_MARKED = re.compile(
    r"""^([\w-]+:[ \t]+)(?=(!(?!!\w|<)|&)(\S*))(?!\S*[ \t]+["'\[{|>&*#!])([^\n#]*[^\s#])[ \t]*$"""
    r"""(?!\n[ \t]+\S|\n-)""",
    re.MULTILINE,
)
# A title that YAML would take for a comment: `title: #metoo`. A comment has a blank after its sign.
_HASHED = re.compile(
    r"^((?:title|headline|subtitle|summary|description|excerpt):[ \t]+)(#(?![#\s!])[^\n]*?)[ \t]*$"
    r"(?!\n[ \t]+\S|\n-)",
    re.MULTILINE | re.IGNORECASE,
)
_UNPRINTABLE = re.compile("[\x7f-\x84\x86-\x9f]")

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"


class _Open(msgspec.Struct):
    """A list or mapping that is being read.

    Attributes:
        weight: number of values in it and below it, itself included.
        height: depth of nested values below it.
        key, key_line: of the mapping's value that comes next.
    """

    value: list[Value] | dict[str, Value]
    anchor: str | None
    line: int
    weight: int = 1
    height: int = 1
    key: str | None = None
    key_line: int = 0


class Repeated(msgspec.Struct, frozen=True):
    """A key that occurs again. Its last value counts.

    Attributes:
        key: as written.
        line: of the file, from 1, at which it occurs again.
        same: whether its value is the same as before.
    """

    key: str
    line: int
    same: bool


def mapping(
    text: str, offset: int, limits: LimitSettings = DEFAULTS
) -> tuple[dict[str, tuple[Value, int]], list[Repeated]]:
    """The keys of a YAML mapping with their values and lines, and the repeated keys.

    Lines are those of `text`, from 1; those of repeated keys are lines of the file.

    Args:
        text: the YAML; empty gives an empty mapping.
        offset: number of lines of the file before `text`; for errors and repeated keys.
        limits: the number of values and their depth; an alias counts as all that it stands for.

    Raises:
        UnreadableArticle: front-matter (not valid, or no mapping), front-matter-deep,
            duplicate-key (inside a value).
    """
    if ": !" in text or ": &" in text:
        text = _with_words(text)
    if ": #" in text:
        text = _HASHED.sub(lambda found: f"{found[1]}{_quoted(found[2])}", text)
    builder = _Builder(offset, limits.front_matter_values, limits.front_matter_depth)
    try:
        builder.build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "it cannot be read"
        fault = yaml_fault(text, (mark.line if mark else 0) + 1, reason)
        message = f"the header is not valid YAML: {fault.reason}"
        raise invalid(message, fault.line + offset) from None
    except yaml.YAMLError:  # an error of libyaml's reader, which has no line
        found = _UNPRINTABLE.search(text)
        at = found.start() if found else 0
        raise invalid(
            "the header holds a control character; delete what the editor does not show",
            text.count("\n", 0, at) + 1 + offset,
        ) from None
    root = builder.root
    if root is None:
        return {}, []
    if not isinstance(root, dict):
        raise invalid(
            "the text between the `---` lines is no list of `key: value` lines; write keys there,"
            " or use `***` for a rule",
            offset + 1,
        )
    return {key: (value, builder.lines[key]) for key, value in root.items()}, builder.repeated


def _with_words(text: str) -> str:
    """The YAML with quotes around values that only look like a tag or an anchor."""
    named = set(re.findall(r"\*(\S+)", text))

    def quoted(found: re.Match[str]) -> str:
        if found[2] == "&" and found[3] in named:
            return found[0]
        return found[1] + _quoted(found[4])

    return _MARKED.sub(quoted, text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def invalid(message: str, line: int) -> UnreadableArticle:
    """The error for front matter that is not valid."""
    return UnreadableArticle(message, line=line, code="front-matter")


def duplicate(key: str, line: int) -> UnreadableArticle:
    """The error for a key that occurs twice."""
    return UnreadableArticle(
        f"the header has {key!r} twice; leave one of them out", line=line, code="duplicate-key"
    )


class _Builder:
    def __init__(self, offset: int, most: int, deepest: int) -> None:
        self.offset = offset
        self.most = most
        self.deepest = deepest
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Value, int, int]] = {}
        self.root: Value = None
        self.lines: dict[str, int] = {}
        self.repeated: list[Repeated] = []
        self.nodes = 0

    def build(self, text: str) -> None:
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise invalid(
                        "a second header begins within the first; put all keys into one",
                        line + self.offset,
                    )
            elif isinstance(event, yaml.ScalarEvent):
                plain = event.implicit[0]
                value = None if plain and event.value in _NULLS else legal(event.value)
                self.add(value, event.anchor, line, 1, 0, 1)
            elif isinstance(event, yaml.AliasEvent):
                self.alias(event.anchor or "", line)
            elif isinstance(event, yaml.MappingStartEvent):
                self.open(_Open({}, event.anchor, line))
            elif isinstance(event, yaml.SequenceStartEvent):
                self.open(_Open([], event.anchor, line))
            elif isinstance(event, yaml.CollectionEndEvent):
                self.close()

    def open(self, container: _Open) -> None:
        if len(self.stack) >= self.deepest:
            raise self.too_much(container.line)
        self.stack.append(container)

    def close(self) -> None:
        done = self.stack.pop()
        if isinstance(done.value, dict) and _MERGE in done.value:
            self.merge(done.value, done.line if self.stack else self.lines[_MERGE])
        self.add(done.value, done.anchor, done.line, done.weight, done.height, 1)

    def merge(self, value: dict[str, Value], line: int) -> None:
        """Give a mapping the keys of those that its `<<` names, unless it has them itself."""
        given = value.pop(_MERGE)
        for one in given if isinstance(given, list) else [given]:
            if not isinstance(one, dict):
                raise invalid(
                    "`<<` in the header takes over keys, and there are none; write them out",
                    line + self.offset,
                )
            for key, inner in one.items():
                if key not in value:
                    value[key] = inner
                    if not self.stack:
                        self.lines[key] = line

    def alias(self, name: str, line: int) -> None:
        if name not in self.anchors:
            raise invalid(
                f"`*{name}` in the header refers to itself or to nothing before it;"
                " write the value out",
                line + self.offset,
            )
        value, weight, height = self.anchors[name]
        self.add(value, None, line, weight, height, weight)

    def add(
        self, value: Value, anchor: str | None, line: int, weight: int, height: int, new: int
    ) -> None:
        self.nodes += new
        if self.nodes > self.most or len(self.stack) + height > self.deepest:
            raise self.too_much(line)
        if anchor:
            self.anchors[anchor] = value, weight, height
        if not self.stack:
            self.root = value
            return
        parent = self.stack[-1]
        parent.weight += weight
        parent.height = max(parent.height, height + 1)
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is None:
            self.key(parent, value, line)
        else:
            if parent.key in parent.value:
                same = parent.value[parent.key] == value
                self.repeated.append(Repeated(parent.key, parent.key_line + self.offset, same))
            parent.value[parent.key] = value
            if len(self.stack) == 1:
                self.lines[parent.key] = parent.key_line
            parent.key = None

    def key(self, parent: _Open, value: Value, line: int) -> None:
        if isinstance(value, list | dict):
            raise invalid(
                "a key of the header is a list; put it in quotes",
                line + self.offset,
            )
        key = value if value is not None else "null"
        alone = len(self.stack) > 1 or key == _MERGE
        if alone and isinstance(parent.value, dict) and key in parent.value:
            raise duplicate(key, line + self.offset)
        parent.key, parent.key_line = key, line

    def too_much(self, line: int) -> UnreadableArticle:
        return UnreadableArticle(
            f"the header holds more than {self.most:,} values, or nests them more than"
            f" {self.deepest} deep; shorten it",
            line=line + self.offset,
            code="front-matter-deep",
        )
