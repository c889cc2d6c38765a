"""Splits a text into the words that are searched. Words are folded: case and accents do not count.

A word is a run of letters, marks and digits. In scripts that put no spaces between words (Chinese,
Japanese, Thai and others) each character is a word, and a searched word is a phrase of them. Raise
store.schema.REBUILDABLE_VERSION with every change that gives other words for the same text.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

# Characters that folding removes: accents, the points and vowel signs of Hebrew and Arabic, which
# few people write, and invisible ones that control line breaks and joining. The signs of other
# scripts are kept, because their readers take them for letters.
_ACCENTS = re.compile(
    "[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
# Letters that Unicode does not decompose and that keyboards of other countries do not have.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae"})
_LETTERS |= str.maketrans({"œ": "oe", "ð": "d", "þ": "th"})
_BEYOND = re.compile("[^\x00-\x7f]+")
_SIGNS = "‘’“”–—…\N{NO-BREAK SPACE}"
BREAK = "_"  # stands between the parts of a text, so that no phrase goes across; no word holds it
_SHORT = 16  # characters; the folded form of a text up to this length is cached
BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}  # separates ASCII words
# First and last characters of the scripts that put no spaces between words (UAX 14, SA and ID).
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x2E80, 0x2FDF),  # radicals of Han
    (0x3005, 0x3007),
    (0x3021, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xA9E0, 0xA9FF),  # Myanmar
    (0xAA60, 0xAADF),  # Myanmar, Tai Viet
    (0xF900, 0xFAFF),  # Han
    (0x1B000, 0x1B16F),  # Kana
    (0x20000, 0x3FFFF),  # Han
)
_FIRSTS = [first for first, _ in _UNSPACED]


def fold(text: str) -> str:
    """The text without differences of case, of accents and between forms of the same letter."""
    # No mark that is kept composes with an ASCII letter, so other characters are folded alone.
    return _BEYOND.sub(lambda found: _folded(found[0]), text).lower()


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return spaced(text).split()


def spaced(text: str, between: Mapping[int, str] = BETWEEN) -> str:
    """The text folded, with a space in place of every character that belongs to no word.

    Args:
        text: any text.
        between: what replaces ASCII signs, by their code points.
    """
    if not text.isascii():
        for sign in _SIGNS:  # without these, many texts are ASCII, which is faster
            text = text.replace(sign, " ")
        text = text if text.isascii() else _BEYOND.sub(_parted, text)
    return text.lower().translate(between)


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", parts).translate(_LETTERS))


def _parted(found: re.Match[str]) -> str:
    """A text folded, with a space for each sign and around each character that is a word."""
    text = found[0]
    return _short(text) if len(text) <= _SHORT else "".join(map(_sign, _folded(text)))


@lru_cache(maxsize=10_000)
def _short(text: str) -> str:
    return "".join(map(_sign, _folded(text)))


def _sign(character: str) -> str:
    if not character.isalnum() and unicodedata.category(character)[0] != "M":
        return " "
    return f" {character} " if _is_unspaced(ord(character)) else character


def joined(found: tuple[str, ...]) -> str:
    """A text of which `words` gives the same words again."""
    text = ""
    for word in found:
        alone = not text or (_is_unspaced(ord(text[-1])) and _is_unspaced(ord(word[0])))
        text += word if alone else f" {word}"
    return text


def fold_label(label: str) -> str:
    """A key that is equal for names that a search takes for the same category, tag or author.

    As in model.slugs.label_key, spaces, hyphens and underscores make no difference; other signs do.
    Here accents and invisible characters make none either.
    """
    seen = "".join(c for c in fold(label) if unicodedata.category(c)[0] != "C" or c.isspace())
    return re.sub(r"[\s_-]+", "-", seen.strip()).strip("-")


def _is_unspaced(code: int) -> bool:
    place = bisect_right(_FIRSTS, code) - 1
    return place >= 0 and code <= _UNSPACED[place][1]
