"""Joins lines of Chinese and Japanese, which have no spaces between words.

CSS Text 3, 4.1.3 "Segment Break Transformation Rules". Korean has spaces, so Hangul is left out.
"""

import re

_WIDE = (
    "[\u2e80-\u2fdf\u3001-\u312f\u3190-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\uffe0-\uffe6\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
# What UTF-8 writes such a character with begins with one of these; of E2 and EF, some begin others.
_FIRST_BYTES = bytes(range(0xE3, 0xEF)) + b"\xf0"
_OF_E2, _OF_EF = re.compile(rb"\xe2[\xba-\xbf]"), re.compile(rb"\xef[\xa4-\xbf]")
_INLINE = r"</?(?:a|abbr|b|cite|code|em|i|mark|q|rb|ruby|s|small|span|strong|u)(?: [^<>]{0,2000})?>"
_BREAK = re.compile(
    rf"(?P<kept><pre[ >].*?</pre>)"
    rf"|(?P<before>{_WIDE}(?:{_INLINE}){{0,9}})[ \t]*\n[ \t]*(?=(?:{_INLINE}){{0,9}}{_WIDE})",
    re.DOTALL,
)


def joined_lines(text: str) -> str:
    """The text without line breaks between two East Asian characters; preformatted text stays.

    Args:
        text: plain text, or HTML in which every `<` of a text is a reference.
    """
    data = text.encode(errors="surrogatepass")
    narrow = len(data.translate(None, _FIRST_BYTES)) == len(data)
    if narrow and not _OF_E2.search(data) and not _OF_EF.search(data):
        return text
    return _BREAK.sub(lambda found: found["kept"] or found["before"], text)
