"""The words of a text, as searches know them: folded, so that case and accents tell none apart.

A word is a run of letters, marks and digits. In scripts that put no spaces between words (Chinese,
Japanese, Thai and others) each character is a word, and what somebody looks for is a phrase of
them. What gives another list of words for the same text raises store.schema.REBUILDABLE_VERSION.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

# Accents, and the points and vowel signs of Hebrew and Arabic, which few people write; what tells
# where a line may break, or letters join. The signs of other scripts are letters to their readers.
_ACCENTS = re.compile(
    "[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
# Letters that Unicode does not take apart, and that keyboards elsewhere do not have.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae"})
_LETTERS |= str.maketrans({"œ": "oe", "ð": "d", "þ": "th"})
_BEYOND = re.compile("[^\x00-\x7f]+")
_SIGNS = "‘’“”–—…\N{NO-BREAK SPACE}"
_SHORT = 16  # characters of what is worth remembering: signs, and words of other scripts
BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}  # words of ASCII
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
    """The text without what tells no words apart: case, accents, forms of the same letter."""
    # No mark that stays can be one with a letter of ASCII, so the others may be folded alone.
    return _BEYOND.sub(lambda found: _folded(found[0]), text).lower()


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return spaced(text).split()


def spaced(text: str, between: Mapping[int, str] = BETWEEN) -> str:
    """The text folded, with spaces in place of all that is of no word.

    Args:
        text: any.
        between: what stands in place of signs of ASCII, by their codes.
    """
    if not text.isascii():
        for sign in _SIGNS:  # many texts are ASCII but for these
            text = text.replace(sign, " ")
        text = text if text.isascii() else _BEYOND.sub(_parted, text)
    return text.lower().translate(between)


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", parts).translate(_LETTERS))


def _parted(found: re.Match[str]) -> str:
    """A text folded, with spaces for what is of no word and around what is one by itself."""
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
    """Words as a text again, of which `words` makes the same."""
    text = ""
    for word in found:
        alone = not text or (_is_unspaced(ord(text[-1])) and _is_unspaced(ord(word[0])))
        text += word if alone else f" {word}"
    return text


def fold_label(label: str) -> str:
    """What makes two names of a category, tag or author the same to a search.

    As for model.label_key, spaces, hyphens and underscores do not tell them apart, other signs do.
    """
    seen = "".join(c for c in fold(label) if unicodedata.category(c)[0] != "C" or c.isspace())
    return re.sub(r"[\s_-]+", "-", seen.strip()).strip("-")


def _is_unspaced(code: int) -> bool:
    place = bisect_right(_FIRSTS, code) - 1
    return place >= 0 and code <= _UNSPACED[place][1]
