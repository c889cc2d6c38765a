"""Splits plain text into sentences, and sentences into the words by which they are compared.

Each line is one paragraph or list item and is split by itself. The library sentencex finds the
ends of sentences; its known mistakes are then corrected, such as an end after a title or initial,
or a quotation mark on the wrong side of an end. A correction only moves or removes an end. Apart
from runs of white space no text is changed, so a sentence is always a substring of its line.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

import sentencex

from feedsvc.summary.abbreviations import abbreviates
from feedsvc.summary.lao import split_lao
from feedsvc.summary.quotation_marks import hide_unpaired
from feedsvc.summary.thai import ThaiSentences

LINE_CHARS = 8_192
"""So much of one line is looked at, because sentencex takes quadratic time on open brackets."""
SECTION_CHARS = 65_536
"""So much of one text is looked at, over all its lines."""
SECTION_SENTENCES = 400
"""So many sentences of one text are looked at."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Besides those of Khmer and Tibetan, what Unicode calls Sentence_Terminal (UAX 44).
_TERMINALS = frozenset(
    ".!?…。！？｡．﹒﹖﹗‼‽⁇⁈⁉⸮⸼؟؝؞۔।॥።፧፨։՞။܀܁܂߹᠃᠉᙮᱾᱿᜵᜶᥄᥅᭚᭛᭞᭟᪨᪩᪪᪫᰻᰼꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫។៕៚།༎༏༐༑༔"
)
_CLOSERS = frozenset("”’“»›)]}」』】）》\"'")
_CLOSERS_CJK = frozenset("」』】）》")
_OPENERS = frozenset("“„‘‚«‹([{「『【（《¿¡\"'")
_PAIRS = ("「」", "『』", "【】", "（）", "《》", "()", "[]")
_PAIR_LOOKAHEAD = 8
_OPENING = re.compile("[(\\[「『【（《]")

_SPACED_ENDS = frozenset(".!?…")

# In Japanese a particle after a quotation continues the sentence: 「…。」と述べた is one.
_PARTICLES = frozenset("とっをがはにのでもなや")

# In these languages a number with a full stop is an ordinal: Der 1. FC Köln.
_ORDINAL_LANGUAGES = _set("de da no nb nn fi et cs sk sl hr hu lv pl")
_CLOCK = frozenset(("a.m.", "p.m."))
_AFTER_CLOCK = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b|[A-Z]\w+ time")

_LETTER = re.compile(r"[^\W\d_]")
_URL = re.compile(r"\W*(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
_NOTE = re.compile(r"(?:\[\d{1,3}\])+$")
# Ends that sentencex does not see: in Khmer, but for "etc." (។ល។), and in Tibetan before a space.
_MISSED_ENDS = re.compile('[។៕៚](?!ល។)(?<!។ល។)[”’»)"]?[\u200b ]*|[།༎༏༐༑༔](?: ?[།༎])? (?![།༎])')
# Without one of these, Lao letters included, sentencex has missed nothing.
_OF_MISSED = re.compile("[\u0e81-\u0eae\u0f0d-\u0f14\u17d4-\u17da]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Thai and Lao write no mark at the end of a sentence, so only the length of the block tells prose
# from a caption.
_UNMARKED_SCRIPT = re.compile("[\u0e01-\u0eff]")
_UNMARKED_CHARS = 40

# \w does not match the vowel signs and points that belong to words in many scripts.
_WORD = re.compile(
    "[\\w\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
    "\u0e01-\u0e4e\u0e81-\u0ecd\u0f35-\u0fbc\u1000-\u1049\u1050-\u109f\u1780-\u17d3]+"
)
_ASCII_WORDS = "".join(chr(i).lower() if chr(i).isalnum() else " " for i in range(128))
ends_in_armenian = re.compile("[\u0561-\u0587]:$").search
"""Finds a colon for the Armenian full stop, which keyboards lack."""
_EAST_ASIAN = re.compile("[\u3005-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_SPACELESS = re.compile(
    "[\u0e01-\u0ecd\u1000-\u109f\u1780-\u17d3\u3005-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+"
)


class Sentence(NamedTuple):
    """A sentence, caption or list item.

    Attributes:
        text: plain text, white space collapsed.
        complete: whether it ends as sentences do; captions and list items mostly do not.
        line: of the text in which it stands, from 0.
    """

    text: str
    complete: bool
    line: int = 0


def primary_language(tag: str) -> str:
    """The language of a BCP 47 tag, in lower case: "pt" of "pt-BR"; "und" if it names none."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() else "und"


def iter_sentences(text: str, code: str, thai: ThaiSentences | None = None) -> Iterator[Sentence]:
    """Yield the sentences of a text in order, white space collapsed; never raises.

    Bare URLs and parts without a letter are left out. Of a very long text only the beginning is
    looked at (LINE_CHARS, SECTION_CHARS, SECTION_SENTENCES); a sentence that goes on after it is
    left out.

    Args:
        text: plain text, one line for each block.
        code: language as `primary_language` returns it; "und" is split by common rules.
        thai: finds sentences in Thai; without it, a line of Thai is split at other marks alone.
    """
    chars, sentences = SECTION_CHARS, SECTION_SENTENCES
    if thai:
        thai.begin()
    for number, line in enumerate(text.splitlines()):
        if chars <= 0:
            return
        part = line[:LINE_CHARS]
        chars -= len(part)
        shown = " ".join(part.split())
        prose = len(shown) >= _UNMARKED_CHARS
        for piece in _split_line(shown, code, thai, cut=len(part) < len(line)):
            if not _LETTER.search(piece) or (" " not in piece and _URL.fullmatch(piece)):
                continue
            complete = piece[-1] in _TERMINALS or _is_complete(piece, code, prose=prose)
            yield Sentence(piece, complete, number)
            sentences -= 1
            if not sentences:
                return


def _split_line(line: str, code: str, thai: ThaiSentences | None, *, cut: bool) -> list[str]:
    """The sentences of a line that has single spaces; without the last if the line was cut."""
    if not line:
        return []
    pieces = thai.split(line) if thai else []
    cut = cut and "".join(pieces) in ("", line)  # else it left out what may go on
    pieces = pieces or _segment(line, code)
    if len(pieces) > 1:
        pieces = _join_broken(_place_marks(pieces), code)
        if "(" in line or "[" in line or (not line.isascii() and _OPENING.search(line)):
            pieces = _join_pairs(pieces)
    if cut:
        pieces.pop()
    return [stripped for piece in pieces if (stripped := piece.strip())]


def _segment(line: str, code: str) -> list[str]:
    """The parts of a line as sentencex splits it; a line that sentencex fails on is one part."""
    shown = hide_unpaired(line)
    try:
        pieces: list[str] = sentencex.segment(code, shown)
    except UnicodeEncodeError:
        return _segment(_SURROGATE.sub("\ufffd", line), code)
    except BaseException as error:
        # A panic of the Rust library is not an Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return [line]
    if shown is not line:
        pieces = _cut_as(line, pieces)
    if not line.isascii() and _OF_MISSED.search(line):
        pieces = [part for piece in pieces for part in _split_after_missed(piece)]
        pieces = [part for piece in pieces for part in split_lao(piece)]
    return pieces


def _cut_as(line: str, pieces: list[str]) -> list[str]:
    """A line cut into parts of the same lengths."""
    ends = [0, *accumulate(map(len, pieces))]
    return [line[begin:end] for begin, end in pairwise(ends)]


def _split_after_missed(piece: str) -> list[str]:
    """A piece split after each end that sentencex missed; joined, the parts are the piece again."""
    ends = [0, *(found.end() for found in _MISSED_ENDS.finditer(piece)), len(piece)]
    return [piece[begin:end] for begin, end in pairwise(ends) if begin < end]


def _place_marks(pieces: list[str]) -> list[str]:
    """Move closing marks to the sentence before, and opening marks to the sentence after."""
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
    """The length of the closing marks at a piece's start that belong to the sentence before.

    The space after them counts as well.
    """
    end = 0
    while end < len(piece) and piece[end] in _CLOSERS:
        end += 1
    if end == len(piece):
        return end
    if piece[end] == " ":
        return end + 1
    return end if piece[end - 1] in _CLOSERS_CJK else 0


def _join_broken(pieces: list[str], code: str) -> list[str]:
    """Join pieces between which no sentence ends."""
    # In a line that is written without capitals, a small letter does not continue a sentence.
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
    """Whether `following` continues the sentence `held`, of which `piece` is the last part."""
    first = following[0]
    if piece[-1] != " " and _needs_space(piece, first):
        return True
    if first.islower() or (first in "—–" and following[1:].lstrip()[:1].islower()):
        return capitals
    if first in _PARTICLES and piece[-1] in _CLOSERS_CJK:
        return True
    end = len(piece) - piece.endswith(" ")
    if piece[end - 1 : end] != ".":
        return False
    last = piece[piece.rfind(" ", 0, end) + 1 : end]
    if len(last) > 8:
        return False
    word = last[:-1].lstrip("(“„«\"'")
    if abbreviates(word, code, following):
        return True
    if word.isalpha() and (len(word) == 1 or (len(word) <= 3 and held.strip() == last)):
        return True
    if code in _ORDINAL_LANGUAGES and len(word) <= 2 and word.isdecimal():
        return True
    return last in _CLOCK and _AFTER_CLOCK.match(following) is not None


def _needs_space(piece: str, first: str) -> bool:
    """Whether a mark ends a sentence only where white space follows: not in Chinese, say."""
    mark = piece.rstrip("”’“»›)]}\"'")[-1:]
    return mark in _SPACED_ENDS and not _EAST_ASIAN.match(first)


def _join_pairs(pieces: list[str]) -> list[str]:
    """Join the pieces between an opening bracket and its closing one, if that is near."""
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


def _is_complete(piece: str, code: str, *, prose: bool) -> bool:
    """Whether a piece ends with an end mark, quotation marks and brackets after it ignored.

    In a script that has no end marks, what stands in prose is complete as well.
    """
    if piece[-1] in _TERMINALS or (code == "el" and piece[-1] == ";"):
        return True
    if piece[-1] == "]":
        piece = _NOTE.sub("", piece)
    for char in reversed(piece):
        if char in _TERMINALS:
            return True
        if char.isalnum():
            break
    if piece[-1] == ":":
        return ends_in_armenian(piece) is not None
    return prose and _UNMARKED_SCRIPT.search(piece) is not None


def words_of(text: str) -> frozenset[str]:
    """The words of a text, casefolded; character bigrams in scripts without spaces."""
    if text.isascii():
        return frozenset(text.translate(_ASCII_WORDS).split())
    # Most English texts are ASCII but for these signs. Without them the fast way can be used.
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
