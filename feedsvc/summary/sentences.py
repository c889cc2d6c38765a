"""Plain text into whole sentences, and sentences into words.

`iter_sentences` splits, `words_of` is what two sentences are compared by. Lines are kept apart
first (a line is one paragraph or list item), then sentencex splits each line, then what it is
known to get wrong is put right: titles and initials taken for an end, a quotation mark left on
the wrong side. Every repair moves or removes a boundary; no text is changed but for runs of white
space, so a sentence is always a substring of its line.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import sentencex

LINE_CHARS = 8_192
"""How much of one line is looked at; sentencex takes quadratic time on unclosed brackets."""
SECTION_CHARS = 65_536
"""How much of one text is looked at, over all its lines."""
SECTION_SENTENCES = 400
"""How many sentences of one text are looked at."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TERMINALS = frozenset(".!?…。！？｡؟۔।॥።፧։՞។៕།။‼⁇⁈⁉܀᠃᙮")
_CLOSERS = frozenset("”’“»›)]}」』】）》\"'")
_CLOSERS_CJK = frozenset("」』】）》")
_OPENERS = frozenset("“„‘‚«‹([{「『【（《¿¡\"'")
_PAIRS = ("「」", "『』", "【】", "（）", "《》", "()", "[]")
_PAIR_LOOKAHEAD = 8
_OPENING = re.compile("[(\\[「『【（《]")

# Japanese marks the quoted with a particle: 「…。」と述べた goes on, it does not begin anew.
_PARTICLES = frozenset("とっをがはにのでもなや")

# What sentencex ends a sentence after but people do not: forms of address, parts of addresses.
_TITLES = _set(
    "dr prof mr mrs ms st gen sen rep gov pr mm mme mlle sr sra dra dott sig mevr dhr mgr "
    "им ул акад проф гр см ім вул просп डॉ डा प्रो श्री"
)
# A number and a full stop are an ordinal here: Der 1. FC Köln.
_ORDINAL_LANGUAGES = _set("de da no nb nn fi et cs sk sl hr hu lv pl")
_CLOCK = frozenset(("a.m.", "p.m."))
_AFTER_CLOCK = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b|[A-Z]\w+ time")

_LETTER = re.compile(r"[^\W\d_]")
_URL = re.compile(r"\W*(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
_NOTE = re.compile(r"(?:\[\d{1,3}\])+$")
_MISSED_ENDS = ("។ ", "៕ ", "། ")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Thai and Lao write no mark at a sentence's end, so length alone tells prose from a caption.
_UNMARKED_SCRIPT = re.compile("[\u0e01-\u0eff]")
_UNMARKED_CHARS = 40

# \w leaves out the vowel signs and points that many scripts write their words with.
_WORD = re.compile(
    "[\\w\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
    "\u0e01-\u0e4e\u0e81-\u0ecd\u0f35-\u0fbc\u1000-\u1049\u1050-\u109f\u1780-\u17d3]+"
)
_ASCII_WORDS = "".join(chr(i).lower() if chr(i).isalnum() else " " for i in range(128))
_SPACELESS = re.compile(
    "[\u0e01-\u0ecd\u1000-\u109f\u1780-\u17d3\u3005-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+"
)


class Sentence(NamedTuple):
    """A sentence and whether it ends as sentences do; a caption or list item does not."""

    text: str
    complete: bool


def primary_language(tag: str) -> str:
    """The language of a BCP 47 tag, in lower case: "pt" of "pt-BR"; "und" where it names none."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() else "und"


def iter_sentences(text: str, code: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order, white space collapsed; never raises.

    text: plain text, a block a line. code: what `primary_language` gives; "und" is split by common
    rules. Bare addresses and what holds no letter are left out. Of very long text only a first
    part is looked at (the constants above), and a sentence that runs past it is left out.
    """
    chars, sentences = SECTION_CHARS, SECTION_SENTENCES
    for line in text.splitlines():
        if chars <= 0:
            return
        part = line[:LINE_CHARS]
        chars -= len(part)
        for piece in _split_line(" ".join(part.split()), code, cut=len(part) < len(line)):
            if not _LETTER.search(piece) or (" " not in piece and _URL.fullmatch(piece)):
                continue
            yield Sentence(piece, _is_complete(piece, code))
            sentences -= 1
            if not sentences:
                return


def _split_line(line: str, code: str, *, cut: bool) -> list[str]:
    """The sentences of one line with single spaces; the last is dropped where the line was cut."""
    if not line:
        return []
    pieces = _segment(line, code)
    if len(pieces) > 1:
        pieces = _join_broken(_place_marks(pieces), code)
        if _OPENING.search(line):
            pieces = _join_pairs(pieces)
    if cut:
        pieces.pop()
    return [stripped for piece in pieces if (stripped := piece.strip())]


def _segment(line: str, code: str) -> list[str]:
    """sentencex with types, and with an answer for any string."""
    try:
        pieces: list[str] = sentencex.segment(code, line)
    except UnicodeEncodeError:
        return _segment(_SURROGATE.sub("\ufffd", line), code)
    except BaseException as error:
        # A panic of the Rust library is no Exception and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return [line]
    if not line.isascii():
        for end in _MISSED_ENDS:
            if end in line:
                pieces = [part for piece in pieces for part in _split_after(piece, end)]
    return pieces


def _split_after(piece: str, end: str) -> list[str]:
    """A piece split after each `end`, nothing of it lost."""
    parts = piece.split(end)
    return [part + end for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _place_marks(pieces: list[str]) -> list[str]:
    """Move closing marks to the sentence that they end and opening ones to the one they begin."""
    placed = [pieces[0]]
    for piece in pieces[1:]:
        if piece[0] in _CLOSERS:
            end = _closers_at_start(piece)
            placed[-1] += piece[:end]
            piece = piece[end:]
        last = placed[-1]
        if last and last[-1] in _OPENERS and last[-2:-1] in ("", " "):
            placed[-1], piece = last[:-1], last[-1] + piece
        if piece:
            placed.append(piece)
    return [piece for piece in placed if piece]


def _closers_at_start(piece: str) -> int:
    """Where the closing marks that a piece wrongly begins with end, the space after included."""
    end = 0
    while end < len(piece) and piece[end] in _CLOSERS:
        end += 1
    if end == len(piece):
        return end
    if piece[end] == " ":
        return end + 1
    return end if piece[end - 1] in _CLOSERS_CJK else 0


def _join_broken(pieces: list[str], code: str) -> list[str]:
    """Undo the ends that are none."""
    # Where a line is written without capitals, a small letter tells nothing.
    capitals = not pieces[0][:1].islower()
    joined: list[str] = []
    held = ""
    for index, piece in enumerate(pieces):
        held += piece
        if index + 1 == len(pieces) or not _goes_on(held, piece, pieces[index + 1], code, capitals):
            joined.append(held)
            held = ""
    return joined


def _goes_on(held: str, piece: str, following: str, code: str, capitals: bool) -> bool:
    """Whether `following` is still the sentence that `held`, with `piece` at its end, began."""
    first = following[0]
    if first.islower() or (first in "—–" and following[1:].lstrip()[:1].islower()):
        return capitals
    if first in _PARTICLES and piece[-1] in _CLOSERS_CJK:
        return True
    words = piece.rsplit(None, 1)
    last = words[-1] if words else ""
    if not last.endswith(".") or len(last) > 7:
        return False
    word = last[:-1].lstrip("(“„«\"'")
    if word.isalpha() and (len(word) == 1 or (len(word) <= 3 and held.strip() == last)):
        return True
    if word.casefold() in _TITLES:
        return True
    if code in _ORDINAL_LANGUAGES and len(word) <= 2 and word.isdecimal():
        return True
    return last in _CLOCK and _AFTER_CLOCK.match(following) is not None


def _join_pairs(pieces: list[str]) -> list[str]:
    """Join what brackets hold together, where the closing one is near."""
    joined: list[str] = []
    index = 0
    while index < len(pieces):
        piece, index = pieces[index], index + 1
        for pair in _PAIRS:
            opening, closing = pair[0], pair[1]
            if opening not in piece or piece.count(opening) <= piece.count(closing):
                continue
            ahead = pieces[index : index + _PAIR_LOOKAHEAD]
            for offset, candidate in enumerate(ahead, 1):
                if closing in candidate:
                    piece += "".join(ahead[:offset])
                    index += offset
                    break
        joined.append(piece)
    return joined


def _is_complete(piece: str, code: str) -> bool:
    """Whether the marks at the end of a piece, quotation marks and brackets apart, end it."""
    if piece[-1] in _TERMINALS or (code == "el" and piece[-1] == ";"):
        return True
    if piece[-1] == "]":
        piece = _NOTE.sub("", piece)
    for char in reversed(piece):
        if char in _TERMINALS:
            return True
        if char.isalnum():
            break
    return len(piece) >= _UNMARKED_CHARS and _UNMARKED_SCRIPT.search(piece) is not None


def words_of(text: str) -> frozenset[str]:
    """The words of a text, casefolded; character bigrams in scripts that do not part words."""
    if not text.isascii():
        # Mostly it is the quotation marks alone that keep English off the quick way.
        text = text.replace("’", " ").replace("“", " ").replace("”", " ").replace("–", " ")
    if text.isascii():
        return frozenset(text.translate(_ASCII_WORDS).split())
    words = _WORD.findall(text.casefold())
    if not _SPACELESS.search(text):
        return frozenset(words)
    found: set[str] = set()
    for word in words:
        found.update(_SPACELESS.sub(" ", word).split())
        for run in _SPACELESS.findall(word):
            found.update(run[at : at + 2] for at in range(max(len(run) - 1, 1)))
    return frozenset(found)
