"""Finds the lists in plain text: lines that begin with a bullet, a number or a letter.

A list is read where it can be nothing else. Dialogue that dashes begin, footnotes and prose with a
dash at the start of a line are none.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import msgspec

DEEPEST = 6  # lists in one another; what is nested deeper stands in the last of them
WRAPPED = 50  # characters of a line behind which the rest of a sentence may follow unindented
_WORK = 10  # times a line may be looked at

Style = Literal["bullet", "dash", "1", "a", "A", "i", "I"]

_MARK = re.compile(
    r"""(?P<bullet>[-*+](?=[ ])|[\u2022\u2023\u2043\u25aa\u25e6\u30fb\u00b7\u2219\uf0b7](?![ ]*$)
        |[\u25a0\u25a1\u25cf\u25cb\u25b6\u25ba\u27a4\u2756\u25c6\u25c7](?=[ ])|o(?=[ ]{2}))[ ]*
    | (?P<dash>[\u2013\u2014\u2012\u2015])[ ]+
    | (?P<left>\()?(?P<number>[1-9][0-9]{0,2}|[a-z]|[A-Z]|[ivxl]{2,6}|[IVXL]{2,6})
      (?P<right>[.)])[ ]+""",
    re.VERBOSE,
)
# Begins a line of its own that is no item of a list: a note, a number with a zero, a dialogue.
MARKED_LINE = re.compile(
    r"[ ]*(?:[-*+\u2022\u2013\u2014\u2012\u2015][ ]|\(?[0-9A-Za-z]{1,3}[.)][ ]|\[[0-9]{1,3}\][ ]?"
    r"|[\u2460-\u24ff\u2776-\u2793]|[一二三四五六七八九十]+、|[\u2610-\u2612\u2713-\u2718\u203b])"
)
_LETTER = re.compile(r"[A-Za-z]{1,6}[.)] ")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
ENDS_SENTENCE = re.compile(r"[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb)\]]*$")
# What a line of a dialogue ends in or has in it, in languages that begin it with an en dash.
_SPEECH = re.compile(r"[!?\u2026][\"'\u201d\u2019\u00bb)]*$|[\s,.!?][\u2013\u2014] ")


class Line(NamedTuple):
    """A line of a text: its indent in columns, and the rest without blanks at its end."""

    indent: int
    text: str


class Mark(NamedTuple):
    """What begins an item.

    Attributes:
        style: of the list.
        form: equal for items of one list, such as `1)`.
        value: of a number or letter; 0 of a bullet.
        text: behind the mark.
        roman: the value as a Roman number; 0 where it is none.
    """

    style: Style
    form: str
    value: int
    text: str
    roman: int = 0


class Item(msgspec.Struct):
    """An item: its paragraphs, each of some lines, and lists in it."""

    value: int
    parts: list["list[str] | TextList"]


class TextList(msgspec.Struct):
    """A list in a text."""

    style: Style
    items: list[Item]

    def as_html(self, linked: Callable[[Sequence[str]], str]) -> str:
        """The list as HTML.

        Args:
            linked: makes HTML of the lines of a paragraph.
        """
        name = "ul" if self.style in ("bullet", "dash") else "ol"
        given = f' type="{self.style}"' if self.style in "aAiI" else ""
        values = [item.value for item in self.items]
        given += f' start="{values[0]}"' if values[0] > 1 else ""
        given += " reversed" if values[0] > values[-1] else ""
        pieces = [f"<{name}{given}>\n"]
        for item in self.items:
            several = sum(not isinstance(part, TextList) for part in item.parts) > 1
            inner = "".join(
                part.as_html(linked)
                if isinstance(part, TextList)
                else (f"<p>{linked(part)}</p>\n" if several else linked(part))
                for part in item.parts
            )
            pieces.append(f"<li>{inner}</li>\n")
        return "".join((*pieces, f"</{name}>\n"))


def mark_of(text: str) -> Mark | None:
    """The mark that a line begins with; None where it has none."""
    if text[:1].isalpha() and text[0] != "o" and not _LETTER.match(text):
        return None  # most lines of prose
    match = _MARK.match(text)
    if match is None or match.end() == len(text):
        return None
    rest = text[match.end() :]
    if match["dash"]:
        return Mark("dash", match["dash"], 0, rest)
    if match["bullet"]:
        return Mark("bullet", match["bullet"], 0, rest)
    given = match["number"]
    form = f"{match['left'] or ''}{match['right']}"
    if match["left"] and match["right"] != ")":
        return None
    if given.isdigit():
        return Mark("1", form, int(given), rest)
    small = given.lower()
    case: Style = "a" if given == small else "A"
    roman = _roman(small)
    if len(given) > 1:
        return Mark("i" if case == "a" else "I", form, roman, rest, roman) if roman else None
    return Mark(case, form, ord(small) - ord("a") + 1, rest, roman)


def _roman(given: str) -> int:
    """The value of a Roman number of small letters up to 89; 0 where it is none."""
    values = [_ROMAN.get(letter, 0) for letter in given]
    pairs = zip(values, [*values[1:], 0], strict=True)
    total = sum(-one if one < after else one for one, after in pairs)
    return total if re.fullmatch("l?x{0,3}(?:ix|iv|v?i{0,3})|xl(?:ix|iv|v?i{0,3})", given) else 0


class ListReader:
    """Reads the lists among the lines of a text, in time that grows with their number.

    Args:
        lines: of the text; empty ones have no text.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._marks = [mark_of(line.text) for line in lines]
        self._found: dict[int, tuple[TextList, int] | None] = {}
        self._left = _WORK * len(lines) + 1000

    def at(self, start: int, before: str = "", depth: int = 1) -> tuple[TextList, int] | None:
        """The list that begins at a line, and the line behind it; None where none begins.

        Args:
            start: the line.
            before: the text above it, without empty lines.
            depth: of lists in one another, the outermost is 1.
        """
        if self._marks[start] is None or self._left < 0:
            return None
        if start not in self._found:
            self._found[start] = self._read(start, before, depth)
        return self._found[start]

    def _read(self, start: int, before: str, depth: int) -> tuple[TextList, int] | None:
        """Read the list; see `at`."""
        first = self._marks[start]
        if first is None:
            return None
        indent = self._lines[start].indent
        style = first.style
        items: list[Item] = []
        starts: list[int] = []
        position, empty, end = start, False, start
        while position < len(self._lines):
            self._left -= 1
            line, mark = self._lines[position], self._marks[position]
            if not line.text:
                empty, position = True, position + 1
                continue
            own = line.indent <= indent + 1 or depth == DEEPEST
            if mark and own and line.indent >= indent - 1 and mark.form == first.form:
                following = _following(items, style, mark)
                if following is None:
                    break
                style, value = following
                items.append(Item(value, [[mark.text]]))
                starts.append(position)
            elif line.indent > indent + 1 and items:
                if (inner := self.at(position, before, depth + 1)) and depth < DEEPEST:
                    items[-1].parts.append(inner[0])
                    position = end = inner[1]
                    empty = False
                    continue
                _go_on(items[-1], line.text, apart=empty)
            elif not empty and items and not mark and _is_rest(line.text, items[-1]):
                _go_on(items[-1], line.text, apart=False)
            else:
                break
            position, empty = position + 1, False
            end = position
        made = TextList(style, items)
        if _is_list(made, first, before):
            return made, end
        self._found.update(dict.fromkeys(starts, None))  # none begins at a later item either
        return None


def _following(items: list[Item], style: Style, mark: Mark) -> tuple[Style, int] | None:
    """Style and value of the next item; None where it does not follow the one before."""
    if style in ("bullet", "dash"):
        return (style, 0) if mark.style == style else None
    if not items:
        return style, mark.value
    last = items[-1].value
    step = items[1].value - items[0].value if len(items) > 1 else 0
    if len(items) == 1 and mark.style in ("i", "I") and style.lower() == "a" and mark.roman == 2:
        items[0].value = 1  # `i.` was a Roman number
        return mark.style, 2
    same = mark.style == style or (style in "iI" and mark.style == ("a" if style == "i" else "A"))
    value = mark.roman if style in "iI" else mark.value
    fits = value - last in ((1, -1) if style == "1" and not step else (step or 1,))
    return (style, value) if same and fits and value > 0 else None


def _go_on(item: Item, text: str, *, apart: bool) -> None:
    """Add a line to an item, in a paragraph of its own or to the last one."""
    last = item.parts[-1]
    if apart or isinstance(last, TextList):
        item.parts.append([text])
    else:
        last.append(text)


def _is_rest(text: str, item: Item) -> bool:
    """Whether a line that is not indented goes on with an item."""
    last = item.parts[-1]
    if isinstance(last, TextList):
        return False
    return text[0].islower() or (len(last[-1]) >= WRAPPED and not ENDS_SENTENCE.search(last[-1]))


def _is_list(made: TextList, first: Mark, before: str) -> bool:
    """Whether items are a list, rather than a line of prose, a dialogue or notes."""
    introduced = before.endswith((":", "\uff1a"))
    sure = first.form in "\u2022\u2023\u2043\u25aa\u25e6\u30fb\uf0b7"
    nested = any(isinstance(part, TextList) for item in made.items for part in item.parts)
    if len(made.items) < 2:
        return bool(made.items) and made.style == "bullet" and (sure or introduced or nested)
    if made.style == "dash" and not introduced:
        speech = _SPEECH if first.form == "\u2013" else ENDS_SENTENCE
        return not any(speech.search(_last_line(item)) for item in made.items)
    if made.style in ("1", "bullet", "dash"):
        return True
    return made.items[0].value == 1


def _last_line(item: Item) -> str:
    last = item.parts[-1]
    return "" if isinstance(last, TextList) else last[-1]
