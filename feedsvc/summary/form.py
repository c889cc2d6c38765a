"""What a sentence looks like: whether it may be quoted at all, and what its form costs it."""

import re

from feedsvc.model.blocks import ASIDE, BYLINE, CAPTION, CODE, HIDDEN, ITEM, LINK, PROSE, QUOTATION
from feedsvc.summary.sentences import Sentence, ends_in_armenian
from feedsvc.summary.word_lists import WordLists

LEANING = 0.5
"""What is taken from the score of a sentence that leans on the sentence before it."""
QUESTION = 0.4
INCOMPLETE = 0.5
"""For what does not end as sentences do: an item of a list, a line of an address."""
QUOTED = 0.1
"""For a sentence that begins with a quotation mark."""
LABELLED = 0.5
"""For a note to the reader or a credit, such as `Edit:` or `Photo:`."""
LONG_CHARS = 400
"""From so many on a sentence is long; a Chinese or Japanese character counts as two."""
LONG = 2.0
"""More than all other weights together, so that any shorter sentence wins."""
BLOCKS = {PROSE: 0.0, ITEM: 0.3, ASIDE: 0.3, QUOTATION: 0.3}
"""What the block costs in which a sentence stands."""
NEVER = frozenset({CAPTION, BYLINE, CODE, LINK, HIDDEN})
"""No sentence of such a block is a summary, though there be no other."""

_QUESTION_MARKS = frozenset("?？؟⁇;՞⁈")
_QUOTATION_MARKS = frozenset('"“„«‹「『')
_CLOSING = "\"'”’“»›)]」』）"
_FIRST_WORD = re.compile(r"\W*(\w+)")
_NO_OPENING_MARKS = " \"'“”„«»‘‚(["
_LABEL_CHARS = 24

_WIDE = re.compile("[\u3005-\u30ff\u3400-\u9fff\uff01-\uff60\U00020000-\U0003ffff]")
_URL = re.compile(r"://|\bwww\.\w|\b[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
# Signs of code and of markup that prose does not have.
_CODE = re.compile(
    r"^(?:[$%>] |#!|//|/\*|<[!?/a-z]|[{}]|--?\w+[= ])"
    r"|[{};]$|(?:\w|\)|\]) ?(?:=>|->|::|==|&&|\|\||\+=|:=)|\w\(.*\);|</?[a-z][^>]*>"
    r"|\*\*\w|\]\(|\{\{|\}\}|\{%|%\}|\[\[|\]\]|&(?:nbsp|amp|lt|gt|#\d+);",
    re.IGNORECASE,
)
# Without one of these there is neither an address nor code in a sentence.
_DOUBTFUL = re.compile(r"[{}<>=;|\\$&*`\[\]/%@]")
_LEAST_LETTERS = 0.4
_FEW_CHARS = 12


def may_be_quoted(sentence: Sentence, kind: str) -> bool:
    """Whether a sentence may be a summary: prose that says something by itself.

    What ends in a colon leads to something else; addresses of the web, code and markup are no
    prose.

    Args:
        sentence: of the section.
        kind: of the block in which it stands (feedsvc.model.blocks).
    """
    text = sentence.text
    if kind in NEVER or (text[-1] in ":：៖" and not ends_in_armenian(text)):
        return False
    if not (_DOUBTFUL.search(text) or text[0] == "-" or "::" in text or "www." in text):
        return True
    if _URL.search(text) or _CODE.search(text):
        return False
    letters = sum(map(str.isalpha, text)) + text.count(" ")
    return len(text) <= _FEW_CHARS or letters >= _LEAST_LETTERS * len(text) or not text.isascii()


def form_penalty(sentence: Sentence, kind: str, known: WordLists) -> float:
    """What is taken from a sentence's score for its form.

    Args:
        sentence, kind: as for `may_be_quoted`.
        known: the words of its language.
    """
    text = sentence.text
    penalty = BLOCKS.get(kind, 0.0)
    if leans(text, known):
        penalty += LEANING
    last = text[-1]
    if last in _CLOSING:
        last = text.rstrip(_CLOSING)[-1:]
    if last in _QUESTION_MARKS:
        penalty += QUESTION
    if not sentence.complete:
        penalty += INCOMPLETE
    if text[0] in _QUOTATION_MARKS:
        penalty += QUOTED
    if text.find(":", 0, _LABEL_CHARS) >= 0:
        label = text.partition(":")[0].strip(" *([—").casefold()
        penalty += LABELLED if label in known.labels else 0.0
    if len(text) > LONG_CHARS // 2 and len(text) + len(_WIDE.findall(text)) > LONG_CHARS:
        penalty += LONG
    return penalty


def leans(text: str, known: WordLists) -> bool:
    """Whether a sentence opens with a word that refers to the sentence before it."""
    if known.openers and (match := _FIRST_WORD.match(text)):
        word = match[1]
        # In capitals such a word is an abbreviation: IT is an industry, US a country.
        if word.casefold() in known.openers and (len(word) == 1 or not word.isupper()):
            return True
    first = text[0] if text[0] not in _NO_OPENING_MARKS else text.lstrip(_NO_OPENING_MARKS)[:1]
    if first.casefold()[:1] not in known.initials:
        return False
    beginning = text[:40].lstrip(_NO_OPENING_MARKS).casefold()
    return beginning.startswith(known.phrases) and not beginning.startswith(known.whole)
