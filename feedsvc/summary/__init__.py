"""Makes section summaries from the sentences of an article's sections."""

from feedsvc.summary import thai
from feedsvc.summary.sentences import Sentence, iter_sentences
from feedsvc.summary.summarize import SUMMARIZER_VERSION, Method, SectionText, summarize

__all__ = [
    "SUMMARIZER_VERSION",
    "Method",
    "SectionText",
    "Sentence",
    "iter_sentences",
    "summarize",
    "thai",
]
