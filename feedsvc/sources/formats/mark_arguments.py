"""Reads what is written in a template mark: its name, values and named values.

The spellings are those of Liquid (`include a.html src="b" alt=page.title`), Hugo
(`figure src="b"`), Nunjucks (`image "b", alt="c"`, `image "b", alt: "c"`) and Zola
(`image(src="b")`).
"""

import re
from typing import NamedTuple

LONGEST = 10_000  # characters of a mark whose arguments are read
_FUNCTION = re.compile(r"\s*([\w.-]{1,60})\s*\((.*)\)\s*", re.DOTALL)
_NAME = re.compile(r"[-+/\s]*([^\s\"'<>%{}()/=|,-][^\s\"'<>%{}()=|,]{0,200})")
# The text in quotes ends in front of the first quote of its kind that has no backslash before it.
_TOKEN = re.compile(
    r"""(?:(?P<key>[A-Za-z_@][\w.@-]{0,60})(?:\s{0,9}=\s{0,9}|:\s{1,9}|:(?=["'])))?
    (?:"(?P<double>(?>[^"\\]|\\[\s\S])*)"
      |'(?P<single>(?>[^'\\]|\\[\s\S])*)'
      |`(?P<tick>[^`]*)`
      |“(?P<curly>[^“”]*)”
      |(?P<bare>[^\s,]+))""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\([\"'\\])")


class Arguments(NamedTuple):
    """What is written in a mark.

    Attributes:
        name: of the mark, as written.
        values: without names, in their order.
        quoted: for each of the values, whether it stands in quotes.
        named: values by their names in lower case.
    """

    name: str
    values: tuple[str, ...]
    quoted: tuple[bool, ...]
    named: dict[str, str]

    def first(self, *names: str) -> str:
        """The first named value that is not empty; empty: there is none."""
        return next((self.named[name] for name in names if self.named.get(name)), "")

    def without_first(self, name: str) -> "Arguments":
        """The same without the first value, which is the name of what is meant."""
        return Arguments(name, self.values[1:], self.quoted[1:], self.named)


def read_arguments(inner: str) -> Arguments | None:
    """What is written between the braces of a mark; None where that has no name or is too long."""
    if len(inner) > LONGEST:
        return None
    inner = inner.strip("-+ \t\n")
    if function := _FUNCTION.fullmatch(inner):
        name, rest = function.groups()
    elif found := _NAME.match(inner):
        name, rest = found[1], inner[found.end() :]
    else:
        return None
    values: list[str] = []
    quoted: list[bool] = []
    named: dict[str, str] = {}
    for token in _TOKEN.finditer(rest):
        kind = token.lastgroup or "bare"  # the value comes behind its key
        value = token[kind]
        if "\\" in value and kind in ("double", "single"):
            value = _ESCAPED.sub(r"\1", value)
        if token["key"]:
            named.setdefault(token["key"].lower(), value.strip())
        elif value not in ("-", "/", "+"):
            values.append(value.strip())
            quoted.append(kind != "bare")
    return Arguments(name, tuple(values), tuple(quoted), named)
