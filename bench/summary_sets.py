"""How often the sentence that stands for a section is one that people chose, by method.

Two sets: sections of scholarly papers with the highlights of readers (the package aclsum), and
sections of news with the sentences that two readers would accept (tests/summaries). Each method
gets the same sentences, and names one for each section.
"""

import importlib.util
import json
import math
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import figures
from feedsvc.summary.sentences import iter_sentences
from feedsvc.summary.summarize import SectionText, summarize

NEWS = Path(__file__).resolve().parents[1] / "tests" / "summaries" / "news.json"
HYBRID, FIRST = "hybrid", "first sentence"


class Section(NamedTuple):
    """A section of an article of a set.

    Attributes:
        heading: the subheading.
        sentences: all that it says.
        kinds: of each sentence's block (feedsvc.model.blocks); "": all are prose.
        accepted: for each reader the indexes of the sentences that they chose; empty: not asked.
    """

    heading: str
    sentences: list[str]
    kinds: str
    accepted: list[set[int]]


class Article(NamedTuple):
    """An article of a set."""

    standfirst: str
    sections: list[Section]


Method = Callable[[Article], Sequence[int | None]]


def papers(split: str) -> list[Article] | str:
    """The papers of aclsum, or why there are none."""
    found = importlib.util.find_spec("aclsum")
    if found is None or found.origin is None:
        return "aclsum is not installed"
    path = Path(found.origin).parent / "dataset" / f"{split}.jsonl"
    articles = []
    for line in path.read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        sections = []
        for name, sentences in paper["sentences"].items():
            aspects = [labels[name] for labels in paper["highlights"].values()]
            chosen = {at for labels in aspects for at, label in enumerate(labels) if label}
            if sentences:
                sections.append(Section(name.title(), sentences, "", [chosen]))
        articles.append(Article("", sections))
    return articles


def news() -> list[Article]:
    """The sections of news."""
    articles = []
    for article in json.loads(NEWS.read_text(encoding="utf-8")):
        sections = []
        for section in article["sections"]:
            found = list(iter_sentences(section["text"], "en"))
            texts = [sentence.text for sentence in found]
            lines = section.get("kinds", "")
            kinds = "".join(lines[one.line] for one in found) if lines else ""
            accepted = [
                {at for at, text in enumerate(texts) if any(same(text, one) for one in marks)}
                for marks in section.get("accepted", ())
            ]
            sections.append(Section(section["heading"], texts, kinds, accepted))
        articles.append(Article(article["standfirst"], sections))
    return articles


def same(text: str, other: str) -> bool:
    """Whether two texts are one sentence, though one may be cut at another place."""
    shorter, longer = sorted((text, other), key=len)
    return shorter == longer or (len(shorter) > len(longer) / 2 and shorter in longer)


def hybrid(article: Article) -> list[int | None]:
    """The sentences that feedsvc chooses."""
    sections = [
        SectionText(one.heading, "\n".join(one.sentences), one.kinds) for one in article.sections
    ]
    summaries = summarize(sections, standfirst=article.standfirst)
    return [
        next((at for at, text in enumerate(one.sentences) if same(text, summary)), None)
        if summary
        else None
        for one, summary in zip(article.sections, summaries, strict=True)
    ]


def first(article: Article) -> list[int | None]:
    """The first sentence of each section."""
    return [0 if section.sentences else None for section in article.sections]


def sumy(module: str, name: str) -> Method | str:
    """A method of the package sumy over each section, or why there is none."""
    try:
        stemmers = importlib.import_module("sumy.nlp.stemmers")
        models = importlib.import_module("sumy.models.dom")
        kind = getattr(importlib.import_module(f"sumy.summarizers.{module}"), name)
        importlib.import_module("numpy")
    except ImportError as error:
        return f"is not installed ({error})"
    rank = kind(stemmers.Stemmer("english"))
    rank.stop_words = frozenset(("a", "an", "and", "in", "is", "of", "on", "that", "the", "to"))

    class Words:
        """sumy's own tokeniser wants data that nltk downloads."""

        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple("".join(c if c.isalnum() else " " for c in text).split())

    def choose(section: Section) -> int | None:
        sentences = [models.Sentence(text, Words()) for text in section.sentences]
        found = rank(models.ObjectDocumentModel([models.Paragraph(sentences)]), 1)
        texts = [str(sentence) for sentence in found]
        return section.sentences.index(texts[0]) if texts else (0 if sentences else None)

    return lambda article: [choose(section) for section in article.sections]


def table(title: str, articles: Sequence[Article], methods: dict[str, Method]) -> figures.Table:
    """How often the chosen sentence is an accepted one, in per cent, with 95 % intervals.

    Where two readers were asked, a sentence that one of them accepts counts half.
    """
    hits = {name: _hits(method, articles) for name, method in methods.items()}
    rows: list[list[figures.Cell]] = []
    for name, own in hits.items():
        more = [100 * (a - b) for a, b in zip(hits[HYBRID], own, strict=True)]
        rows.append(
            [
                name,
                _with_interval([100 * hit for hit in own]),
                "" if name == HYBRID else _with_interval(more, sign="+"),
            ]
        )
    return figures.Table(
        title=f"{title}: {len(hits[HYBRID])} sections",
        columns=["method", "chosen sentence is accepted, %", "hybrid has more, points"],
        rows=rows,
    )


def _hits(method: Method, articles: Sequence[Article]) -> list[float]:
    found = []
    for article in articles:
        for section, chosen in zip(article.sections, method(article), strict=True):
            if section.accepted:
                found.append(statistics.fmean(chosen in one for one in section.accepted))
    return found


def _with_interval(values: Sequence[float], sign: str = "") -> str:
    half = 1.96 * statistics.stdev(values) / math.sqrt(len(values))
    return f"{statistics.fmean(values):{sign}.1f} ± {half:.1f}"


def agreement(articles: Sequence[Article]) -> str:
    """How far the readers of a set agree, as a sentence."""
    asked = [one.accepted for article in articles for one in article.sections if one.accepted]
    share = statistics.fmean(bool(a & b) for a, b in asked)
    whole = statistics.fmean(len(a & b) / len(a | b) for a, b in asked)
    return (
        f"The two readers of the news share a sentence in {share:.0%} of sections; on average"
        f" {whole:.0%} of the sentences that one of them accepts, both do."
    )
