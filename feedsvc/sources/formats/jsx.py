"""Reads the tags and expressions of JSX, which MDX has between its Markdown. Pure.

https://facebook.github.io/jsx/, https://mdxjs.com/docs/what-is-mdx/
"""

import html
import re
from typing import NamedTuple

_NAME = re.compile(r"<(/?)([A-Za-z][\w.-]{0,100}(?::[A-Za-z][\w-]{0,40})?)(?=[\s/>])")
_ATTRIBUTE = re.compile(r"[\s/]*([A-Za-z_$][\w$:.-]{0,100})(?:\s*=\s*)?|[\s/]+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# A text, a number, or the path of a file that a call names: all that an expression may stand for.
_LITERAL = re.compile(
    r"""\s*(?:(?:[\w.]+\(\s*)?(["'])((?:(?!\1)[^\\\n]|\\.){0,4000})\1\s*(?:\)(?:\.default)?)?"""
    r"""|`([^`$\\]{0,4000})`|(-?[0-9.]{1,20}))\s*"""
)
_SIGNS = re.compile(r"[{}\"'`/]")
_LONGEST = 20_000  # characters of an expression or a tag


class Tag(NamedTuple):
    """A tag of JSX.

    Attributes:
        name: empty for a fragment.
        end: where the text goes on behind it.
        closes, alone: whether it ends an element, or is one by itself.
        given: the attributes whose values are known.
    """

    name: str
    end: int
    closes: bool
    alone: bool
    given: dict[str, str]

    @property
    def is_component(self) -> bool:
        """Whether it is no element of HTML."""
        return not self.name or self.name[0].isupper() or "." in self.name

    def as_html(self) -> str:
        """The tag of an element of HTML, with the attributes that are known."""
        if self.closes:
            return f"</{self.name}>"
        written = "".join(f' {key}="{html.escape(value)}"' for key, value in self.given.items())
        return f"<{self.name}{written}{' /' if self.alone else ''}>"


def tag_at(text: str, at: int) -> Tag | None:
    """The tag that begins at a `<`; None where there is none.

    Args:
        text: of MDX.
        at: the place of the `<`.
    """
    if text.startswith(("<>", "</>"), at):
        return Tag("", text.find(">", at) + 1, text[at + 1] == "/", alone=False, given={})
    if (found := _NAME.match(text, at)) is None:
        return None
    position = found.end()
    given: dict[str, str] = {}
    while position < min(len(text), at + _LONGEST):
        if text[position] == ">":
            alone = text[position - 1] == "/"
            return Tag(found[2], position + 1, bool(found[1]), alone, given)
        if text[position] == "{":  # {...props}
            position = expression_end(text, position)
            continue
        attribute = _ATTRIBUTE.match(text, position)
        if attribute is None:
            return None
        position = attribute.end()
        if not attribute[1]:
            continue
        value: str | None = ""
        if quoted := _QUOTED.match(text, position):
            value, position = html.unescape(quoted[0][1:-1]), quoted.end()
        elif text.startswith("{", position):
            end = expression_end(text, position)
            value, position = literal(text[position + 1 : end - 1]), end
        if value is not None:
            given[attribute[1]] = value
    return None


def expression_end(text: str, at: int) -> int:
    """The place behind an expression between braces, or behind its first brace if it has no end."""
    depth, position = 0, at
    limit = min(len(text), at + _LONGEST)
    while sign := _SIGNS.search(text, position, limit):
        position = sign.end()
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
            if not depth:
                return position
        elif sign[0] == "/":
            if text.startswith("/*", sign.start()):
                end = text.find("*/", position, limit)
                position = end + 2 if end >= 0 else position
        else:
            end = text.find(sign[0], position, limit)
            if end >= 0 and (sign[0] == "`" or "\n" not in text[position:end]):
                position = end + 1  # behind a text
    return at + 1


def literal(inner: str) -> str | None:
    """The text that an expression stands for; None where that is not known."""
    found = _LITERAL.fullmatch(inner)
    if found is None:
        return None
    return next(filter(None, (found[2], found[3], found[4])), "")
