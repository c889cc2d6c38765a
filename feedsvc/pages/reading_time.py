"""How long it takes to read an article."""

import re
from math import ceil

_WORDS = 230  # a minute, of scripts that put blanks between words
_SIGNS = 480  # a minute, of Chinese, Japanese and Korean
_TAG = re.compile(r"<[^>]*>")
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def reading_minutes(html: str) -> int:
    """The minutes that most people need to read a text, at least one.

    Args:
        html: the text, sanitized.
    """
    text = _TAG.sub(" ", html)
    signs = len(_SIGN.findall(text))
    words = len(_WORD.findall(_SIGN.sub(" ", text)))
    return max(1, ceil(words / _WORDS + signs / _SIGNS))
