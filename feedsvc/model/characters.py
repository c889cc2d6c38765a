"""The characters that a document may hold (XML 1.0, 2.2), and white space."""

import re

# The complement of Char in XML 1.0 section 2.2, and the lone surrogates that Python can hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


_ILLEGAL_ASCII = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")


def _is_plainly_legal(text: str) -> bool:
    """Whether a text is ASCII without characters that XML forbids: ten times sooner told."""
    return text.isascii() and len(text.encode().translate(None, _ILLEGAL_ASCII)) == len(text)


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 (2.2, Char) forbids."""
    return text if _is_plainly_legal(text) else _ILLEGAL.sub("", text)


def first_illegal(text: str) -> int:
    """Index of the first character that XML 1.0 forbids, or -1."""
    found = None if _is_plainly_legal(text) else _ILLEGAL.search(text)
    return found.start() if found else -1


def one_line(text: str) -> str:
    """The text with every run of white space folded to one space, none at its ends."""
    return " ".join(text.split())
