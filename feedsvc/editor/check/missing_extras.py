"""Names what a newsroom would gain by a library that is not installed, once each."""

from collections.abc import Sequence

from feedsvc.model.entry import Entry
from feedsvc.model.problem import Problem
from feedsvc.settings import FILE_NAME, Site
from feedsvc.sources import lacks_durations
from feedsvc.summary import thai

_PROSE_CHARS = 80  # of a line; a shorter one has hardly two sentences


def gains_sentences(entry: Entry) -> bool:
    """Whether an article would have better summaries if sentences of Thai were found."""
    if thai.library():
        return False
    lines = (line for section in entry.article.sections for line in section.text.split("\n"))
    return any(len(line) >= _PROSE_CHARS and thai.is_thai(line) for line in lines)


def missing_extras(thai_articles: Sequence[str]) -> list[Problem]:
    """A problem for each library that is missing, at the first file that it would serve.

    Args:
        thai_articles: paths of the articles of which `gains_sentences` is true.
    """
    if not thai_articles:
        return []
    many = len(thai_articles)
    articles = "this article has" if many == 1 else f"{many:,} articles have"
    message = (
        f"{articles} text in Thai, which has no mark at the end of a sentence, so summaries are"
        " whole paragraphs; for sentences install: pip install 'feedsvc[thai]'"
    )
    return [Problem(min(thai_articles), 1, "info", "thai-sentences", message)]


def missing_push(site: Site) -> list[Problem]:
    """A problem where site.toml asks for a hub, which cannot be published here."""
    if not (lacks := site.settings.websub.lacks):
        return []
    line = site.line("websub.hub") or 1
    return [Problem(FILE_NAME, line, "warning", "push-library", lacks)]


def missing_durations(site: Site) -> list[Problem]:
    """A problem where there is a podcast, and nothing reads how long its episodes are."""
    podcasts = site.settings.podcasts
    if not podcasts or not lacks_durations():
        return []
    line = site.line("podcast.category") or 1
    message = (
        "episodes have no length in the podcast, unless their headers say it, for nothing here"
        " reads recordings; install: pip install 'feedsvc[podcast]'"
    )
    return [Problem(FILE_NAME, line, "warning", "podcast-library", message)]
