"""Searches that were found to be odd: as they are written, and what becomes of them.

Each is its canonical form, or, where it is no search, a part of what is said.
"""

from typing import NamedTuple


class QueryCase(NamedTuple):
    """A search and its canonical form; `wrong` in its place where it is none."""

    text: str
    canonical: str = ""
    wrong: str = ""


CASES = [
    # Operators and brackets.
    QueryCase("(" * 500 + ")" * 500, wrong="more than 20 brackets"),
    QueryCase("(" * 20 + "a" + ")" * 20, "a"),
    QueryCase("(" * 1000, wrong="more than 20 brackets"),
    QueryCase(")(", wrong="no bracket is open"),
    QueryCase("NOT " * 250, wrong="NOT needs something behind"),
    QueryCase("-" * 999 + "a", "-a"),
    QueryCase("- " * 500, wrong="empty"),
    QueryCase("a OR -", wrong="OR needs something behind"),
    QueryCase("a OR & b", "a OR b"),
    QueryCase("-& a", "a"),
    QueryCase('-"a', wrong="closing quotation mark"),
    QueryCase("-tag:", wrong="tag: needs a name"),
    QueryCase("-(-(-(a)))", "-a"),
    QueryCase("OR", wrong="OR needs something in front"),
    QueryCase("a" + " OR a" * 40, "a"),
    QueryCase("AND\u3000OR", wrong="AND needs something in front"),
    # Quotation marks.
    QueryCase('"', wrong="closing quotation mark"),
    QueryCase('""""', wrong="no word"),
    QueryCase('"a""b"', "a b"),
    QueryCase('a"b c"d', 'a "b c" d'),
    QueryCase("„a b“ «c d» ＂e f＂", '"a b" "c d" "e f"'),
    QueryCase('tag:"a b"c', "tag:a-b c"),
    # Colons and names.
    QueryCase(":", wrong="empty"),
    QueryCase("a:b:c", '"a b c"'),
    QueryCase("tag:a:b", 'tag:"a:b"'),
    QueryCase("TAG:TAG:TAG", 'tag:"tag:tag"'),
    QueryCase("tag:-", wrong="tag: needs a name"),
    QueryCase('tag:"\x00\x1b"', wrong="tag: needs a name"),
    QueryCase("tag:a\ud800\x07b", "tag:ab"),
    QueryCase("tag:<script>", 'tag:"<script>"'),
    QueryCase("tag:%s;--'", 'tag:"%s;-\'"'),
    QueryCase("C\x08ATEGO:x", '"c atego x"'),  # was told with its control character
    # What is no word, or is many.
    QueryCase("\x00", wrong="empty"),
    QueryCase("\ud800\udfff\ufffe", wrong="empty"),
    QueryCase("a\x00b", '"a b"'),
    QueryCase("\u202ea\u202c", "a"),
    QueryCase("🙂", wrong="empty"),
    QueryCase("\u0301", wrong="empty"),
    QueryCase("ﷺ" * 60, wrong="more than 1,000 characters"),
    QueryCase("的" * 1000, "的" * 1000),
    QueryCase("İ", "i"),
    QueryCase("ſt ﬆ", "st"),
    QueryCase("_", wrong="empty"),
    QueryCase('"* ^ + {words} NEAR(a b, 1)"', '"words near a b 1"'),
]
