"""Chooses, for each section of an article, the sentences that are its summary.

The method `hybrid` takes the sentence that has most in common with its section and subheading; an
early one is preferred to a late one. `lead` takes the first. The same sections have the same
summaries on any machine: sums are of whole numbers, so that the order of adding does not matter,
and of sentences with equal scores the earlier one is taken.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from math import log, sqrt
from typing import Literal, NamedTuple, get_args

from feedsvc.summary.sentences import Sentence, iter_sentences, primary_language, words_of

Method = Literal["hybrid", "lead"]

SUMMARIZER_VERSION: int = 2
"""Raise it with every change that can alter a summary; it is in the hash of kept summaries."""

HEADING_WEIGHT = 0.3
POSITION_WEIGHT = 0.1
DANGLING_PENALTY = 0.2
QUESTION_PENALTY = 0.4
LONG_CHARS = 400
LONG_PENALTY = 2.0
"""More than all other weights together, so that any shorter sentence wins."""
NEAR_IDENTICAL = 0.85
"""The share of common words (Dice) from which on one sentence counts as repeating another."""
LEAST_SENTENCES = 10
"""So many sentences of each section are looked at, however many sections there are."""
STANDFIRST_SENTENCES = 20
"""So many sentences of a standfirst are not repeated in summaries."""

_WEIGHT_SCALE = 1_024
_FEW_WORDS = 3
_QUESTION_MARKS = frozenset("?？؟⁇;՞⁈")
_FULL_WIDTH_ENDS = frozenset("。！？｡」』）】")

_FIRST_WORD = re.compile(r"\W*(\w+)")
_NO_OPENING_MARKS = " \"'“”„«»‘‚(["


class SectionText(NamedTuple):
    """The parts of a section that its summary is made from."""

    heading: str
    """The subheading; "" for the untitled section."""
    text: str
    """Plain text, one line for each block (paragraph or list item)."""


class _WordLists(NamedTuple):
    """The stop words of a language, and the openers that refer to the sentence before.

    Openers are single words, phrases are openers of several words.
    """

    stop: frozenset[str]
    openers: frozenset[str]
    phrases: tuple[str, ...]


def _lists(stop: str = "", openers: str = "", phrases: str = "") -> _WordLists:
    parts = tuple(phrase.strip() for phrase in phrases.casefold().split(",") if phrase.strip())
    return _WordLists(
        frozenset(stop.casefold().split()), frozenset(openers.casefold().split()), parts
    )


_NO_LISTS = _lists()
_LISTS = {
    "en": _lists(
        "a about after all also an and any are as at be because been before but by can could did "
        "do does for from had has have he her his how i if in into is it its may more most no not "
        "of on one or other our out over s said she should so some such t than that the their "
        "them then there these they this those to up us was we were what when which while who "
        "will with would you your",
        "this that these those it its he his him she her they their them such but and so yet or "
        "nor however moreover furthermore additionally also therefore thus hence consequently "
        "nevertheless nonetheless meanwhile instead otherwise likewise similarly then still "
        "afterwards besides accordingly",
        "as a result,as such,for example,for instance,for this reason,for that reason,"
        "in addition,in contrast,by contrast,in turn,in other words,in this ,in that ,"
        "on the other hand,on top of that,because of this,because of that,at the same time,"
        "to this end,to that end,after that,with this ,of these",
    ),
    "de": _lists(
        "aber als am an auch auf aus bei bis das dass dem den der des die dies diese durch ein "
        "eine einem einen einer eines er es für hat haben ich ihr im in ist kann mit nach nicht "
        "noch nur oder sein sich sie sind so über um und uns von vor war waren was wenn werden "
        "wie wir wird wurde zu zum zur",
        "dies diese dieser dieses diesem diesen er sie es ihr ihre sein seine ihm ihn ihnen aber "
        "doch und jedoch allerdings außerdem zudem ferner deshalb daher darum deswegen dabei "
        "damit dadurch danach dann dazu davon dagegen dennoch trotzdem auch so somit folglich "
        "schließlich hingegen gleichzeitig stattdessen",
        "zum beispiel,im gegensatz dazu,aus diesem grund,auf der anderen seite,darüber hinaus",
    ),
    "fr": _lists(
        "à au aux avec c ce ces cette d dans de des du elle en est et été être eux il ils je l la "
        "le les leur lui mais me même n ne nous on ont ou où par pas plus pour qu que qui s sa se "
        "ses son sont sur un une vous y",
        "ce cet cette ces cela ça c il elle ils elles son sa ses leur leurs celui celle ceux "
        "celles mais et or donc cependant toutefois pourtant néanmoins ainsi aussi ensuite puis "
        "enfin lui",
        "en effet,en outre,de plus,par ailleurs,par conséquent,en revanche,au contraire,"
        "par exemple,d'autre part,d’autre part,c'est pourquoi,c’est pourquoi",
    ),
    "es": _lists(
        "a al ante como con contra cual de del desde donde e el ella en entre era es esta este "
        "fue ha han hasta la las le lo los más me mi no nos o para pero por que se según ser si "
        "sin sobre son su sus también un una y ya",
        "esto este esta estos estas eso ese esa esos esas aquello él ella ellos ellas ello su sus "
        "pero y sino además también así entonces luego aunque asimismo",
        "sin embargo,no obstante,por eso,por esto,por ello,por lo tanto,por tanto,en cambio,"
        "por ejemplo,por otro lado,por otra parte,a su vez,al mismo tiempo",
    ),
    "ru": _lists(
        "а без бы был была были было быть в вам вас во вот вы где да для до его ее её если есть "
        "еще ещё же за и из или им их к как ко когда которые который ли мы на над не нет но о об "
        "он она они от по под при с со так также то только у уже чем что чтобы это я",
        "это этот эта эти этого этому этим он она оно они его её ее их им ему ей такой такая "
        "такие такое но а и однако также тоже поэтому затем потом тогда зато тем",
        "кроме того,при этом,в то же время,в результате,в связи с этим,в этом,таким образом,"
        "например,между тем,вместо этого,из-за этого,с другой стороны,более того,после этого",
    ),
    "uk": _lists(
        "а або без був була були було бути в ви від він вона вони все всі де для до є за з зі і "
        "із й її їх його ж же к коли ми на над не ні о об по при про разом с та так також те ти "
        "то тільки у у цей ця це ці чи що щоб як які який я",
        "це цей ця ці цього цьому цим він вона воно вони його її їх їхній їхня їхні їм йому їй "
        "такий така такі таке але а і й та однак проте також теж тому потім тоді зате тим отже",
        "крім того,окрім того,при цьому,водночас,у той же час,в той же час,в результаті,"
        "у результаті,у зв'язку з цим,у зв’язку з цим,таким чином,наприклад,тим часом,"
        "натомість,через це,з іншого боку,більше того,після цього",
    ),
    "zh": _lists(
        phrases="这,那,這,但,但是,然而,他,她,它,此外,而且,因此,所以,不过,不過,同时,同時,"
        "另外,其中,例如"
    ),
    "ja": _lists(
        phrases="これ,それ,この,その,しかし,だが,また,そして,彼は,彼女,一方,さらに,"
        "そのため,例えば,たとえば,ただし,なお,こうした,そうした"
    ),
}


def summarize(
    sections: Sequence[SectionText],
    *,
    standfirst: str = "",
    language: str = "en",
    method: Method = "hybrid",
    sentences: int = 1,
    read: int = sys.maxsize,
) -> tuple[str, ...]:
    """The summaries of an article's sections, one for each, in order.

    A summary holds up to `sentences` sentences of its section, in the order of the text. It is
    empty if the section has none. It does not repeat the standfirst, its own subheading or the
    summary before it if the section has another sentence.

    Args:
        sections: of one article, in order.
        standfirst: of the article; plain text.
        language: a BCP 47 tag; any other string is taken as a language that is not known.
        method: `hybrid` or `lead`.
        sentences: the most that a summary has; at least 1.
        read: how many sentences of the article are looked at: of each section an equal share, and
            at least LEAST_SENTENCES.

    Raises:
        ValueError: the method does not exist, or `sentences` is less than 1; never for what the
            texts hold.
    """
    if method not in get_args(Method):
        raise ValueError(f"method must be one of {', '.join(get_args(Method))}, not {method!r}")
    if sentences < 1:
        raise ValueError(f"sentences must be at least 1, not {sentences}")
    code = primary_language(language)
    share = max(read // max(len(sections), 1), LEAST_SENTENCES)
    texts = [list(islice(iter_sentences(section.text, code), share)) for section in sections]
    headings = [words_of(section.heading) for section in sections]
    ranked: Iterable[Sequence[int]]
    if method == "hybrid":
        ranked = _rank(headings, texts, _LISTS.get(code, _NO_LISTS))
    else:
        ranked = (range(len(own)) for own in texts)
    standing = _standfirst_words(standfirst, code)
    previous: list[frozenset[str]] = []
    summaries = []
    for heading, own, order in zip(headings, texts, ranked, strict=True):
        chosen = _choose(own, order, [*standing, *previous, heading], sentences)
        previous = list(chosen.values())
        summaries.append(_join([own[index].text for index in sorted(chosen)]))
    return tuple(summaries)


def _rank(
    headings: Sequence[frozenset[str]], texts: Sequence[Sequence[Sentence]], known: _WordLists
) -> list[list[int]]:
    """For each section the indexes of its sentences, the best first."""
    terms = [[words_of(sentence.text) - known.stop for sentence in own] for own in texts]
    spread = Counter(chain.from_iterable(chain.from_iterable(terms)))
    total = sum(map(len, texts))
    # Squared inverse document frequencies, for a term in 0, 1, 2 … sentences, as whole numbers.
    scale = [
        round(log(1 + total / max(count, 1)) ** 2 * _WEIGHT_SCALE)
        for count in range(max(spread.values(), default=0) + 1)
    ]
    weights = {term: scale[count] for term, count in spread.items()}
    return [
        _rank_section(heading - known.stop, own, own_terms, weights, scale[0], known)
        for heading, own, own_terms in zip(headings, texts, terms, strict=True)
    ]


def _rank_section(
    heading: frozenset[str],
    own: Sequence[Sentence],
    terms: Sequence[frozenset[str]],
    weights: dict[str, int],
    unseen: int,
    known: _WordLists,
) -> list[int]:
    """The indexes of a section's sentences, the highest score first."""
    if len(own) < 2:
        return list(range(len(own)))
    weight = weights.__getitem__
    # The section's centroid is the sum of its sentences. So a sentence has each of its terms in
    # common with it once, and once more for every other sentence that has the term.
    again = {
        term: (count - 1) * weights[term]
        for term, count in Counter(chain.from_iterable(terms)).items()
        if count > 1
    }
    shared = frozenset(again)
    sizes = [sum(map(weight, term_set)) for term_set in terms]
    dots = [
        size + sum(map(again.__getitem__, term_set & shared))
        for size, term_set in zip(sizes, terms, strict=True)
    ]
    centroid_size = sum(dots)
    heading_size = sum(weights.get(term, unseen) for term in heading)
    scores = []
    for position, (sentence, size) in enumerate(zip(own, sizes, strict=True)):
        score = POSITION_WEIGHT / (1 + position) - _penalty(sentence.text, known)
        if size:
            score += dots[position] / sqrt(size * centroid_size)
            if common := heading & terms[position]:
                score += HEADING_WEIGHT * sum(map(weight, common)) / sqrt(size * heading_size)
        scores.append(score)
    return sorted(range(len(own)), key=scores.__getitem__, reverse=True)


def _penalty(text: str, known: _WordLists) -> float:
    """What is taken from a sentence's score for its form: a dangling opener, a question, length."""
    penalty = 0.0
    if _dangles(text, known):
        penalty += DANGLING_PENALTY
    if text.rstrip("\"'”’“»›)]」』）")[-1:] in _QUESTION_MARKS:
        penalty += QUESTION_PENALTY
    if len(text) > LONG_CHARS:
        penalty += LONG_PENALTY
    return penalty


def _dangles(text: str, known: _WordLists) -> bool:
    """Whether a sentence opens with a word that refers to the sentence before it."""
    if known.openers and (match := _FIRST_WORD.match(text)):
        word = match[1]
        # In capitals such a word is an abbreviation: IT is an industry, US a country.
        if word.casefold() in known.openers and (len(word) == 1 or not word.isupper()):
            return True
    if not known.phrases:
        return False
    return text[:40].lstrip(_NO_OPENING_MARKS).casefold().startswith(known.phrases)


def _choose(
    own: Sequence[Sentence], order: Sequence[int], seen: list[frozenset[str]], wanted: int
) -> dict[int, frozenset[str]]:
    """The indexes of the sentences to show, each with the words of its sentence.

    Whole sentences are taken before captions and list items. A repetition is taken only if there
    is nothing else.
    """
    chosen: dict[int, frozenset[str]] = {}
    for complete in (True, False):
        pool = [index for index in order if own[index].complete is complete]
        for index in pool:
            words = words_of(own[index].text)
            if not any(_repeats(words, other) for other in chain(seen, chosen.values())):
                chosen[index] = words
                if len(chosen) == wanted:
                    return chosen
        if pool and not chosen:
            chosen[pool[0]] = words_of(own[pool[0]].text)
        if chosen:
            return chosen
    return chosen


def _repeats(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences have the same words, all but a few."""
    if words == other:
        return True
    fewer, both = min(len(words), len(other)), len(words) + len(other)
    # Two sentences have at most as many common words as the shorter one has words.
    if fewer <= _FEW_WORDS or 2 * fewer < NEAR_IDENTICAL * both:
        return False
    return 2 * len(words & other) >= NEAR_IDENTICAL * both


def _standfirst_words(text: str, code: str) -> list[frozenset[str]]:
    """The words of each sentence of a standfirst and, if it has several, of all together."""
    first = islice(iter_sentences(text, code), STANDFIRST_SENTENCES)
    own = [words_of(sentence.text) for sentence in first]
    return [*own, frozenset().union(*own)] if len(own) > 1 else own


def _join(texts: list[str]) -> str:
    """The sentences as one text, with a space between them except after a full-width end mark."""
    joined = texts[0] if texts else ""
    for text in texts[1:]:
        joined += text if joined[-1] in _FULL_WIDTH_ENDS else " " + text
    return joined
