"""Chooses, for each section of an article, the sentences that are its summary.

The method `hybrid` takes the sentence that has most in common with the whole article and with its
subheading, and least with what readers have seen before: the standfirst and the summary before it.
An early sentence is preferred to a late one. `lead` takes the first. The same sections have the
same summaries on any machine: sums are of whole numbers, so that the order of adding does not
matter, and of sentences with equal scores the earlier one is taken.
"""

import sys
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import chain, islice
from math import inf, log, sqrt
from typing import Literal, NamedTuple, get_args

from feedsvc.model.blocks import ITEM, PROSE
from feedsvc.summary.form import BLOCKS, form_penalty, may_be_quoted
from feedsvc.summary.sentences import Sentence, iter_sentences, primary_language, words_of
from feedsvc.summary.thai import ThaiSentences, has_thai, library
from feedsvc.summary.word_lists import WordLists, lists_of

Method = Literal["hybrid", "lead"]

SUMMARIZER_VERSION: int = 5
"""Raise it with every change that can alter a summary; it is in the hash of kept summaries."""

HEADING_WEIGHT = 0.5
POSITION_WEIGHT = 0.1
STANDFIRST_WEIGHT = 0.5
"""How much a sentence loses by what it has in common with the standfirst."""
OVERLAP_WEIGHT = 0.85
"""How much by the words that it shares with the summary before it (Jaccard)."""
SHORT_WEIGHT = 0.5
SHORT_WORDS = 8
"""A sentence with fewer words that say something loses by each that it lacks."""
NEAR_IDENTICAL = 0.85
"""The share of common words (Dice) from which on one sentence counts as repeating another."""
LEAST_SENTENCES = 10
"""So many sentences of each section are looked at, however many sections there are."""
STANDFIRST_SENTENCES = 20
"""So many sentences of a standfirst are not repeated in summaries."""

_WEIGHT_SCALE = 1_024
_FEW_WORDS = 3
_FULL_WIDTH_ENDS = frozenset("。！？｡」』）】")

Terms = frozenset[str]


class SectionText(NamedTuple):
    """The parts of a section that its summary is made from."""

    heading: str
    """The subheading; "" for the untitled section."""
    text: str
    """Plain text, one line for each block (paragraph or list item)."""
    kinds: str = ""
    """Of each line, a letter (feedsvc.model.blocks); "": all are prose."""


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
    empty if the section has none that may be quoted (feedsvc.summary.form). It does not repeat the
    standfirst, its own subheading or the summary before it if the section has another sentence.

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
    known = lists_of(code)
    texts = [standfirst, *(section.text for section in sections)]
    some = any(not text.isascii() and has_thai(text) for text in texts)
    thai = ThaiSentences(len(texts)) if some and library() else None
    first = list(islice(iter_sentences(standfirst, code, thai), STANDFIRST_SENTENCES))
    told = [words_of(sentence.text) for sentence in first]
    standing = [*told, frozenset().union(*told)] if len(told) > 1 else told
    candidates = [_candidates(section, code, share, thai) for section in sections]
    headings = [words_of(section.heading) for section in sections]
    rate = _rate_lead if method == "lead" else _rate_hybrid
    rated = rate(candidates, headings, frozenset().union(*told), known)
    previous: list[Terms] = []
    before: list[Terms] = []
    summaries = []
    for heading, own, rating in zip(headings, candidates, rated, strict=True):
        chosen = _choose(own, rating, [*standing, *previous, heading], before, sentences)
        previous = [own[index].words for index in chosen]
        before = [rating.terms[index] for index in chosen]
        summaries.append(_join([own[index].sentence.text for index in sorted(chosen)]))
    return tuple(summaries)


class _Candidate(NamedTuple):
    """A sentence that may be a summary, the kind of the block in which it stands, its words."""

    sentence: Sentence
    kind: str
    words: Terms


class _Rating(NamedTuple):
    """The scores of a section's candidates, and the words by which they are compared.

    Attributes:
        scores: one for each, but for its form; the more, the better.
        terms: of each, without stop words; empty ones where overlap costs nothing.
        form: what is taken from a score for the candidate's form, never less than nothing; None:
            that is done already.
    """

    scores: Sequence[float]
    terms: Sequence[Terms]
    form: Callable[[_Candidate], float] | None = None


def _candidates(
    section: SectionText, code: str, share: int, thai: ThaiSentences | None
) -> list[_Candidate]:
    kinds = section.kinds
    found = []
    for sentence in islice(iter_sentences(section.text, code, thai), share):
        kind = PROSE
        if kinds:
            kind, after = (kinds[at : at + 1] or PROSE for at in (sentence.line, sentence.line + 1))
            if after == ITEM != kind and not sentence.complete:
                continue  # it leads to the list
        if may_be_quoted(sentence, kind):
            found.append(_Candidate(sentence, kind, words_of(sentence.text)))
    return found


def _rate_lead(
    candidates: Sequence[Sequence[_Candidate]],
    headings: Sequence[Terms],
    standfirst: Terms,
    known: WordLists,
) -> list[_Rating]:
    """Earlier sentences are better; captions and items of lists come after whole sentences."""
    nothing: Terms = frozenset()
    rated = []
    for own in candidates:
        scores = [
            -position - (not one.sentence.complete or BLOCKS.get(one.kind, 0.0) > 0) * len(own)
            for position, one in enumerate(own)
        ]
        rated.append(_Rating(scores, [nothing] * len(own)))
    return rated


def _rate_hybrid(
    candidates: Sequence[Sequence[_Candidate]],
    headings: Sequence[Terms],
    standfirst: Terms,
    known: WordLists,
) -> list[_Rating]:
    terms = [[one.words - known.stop for one in own] for own in candidates]
    measure = _Measure(terms)
    weight, centrality = measure.weights.__getitem__, measure.centrality.__getitem__
    standfirst -= known.stop
    to_standfirst = measure.likeness_to(standfirst)
    rated = []

    def form(one: _Candidate) -> float:
        return form_penalty(one.sentence, one.kind, known)

    for sets, heading in zip(terms, headings, strict=True):
        scores = []
        heading -= known.stop
        to_heading = measure.likeness_to(heading)
        for position, found in enumerate(sets):
            size = sqrt(sum(map(weight, found))) or 1.0
            score = POSITION_WEIGHT / (1 + position) + sum(map(centrality, found)) / (
                size * measure.size
            )
            if common := found & heading:
                score += HEADING_WEIGHT * to_heading(common) / size
            if common := found & standfirst:
                score -= STANDFIRST_WEIGHT * to_standfirst(common) / size
            if len(found) < SHORT_WORDS:
                score -= SHORT_WEIGHT * (1 - len(found) / SHORT_WORDS)
            scores.append(score)
        rated.append(_Rating(scores, sets, form))
    return rated


class _Measure:
    """What terms weigh, so that sentences can be compared as vectors (their cosines).

    Args:
        terms: of each sentence of each section.

    Attributes:
        weights: of each term its inverse document frequency, where each sentence of the article is
            a document. The square root of their sum over a sentence is the sentence's length.
        centrality: of each term what it has in common with the whole article. The sum over a
            sentence, divided by both lengths, is its likeness to the article's centroid.
        size: the centroid's length.
    """

    def __init__(self, terms: Sequence[Sequence[Terms]]) -> None:
        spread = Counter(chain.from_iterable(chain.from_iterable(terms)))
        total = sum(map(len, terms))
        # For a term in 0, 1, 2 … sentences, as whole numbers.
        scale = [
            round(log(1 + total / max(count, 1)) * _WEIGHT_SCALE)
            for count in range(max(spread.values(), default=0) + 1)
        ]
        self._unseen = scale[0]
        self.weights = {term: scale[count] for term, count in spread.items()}
        # The centroid is the sum of all sentences, so it has a term as often as there are some.
        self.centrality = {term: scale[count] * count for term, count in spread.items()}
        self.size = sqrt(sum(scale[count] * count * count for count in spread.values())) or 1.0

    def likeness_to(self, text: Terms) -> Callable[[Terms], float]:
        """A function that says how much the terms weigh that a sentence shares with a text."""
        weights = self.weights
        size = sqrt(sum(weights.get(term, self._unseen) for term in text)) or 1.0

        def likeness(common: Terms) -> float:
            return sum(map(weights.__getitem__, common)) / size

        return likeness


def _choose(
    own: Sequence[_Candidate],
    rating: _Rating,
    seen: Collection[Terms],
    before: Sequence[Terms],
    wanted: int,
) -> list[int]:
    """The indexes of the sentences to show, the best first.

    A repetition is taken only if there is nothing else.

    Args:
        own, rating: of a section.
        seen: the words of what readers have seen: standfirst, subheading, the summary before.
        before: the terms of the sentences of the summary before.
        wanted: how many are to be chosen.
    """
    terms, scores, form = rating.terms, rating.scores, rating.form
    chosen: list[int] = []
    shown = list(seen)
    left = sorted(range(len(own)), key=scores.__getitem__, reverse=True)
    formed: dict[int, float] = {}  # scores less what the form costs, where they were needed
    repeated: list[int] = []
    while left and len(chosen) < wanted:
        others = [*before, *(terms[index] for index in chosen)]
        best, most = -1, -inf
        for index in left:
            if scores[index] < most:  # the rest takes away only, so none that follows is better
                break
            if index not in formed:
                formed[index] = scores[index] - (form(own[index]) if form else 0.0)
            if formed[index] < most:
                continue
            shared = max((_overlap(terms[index], other) for other in others), default=0.0)
            score = formed[index] - OVERLAP_WEIGHT * shared
            if score < most or (score == most and (best < 0 or index > best)):
                continue
            if any(_repeats(own[index].words, one) for one in shown):
                repeated.append(index)
            else:
                best, most = index, score
        if best < 0 or (chosen and _is_worse(own[best], own[chosen[0]])):
            break
        chosen.append(best)
        shown.append(own[best].words)
        left.remove(best)
    return chosen or sorted(repeated, key=lambda index: (-formed[index], index))[:1]


def _is_worse(candidate: _Candidate, other: _Candidate) -> bool:
    """Whether one is no whole sentence, and the other is."""
    return other.sentence.complete and not candidate.sentence.complete


def _overlap(terms: Terms, other: Terms) -> float:
    """The share of common terms (Jaccard)."""
    common = len(terms & other)
    return common / (len(terms) + len(other) - common) if common else 0.0


def _repeats(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences have the same words, all but a few."""
    if words == other:
        return True
    fewer, both = min(len(words), len(other)), len(words) + len(other)
    # Two sentences have at most as many common words as the shorter one has words.
    if fewer <= _FEW_WORDS or 2 * fewer < NEAR_IDENTICAL * both:
        return False
    return 2 * len(words & other) >= NEAR_IDENTICAL * both


def _join(texts: list[str]) -> str:
    """The sentences as one text, with a space between them except after a full-width end mark."""
    joined = texts[0] if texts else ""
    for text in texts[1:]:
        joined += text if joined[-1] in _FULL_WIDTH_ENDS else " " + text
    return joined
