"""Compares two texts paragraph by paragraph, and in paragraphs word by word. Pure.

It takes bounded time and memory, however long and alike the texts are. What both texts begin and
end with is set aside, which takes linear time. The rest is compared by difflib, whose effort grows
with the number of pairs of equal parts: where a comparison has more of them than may be spent on
it, it is not made. Paragraphs then stand beside each other in their order, and two paragraphs
differ as a whole.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple

MOST_PAIRS = 40_000  # of equal parts in one comparison; difflib takes about 0.1 s for them
PAIRS_OF_ALL = 20 * MOST_PAIRS  # in all comparisons of two texts together
MOST_MATCHED = 24  # changed paragraphs that follow one another, for which partners are looked for
MOST_ALIKE = 100_000  # characters of these
ALIKE = 0.4  # share of words that two paragraphs have in common where one became the other

# Scripts that put no spaces between words: each character counts as a word.
_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
)
_SIGN = "!-/:-@\\[-`{-~\u00a1-\u00bf\u2010-\u205e\u3000-\u303f\uff00-\uff0f"
_IN_WORD = f"[^\\s{_SIGN}{_ALONE}]"
_TOKEN = re.compile(f"(?:{_IN_WORD}+(?:['\u2019.,]{_IN_WORD}+)*|\\S)\\s*")

Kind = Literal["same", "gone", "new"]


class Part(NamedTuple):
    """A piece of a paragraph: in both texts, or only in the one before or after."""

    kind: Kind
    text: str


class Row(NamedTuple):
    """A paragraph before and after; a side without a paragraph has no parts.

    Attributes:
        before: its parts of the kinds same and gone.
        after: its parts of the kinds same and new.
    """

    before: tuple[Part, ...]
    after: tuple[Part, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return all(part.kind == "same" for part in (*self.before, *self.after))


class Effort:
    """How many pairs of equal parts may still be looked at, for some comparisons together."""

    def __init__(self, pairs: int = PAIRS_OF_ALL) -> None:
        self.left = pairs

    def allows(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether two sequences may be compared; if so, it is taken off."""
        there = Counter(after)
        pairs = sum(there[one] for one in before) + len(before) + len(after)
        if pairs > min(MOST_PAIRS, self.left):
            return False
        self.left -= pairs
        return True


def compare_paragraphs(
    before: Sequence[str], after: Sequence[str], effort: Effort | None = None
) -> list[Row]:
    """The paragraphs of two texts beside each other, in their order, with what differs marked.

    Args:
        before, after: plain texts without line breaks.
        effort: what may be spent; None: PAIRS_OF_ALL.
    """
    effort = effort or Effort()
    start, end = _common(before, after)
    rows = [_unchanged(text) for text in before[:start]]
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if not effort.allows(old, new):
        rows += _in_order(old, new, effort)
    else:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind == "equal":
                rows += (_unchanged(text) for text in old[i:j])
            else:
                rows += _replaced(old[i:j], new[k:m], effort)
    return rows + [_unchanged(text) for text in before[len(before) - end :]]


def compare_words(before: str, after: str, effort: Effort) -> Row:
    """Two versions of a paragraph, with the words that differ marked."""
    if before == after:
        return _unchanged(before)
    olds, news = _TOKEN.findall(before), _TOKEN.findall(after)
    old, new = [one.rstrip() for one in olds], [one.rstrip() for one in news]
    start, end = _common(old, new)
    i, j, k, m = start, len(old) - end, start, len(new) - end
    if not effort.allows(old[i:j], new[k:m]):
        changes = [("replace", i, j, k, m)]
    else:
        found = SequenceMatcher(None, old[i:j], new[k:m], autojunk=False).get_opcodes()
        changes = [(kind, a + i, b + i, c + k, d + k) for kind, a, b, c, d in found]
    left: list[Part] = [Part("same", "".join(olds[:i]))]
    right: list[Part] = [Part("same", "".join(news[:k]))]
    for kind, a, b, c, d in changes:
        equal = kind == "equal"
        left.append(Part("same" if equal else "gone", "".join(olds[a:b])))
        right.append(Part("same" if equal else "new", "".join(news[c:d])))
    left.append(Part("same", "".join(olds[j:])))
    right.append(Part("same", "".join(news[m:])))
    return Row(_joined(left), _joined(right))


def count_words(rows: Sequence[Row]) -> int:
    """How many words differ: in each paragraph those that went or came, whichever are more."""
    number = 0
    for row in rows:
        sides = [[p.text for p in side if p.kind != "same"] for side in (row.before, row.after)]
        number += max(sum(_words_in(text) for text in side) for side in sides)
    return number


def _words_in(text: str) -> int:
    return sum(any(c.isalnum() for c in token) for token in _TOKEN.findall(text))


def _common(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many parts are the same at the beginning, and of the others at the end."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    most -= start
    end = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    return start, end


def _unchanged(text: str) -> Row:
    part = (Part("same", text),)
    return Row(part, part)


def _gone(text: str) -> Row:
    return Row((Part("gone", text),), ())


def _new(text: str) -> Row:
    return Row((), (Part("new", text),))


def _in_order(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[Row]:
    return [
        _new(b) if a is None else _gone(a) if b is None else compare_words(a, b, effort)
        for a, b in zip_longest(old, new)
    ]


def _replaced(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[Row]:
    """Changed paragraphs that follow one another; those that are alike stand side by side."""
    size = sum(map(len, old)) + sum(map(len, new))
    alone = len(old) == len(new) == 1
    if alone or max(len(old), len(new)) > MOST_MATCHED or size > MOST_ALIKE:
        return _in_order(old, new, effort)
    rows: list[Row] = []
    i = j = 0
    for a, b in _partners(old, new):
        rows += [_gone(text) for text in old[i:a]] + [_new(text) for text in new[j:b]]
        rows.append(compare_words(old[a], new[b], effort))
        i, j = a + 1, b + 1
    return rows + [_gone(text) for text in old[i:]] + [_new(text) for text in new[j:]]


def _partners(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraphs became which, in order, so that they are the most alike together."""
    bags = [[Counter(map(str.rstrip, _TOKEN.findall(x))) for x in side] for side in (old, new)]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [
        [(0.0, ())] * (len(new) + 1) for _ in range(len(old) + 1)
    ]
    for i, one in enumerate(bags[0]):
        for j, other in enumerate(bags[1]):
            alike = _alike(one, other)
            likeness, pairs = best[i][j]
            paired = (likeness + alike, (*pairs, (i, j))) if alike >= ALIKE else (0.0, ())
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], paired, key=lambda x: x[0])
    return list(best[-1][-1][1])


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two paragraphs have in common, from 0 to 1."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts without empty ones; neighbours of a kind are one, and blanks after are the same."""
    joined: list[Part] = []
    for kind, text in parts:
        words = text if kind == "same" else text.rstrip()
        for one in (Part(kind, words), Part("same", text[len(words) :])):
            last = joined[-1] if joined else None
            if last is not None and last.kind == one.kind:
                joined[-1] = Part(one.kind, last.text + one.text)
            elif one.text:
                joined.append(one)
    return tuple(joined)
