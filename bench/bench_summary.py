"""Articles summarized a second on one core: hybrid and lead beside two peers, in one run; and how
often each method chooses a sentence that people would.

The peers are the same hybrid written the plain way (dictionaries of floats), and sumy's TextRank,
which is not installed with feedsvc. Articles are made from a seed, so every run summarizes the same
text; all take turns on one core.

    python bench/bench_summary.py --size small
"""

import importlib
import math
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sentencex

from bench import figures, frame, machine, peers, summary_sets
from bench.prose import GLUE, OPENERS, PLACES, QUALITIES, STEMS, make_sentence
from feedsvc.summary.summarize import SectionText, summarize

Article = list[SectionText]

SECTIONS = 8
SPLIT = os.environ.get("ACLSUM_SPLIT", "test")  # of the papers; weights were chosen on the others
SEED = 1
HYBRID, LEAD, SIMPLE, TEXTRANK = "hybrid", "lead", "plain hybrid", "sumy TextRank"


def make_article(rng: random.Random) -> Article:
    """Eight sections of three or four sentences, some 60 to 80 words each, as news has them."""
    theme = rng.sample(STEMS, 14)
    article = []
    for number in range(SECTIONS):
        topic = [*rng.sample(theme, 5), rng.choice(PLACES)]
        heading = f"{rng.choice(QUALITIES).title()} {topic[0]} in {topic[-1]}"
        count = rng.choice((3, 3, 4))
        sentences = [make_sentence(rng, topic, 70 // count) for _ in range(count)]
        article.append(SectionText(heading if number else "", " ".join(sentences)))
    return article


def plain_hybrid(article: Article) -> tuple[str, ...]:
    """The same hybrid with nothing done for speed: what the tuned one is measured against."""
    small = {*GLUE, "this", "they", "s"} - {"under"}

    def terms(text: str) -> set[str]:
        found = "".join(c if c.isalnum() else " " for c in text.lower()).split()
        return {word for word in found if word not in small}

    def cosine(a: dict[str, float], b: dict[str, float]) -> float:
        dot = sum(weight * b.get(term, 0.0) for term, weight in a.items())
        size = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
        return dot / size if size else 0.0

    texts = [
        [piece.strip() for line in section.text.splitlines() for piece in segment(line)]
        for section in article
    ]
    counted = [[terms(text) for text in own] for own in texts]
    total = sum(len(own) for own in texts)
    spread = Counter(term for own in counted for found in own for term in found)

    def weigh(found: set[str]) -> dict[str, float]:
        return {term: math.sqrt(math.log(1 + total / max(1, spread[term]))) for term in found}

    vectors = [[weigh(found) for found in own] for own in counted]
    centroid: dict[str, float] = {}
    for vector in (vector for own in vectors for vector in own):
        for term, weight in vector.items():
            centroid[term] = centroid.get(term, 0.0) + weight
    summaries: list[str] = []
    before: set[str] = set()
    for section, own, sets, weighed in zip(article, texts, counted, vectors, strict=True):
        heading = weigh(terms(section.heading))
        best, best_score, best_terms = "", -math.inf, before
        for position, (text, found, vector) in enumerate(zip(own, sets, weighed, strict=True)):
            score = cosine(vector, centroid) + 0.5 * cosine(vector, heading) + 0.1 / (1 + position)
            score -= 0.5 * max(0, 1 - len(found) / 8)
            score -= 0.5 * any(text.startswith(opener) for opener in OPENERS)
            score -= 0.5 * (not text.endswith((".", "!")))
            if before | found:
                score -= 0.85 * len(before & found) / len(before | found)
            if score > best_score and text not in summaries:
                best, best_score, best_terms = text, score, found
        summaries.append(best)
        before = best_terms
    return tuple(summaries)


def segment(line: str) -> list[str]:
    """sentencex with types."""
    pieces: list[str] = sentencex.segment("en", line)
    return pieces


def sumy_textrank() -> Callable[[Article], tuple[str, ...]] | str:
    """sumy's TextRank over each section, or why there is none."""
    try:
        stemmers = importlib.import_module("sumy.nlp.stemmers")
        parsers = importlib.import_module("sumy.parsers.plaintext")
        summarizers = importlib.import_module("sumy.summarizers.text_rank")
    except ImportError:
        return "is not installed"

    class Words:
        """sumy's own tokeniser wants data that nltk downloads; sentences are sentencex's here."""

        language = "english"

        def to_sentences(self, text: str) -> tuple[str, ...]:
            return tuple(piece.strip() for piece in segment(text))

        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple("".join(c if c.isalnum() else " " for c in text).split())

    rank, words = summarizers.TextRankSummarizer(stemmers.Stemmer("english")), Words()

    def run(article: Article) -> tuple[str, ...]:
        found = []
        for section in article:
            document = parsers.PlaintextParser.from_string(section.text, words).document
            found.append(" ".join(str(sentence) for sentence in rank(document, 1)))
        return tuple(found)

    try:
        run([SectionText("", "One cat sat here. Two dogs ran home. A cat met dogs.")])
    except Exception as error:  # whatever a peer lacks must not stop the comparison
        return f"does not run here: {type(error).__name__}: {str(error).strip().splitlines()[0]}"
    return run


def articles_a_second(
    run: Callable[[Article], tuple[str, ...]], articles: Sequence[Article]
) -> float:
    """One timed pass over all articles."""
    start = time.perf_counter()
    for article in articles:
        run(article)
    return len(articles) / (time.perf_counter() - start)


def measure(plan: frame.Plan) -> figures.Figures:
    """Summarize the same articles by each method in turn."""
    (count,) = plan.sizes([500], [100])[:1]
    rng = random.Random(SEED)
    articles = [make_article(rng) for _ in range(count)]
    contenders: dict[str, Callable[[Article], tuple[str, ...]]] = {
        HYBRID: lambda article: summarize(article),
        LEAD: lambda article: summarize(article, method="lead"),
        SIMPLE: plain_hybrid,
    }
    notes = []
    sys.path.extend(peers.packages())
    textrank = sumy_textrank()
    if isinstance(textrank, str):
        notes.append(f"sumy's TextRank {textrank}.")
    else:
        contenders[TEXTRANK] = textrank
    server_core, _ = machine.cores()
    machine.stay_on({server_core} if server_core is not None else set())
    for run in contenders.values():
        articles_a_second(run, articles[:20])
    rates = frame.in_turn(
        plan.pick(3, 5), {name: _timed(run, articles) for name, run in contenders.items()}
    )
    median = frame.medians(rates)
    same = sum(
        a == b
        for article in articles[:100]
        for a, b in zip(summarize(article), plain_hybrid(article), strict=True)
    ) / (SECTIONS * min(100, count))
    sets, missing = quality()
    notes += missing
    texts = [section.text for article in articles for section in article]
    words = sum(len(text.split()) for text in texts) / count
    notes.append(
        f"The hybrid and the plain hybrid chose the same sentence for {same:.0%} of sections."
    )
    return figures.Figures(
        bench="summary",
        title="Section summaries",
        about="",
        machine={"sentencex": version("sentencex")},
        tables=[
            figures.Table(
                title=f"{count:,} articles of {SECTIONS} sections, {words:.0f} words",
                columns=["method", "articles/s", "slowest", "fastest", "hybrid is"],
                rows=[
                    [name, rate, min(rates[name]), max(rates[name]), median[HYBRID] / rate]
                    for name, rate in median.items()
                ],
            ),
            *sets,
        ],
        notes=notes,
    )


def quality() -> tuple[list[figures.Table], list[str]]:
    """What people would have chosen, beside what each method does."""
    methods: dict[str, summary_sets.Method] = {
        summary_sets.HYBRID: summary_sets.hybrid,
        summary_sets.FIRST: summary_sets.first,
    }
    notes = []
    for name, module, kind in (
        ("sumy LexRank", "lex_rank", "LexRankSummarizer"),
        ("sumy TextRank", "text_rank", "TextRankSummarizer"),
    ):
        method = summary_sets.sumy(module, kind)
        if isinstance(method, str):
            notes.append(f"{name} {method}.")
        else:
            methods[name] = method
    found = summary_sets.news()
    tables = [summary_sets.table("News (tests/summaries)", found, methods)]
    notes.append(summary_sets.agreement(found))
    papers = summary_sets.papers(SPLIT)
    if isinstance(papers, str):
        notes.append(f"The papers were not looked at: {papers}.")
    else:
        tables.append(summary_sets.table(f"Papers (aclsum, {SPLIT})", papers, methods))
    return tables, notes


def _timed(
    run: Callable[[Article], tuple[str, ...]], articles: Sequence[Article]
) -> Callable[[], float]:
    return lambda: articles_a_second(run, articles)


if __name__ == "__main__":
    frame.run("summary", __doc__ or "", measure)
