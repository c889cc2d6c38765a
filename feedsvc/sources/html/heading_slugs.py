"""The anchors that other publishers give to headings, so that links to sections stay good.

GitHub and Docusaurus (https://github.com/Flet/github-slugger), Jekyll with kramdown's GFM, kramdown
itself (https://kramdown.gettalong.org/converter/html.html#auto-ids) and Hugo
(https://gohugo.io/configuration/markup/#parserautoidtype).
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import count

_NOT_OF_KRAMDOWN = re.compile(r"[^A-Za-z0-9 -]")
_BEFORE_LETTER = re.compile(r"[^A-Za-z]+")
_ASCII_WORDS = re.compile(r"[^\w -]", re.ASCII)
_GITHUB = frozenset({"Nd", "Nl", "Pc"})  # kinds of characters beside letters and marks


def github(text: str) -> str:
    """Letters, digits, hyphens and underscores, with a hyphen for each space."""
    text = text.lower()
    if text.isascii():
        return _ASCII_WORDS.sub("", text).replace(" ", "-")
    return "".join(c for c in text if c in " -" or _is_word(c)).replace(" ", "-")


def hugo(text: str) -> str:
    """As GitHub's, without marks."""
    found = github(text)
    if found.isascii():
        return found
    return "".join(c for c in found if unicodedata.category(c)[0] != "M")


def kramdown(text: str) -> str:
    """ASCII letters and digits, from the first letter on."""
    start = _BEFORE_LETTER.match(text)
    text = text[start.end() :] if start else text
    return _NOT_OF_KRAMDOWN.sub("", text).replace(" ", "-").lower()


def _is_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category in _GITHUB


_RULES: tuple[Callable[[str], str], ...] = (github, hugo, kramdown)


class HeadingSlugs:
    """Gives the anchors of a text's headings by the rules of other publishers."""

    def __init__(self) -> None:
        self._given: tuple[dict[str, int], ...] = tuple({} for _ in _RULES)

    def of(self, heading: str) -> tuple[str, ...]:
        """The anchors of the next heading of a text, each once.

        Of equal ones the first stands alone, and the others have -1, -2 and so on.

        Args:
            heading: plain text on one line.
        """
        found: dict[str, None] = {}
        for rule, given in zip(_RULES, self._given, strict=True):
            if slug := rule(heading):
                found[_unused(slug, given)] = None
        return tuple(found)


def _unused(slug: str, given: dict[str, int]) -> str:
    """The slug, with a number where it was given before; it is kept as given."""
    name = slug
    if slug in given:
        numbers = count(given[slug] + 1)
        number = next(n for n in numbers if f"{slug}-{n}" not in given)
        given[slug] = number
        name = f"{slug}-{number}"
    given[name] = 0
    return name
