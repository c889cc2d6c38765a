"""Articles summarised a second on one core: hybrid and lead beside two peers, in one run.

The peers are the same hybrid written the plain way (dictionaries of floats, below) and, where it
is installed, sumy's TextRank, which is not installed with feedsvc. Articles are made from a seed,
so every run of the same arguments summarises the same text.

    python bench/bench_summary.py --articles 300
    python bench/bench_summary.py --json > summary.json
"""

import argparse
import importlib
import json
import math
import platform
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sentencex

from feedsvc.summary import SectionText, summarise

Article = list[SectionText]

SECTIONS = 8
OPENERS = ["However,", "This", "Meanwhile,", "They say", "As a result,"]


def vocabulary(words: str) -> list[str]:
    """A list of words from a line of them."""
    return words.split()


GLUE = vocabulary("the of and to in a for on with by at from as that over under after before")
PLACES = vocabulary("Arlen Brackwater Corvan Dunmere Estry Fallow Grimsey Harrow Istel Jorvik")
STEMS = vocabulary(
    "harbour council budget bridge river strike market school hospital railway forest "
    "energy border minister worker farmer engineer patient teacher court police fishery "
    "climate housing traffic storm election museum festival airport factory vaccine "
    "satellite reservoir pension union treaty drought orchard ferry tunnel archive library "
    "census tariff subsidy"
)
VERBS = vocabulary(
    "closed opened delayed approved rejected rebuilt funded questioned measured reported "
    "warned promised expected reviewed moved raised lowered repaired inspected surveyed"
)
QUALITIES = vocabulary(
    "new local regional public early late large narrow costly safe fragile northern eastern "
    "independent temporary annual unusual steady remote crowded"
)


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


def make_sentence(rng: random.Random, topic: Sequence[str], length: int) -> str:
    """About `length` words; a quarter of them about the topic, two fifths of them small ones."""
    words = [rng.choice(OPENERS)] if rng.random() < 0.2 else ["The" if rng.random() < 0.6 else "A"]
    for _ in range(max(6, round(rng.gauss(length, 4))) - 2):
        draw = rng.random()
        if draw < 0.4:
            words.append(rng.choice(GLUE))
        elif draw < 0.65:
            words.append(rng.choice(topic))
        else:
            words.append(rng.choice(rng.choice((STEMS, VERBS, QUALITIES))))
    if rng.random() < 0.15:
        words.append(f"by {rng.randrange(1, 9)}.{rng.randrange(10)} percent")
    if rng.random() < 0.2:
        words[len(words) // 2] += "’s"
    if rng.random() < 0.4:
        words[len(words) // 3] += ","
    return " ".join(words) + "."


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
        return {term: math.log(1 + total / max(1, spread[term])) for term in found}

    summaries = []
    for section, own, sets in zip(article, texts, counted, strict=True):
        vectors = [weigh(found) for found in sets]
        centroid: dict[str, float] = {}
        for vector in vectors:
            for term, weight in vector.items():
                centroid[term] = centroid.get(term, 0.0) + weight / len(vectors)
        heading = weigh(terms(section.heading))
        best, best_score = "", -math.inf
        for position, (text, vector) in enumerate(zip(own, vectors, strict=True)):
            score = cosine(vector, centroid) + 0.3 * cosine(vector, heading) + 0.1 / (1 + position)
            if any(text.startswith(opener) for opener in OPENERS):
                score -= 0.2
            if not text.endswith((".", "!")):
                score -= 0.4
            if score > best_score and text not in summaries:
                best, best_score = text, score
        summaries.append(best)
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
        return "not installed"

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


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        epilog="Example: python bench/bench_summary.py --articles 300 --json",
    )
    parser.add_argument("--articles", type=int, default=500, metavar="N", help="default: 500")
    parser.add_argument("--runs", type=int, default=5, help="median of so many (default: 5)")
    parser.add_argument("--seed", type=int, default=1, help="of the articles (default: 1)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if options.articles < 1 or options.runs < 1:
        parser.error("--articles and --runs must be at least 1")

    rng = random.Random(options.seed)
    articles = [make_article(rng) for _ in range(options.articles)]
    contenders: dict[str, Callable[[Article], tuple[str, ...]]] = {
        "hybrid": lambda article: summarise(article),
        "lead": lambda article: summarise(article, method="lead"),
        "plain hybrid": plain_hybrid,
    }
    textrank = sumy_textrank()
    missing = {}
    if isinstance(textrank, str):
        missing["sumy TextRank"] = textrank
    else:
        contenders["sumy TextRank"] = textrank

    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for run in contenders.values():
        articles_a_second(run, articles[:20])
    # Turn about, so that a slow moment of the machine falls on all of them.
    for _ in range(options.runs):
        for name, run in contenders.items():
            rates[name].append(articles_a_second(run, articles))

    median = {name: statistics.median(found) for name, found in rates.items()}
    texts = [section.text for article in articles for section in article]
    words = sum(len(text.split()) for text in texts) / len(articles)
    same = sum(
        a == b
        for article in articles[:100]
        for a, b in zip(summarise(article), plain_hybrid(article), strict=True)
    ) / (SECTIONS * min(100, len(articles)))
    if options.json:
        result = {
            "articles": len(articles),
            "sections": SECTIONS,
            "words_an_article": round(words),
            "runs": options.runs,
            "python": platform.python_version(),
            "sentencex": version("sentencex"),
            "articles_a_second": {name: round(rate, 1) for name, rate in median.items()},
            "not_measured": missing,
            "same_as_plain": round(same, 3),
        }
        print(json.dumps(result, indent=2))
        return
    print(
        f"{len(articles)} articles of {SECTIONS} sections, {words:.0f} words; one core, "
        f"Python {platform.python_version()}, median of {options.runs}\n"
    )
    print(f"{'method':<16}{'articles/s':>12}{'slowest':>10}{'fastest':>10}{'hybrid is':>12}")
    for name, rate in median.items():
        ratio = f"{median['hybrid'] / rate:.2f}x"
        found = rates[name]
        print(f"{name:<16}{rate:>12,.0f}{min(found):>10,.0f}{max(found):>10,.0f}{ratio:>12}")
    for name, reason in missing.items():
        print(f"{name:<16}{reason}")
    print(f"\nhybrid and plain hybrid chose the same sentence for {same:.0%} of sections")


if __name__ == "__main__":
    main()
