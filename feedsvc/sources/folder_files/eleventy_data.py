"""Reads Eleventy's files of data: of a folder, such as `posts/posts.json`, or of one article.

A script (`posts.11tydata.js`) is not run. Where it sets a key that may hold articles back to
anything but a plain value, nobody knows what it does.

https://www.11ty.dev/docs/data-template-dir/
"""

import json
import re

from feedsvc.errors import UnreadableArticle
from feedsvc.sources.folder_files.folder_file import Rule, defaults_of
from feedsvc.sources.folder_files.names import SCRIPTS
from feedsvc.sources.frontmatter.json_faults import json_fault
from feedsvc.sources.frontmatter.key_names import ALIASES, HOLDING, meaning, nearly
from feedsvc.sources.frontmatter.split import Field, plain_value
from feedsvc.sources.frontmatter.yaml import Value
from feedsvc.sources.source import Source

_COMPUTED = "eleventycomputed"
# Words that mean other things in data of other kinds.
_ORDINARY = frozenset({"status", "password", "build"})
_NAMES = sorted((name for key in HOLDING for name in ALIASES[key] if " " not in name), key=len)
_SIGN = re.compile("|".join(_NAMES), re.IGNORECASE)
_TEXT = r'"(?>(?:[^"\\\n]|\\.)*)"' r"|'(?>(?:[^'\\\n]|\\.)*)'" r"|`(?>(?:[^`\\]|\\.)*)`"
_COMMENT = re.compile(rf"({_TEXT})|//[^\n]*|/\*(?>(?:[^*]|\*(?!/))*)(?:\*/)?", re.DOTALL)
_KEY = re.compile(
    rf"""(?<![\w$])["']?({"|".join(reversed(_NAMES))})["']?[ \t]*([:(]|=(?![=>]))""",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"\s*(true|false|[\w.+-]+|{_TEXT})[ \t]*(?=[,;}}\n]|$)", re.DOTALL)
_MAY_BE_FALSE = re.compile(r"\bfalse\b|![01]\b|\bdraft", re.IGNORECASE)
_NONE = frozenset({"null", "undefined"})
_WORDS = frozenset({"true", "false", *_NONE})
_MARKS = ("{{", "{%", "${")


def read_eleventy_data(source: Source) -> tuple[Rule, ...]:
    """What a file of data says.

    Raises:
        UnreadableArticle: what may hold articles back in it is not understood.
    """
    if source.path.endswith(SCRIPTS):
        return _of_script(source)
    if not _SIGN.search(source.text) and "\\" not in source.text:
        return ()
    try:
        table = json.loads(source.text, parse_float=str, parse_int=str, strict=False)
    except json.JSONDecodeError as error:
        message = f"it is no valid JSON: {json_fault(error)}"
        raise UnreadableArticle(message, line=error.lineno, code="front-matter") from None
    except (RecursionError, ValueError):
        message = "its JSON nests too deep, or holds too long a number"
        raise UnreadableArticle(message, code="front-matter-deep") from None
    if not isinstance(table, dict):
        return ()
    own = source.path.endswith(".11tydata.json")
    computed = next((one for key, one in table.items() if key.casefold() == _COMPUTED), None)
    found = []
    for values, firm in ((computed, True), (table, False)):
        fields = _fields(values, source, own=own) if isinstance(values, dict) else {}
        if firm:
            _refuse_marks(fields)
        if fields:
            found.append(Rule(defaults_of(fields, source, firm=firm)))
    return tuple(found)


def _fields(values: dict[str, Value], source: Source, *, own: bool) -> dict[str, Field]:
    """The values that may hold an article back.

    Args:
        values: of the file.
        source: the file.
        own: whether it is certainly one of Eleventy's.
    """
    found = {}
    for key, value in values.items():
        wanted = meaning(key) in HOLDING and (own or meaning(key) not in _ORDINARY)
        if wanted or (own and nearly(key)):
            written = re.search(rf'"{re.escape(key)}"\s*:', source.text)
            line = source.text.count("\n", 0, written.start() if written else 0) + 1
            found[key] = Field(plain_value(value, source.limits.front_matter_depth, line), line)
    return found


def _refuse_marks(fields: dict[str, Field]) -> None:
    """Refuse what is computed by a template.

    Raises:
        UnreadableArticle: it may hold articles back.
    """
    for key, field in fields.items():
        text = json.dumps(field.value)
        sure = meaning(key) == "permalink" and not _MAY_BE_FALSE.search(text)
        if not sure and any(mark in text for mark in _MARKS):
            raise _unknown(key, field.line)


def _of_script(source: Source) -> tuple[Rule, ...]:
    if not _SIGN.search(source.text):
        return ()
    text = _COMMENT.sub(_without_comment, source.text)
    may_be_false = _MAY_BE_FALSE.search(text) is not None
    values: dict[tuple[str, str], Field] = {}
    seen, line = 0, 1
    for key in _KEY.finditer(text):
        line += text.count("\n", seen, key.start())
        seen = key.start()
        value = _PLAIN.match(text, key.end()) if key[2] != "(" else None
        written = value[1] if value else ""
        quoted = written[:1] in ("'", '"', "`")
        known = quoted or written in _WORDS or written[:1].isdigit()
        if known and not (quoted and any(mark in written for mark in _MARKS)):
            given = written[1:-1] if quoted else written
            values.setdefault((key[1], given), Field(None if written in _NONE else given, line))
        elif meaning(key[1]) != "permalink" or may_be_false:
            raise _unknown(key[1], line)
    found = [Rule(defaults_of({key: field}, source)) for (key, _), field in values.items()]
    # Which of them is in force is not known where there are several.
    return tuple(sorted(found, key=lambda rule: not any(one.holds for one in rule.defaults)))


def _without_comment(found: re.Match[str]) -> str:
    return found[1] or " " + "\n" * found[0].count("\n")


def _unknown(key: str, line: int) -> UnreadableArticle:
    message = (
        f"it computes {key!r}, which may hold articles back, and feedsvc runs no scripts; write it"
        " as a plain value, or name this file under `exclude` in site.toml if it hides none that"
        " its own header does not hide"
    )
    return UnreadableArticle(message, line=line, code="folder-file")
