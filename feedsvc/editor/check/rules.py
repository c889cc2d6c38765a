"""Checks one article by itself: lengths, subheadings, pictures, links within it. Pure."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

import msgspec

from feedsvc.editor.check.content import Content
from feedsvc.editor.check.facts import Facts
from feedsvc.editor.check.line_numbers import SourceLines
from feedsvc.editor.check.site_urls import Site
from feedsvc.model.entry import Entry, path_in_id
from feedsvc.model.problem import Problem, Severity
from feedsvc.model.slugs import slugify
from feedsvc.render import entry_view, summary_text
from feedsvc.settings import Settings
from feedsvc.sources import category_of
from feedsvc.summary import SectionText, summarize

LONG_TITLE = 100  # characters; lists of readers have one or two lines for a headline
LONG_SUMMARY = 2000  # characters of standfirst and section summaries, more than a glance takes in
ANCHORS_COMPARED = 1000  # of an article, when a link's anchor is not in it
SUMMARY_SHOWN = 250  # characters of a summary in lists, such as NetNewsWire's


class ArticleRules(NamedTuple):
    """Finds what an editor should be told of an article.

    Attributes:
        settings, site: the newsroom's.
        entry: the article.
        content: of it.
        facts: of it.
        places: gives the lines of its source.
    """

    settings: Settings
    site: Site
    entry: Entry
    content: Content
    facts: Facts
    places: Callable[[], SourceLines]

    def all(self) -> tuple[Problem, ...]:
        """All problems, in no certain order."""
        found = [*self._lengths(), *self._levels(), *self._pictures(), *self._anchors()]
        found += self._id()
        if not self.facts.holds:  # a draft may get date and standfirst later
            found += self._missing()
        return tuple(found)

    def ahead(self) -> Problem:
        """The problem to tell until the article is published."""
        time = f"{self.facts.published.astimezone(self.settings.zone):%Y-%m-%d %H:%M}"
        article = self.entry.article
        time += f" ({self.settings.timezone})"
        if article.embargo and article.embargo == self.facts.published:
            key, message = "embargo", f"the embargo keeps this article from readers until {time}"
        else:
            key = "date"
            message = (
                f"the date lies ahead, so readers do not see this article before {time}; mend the"
                " date if that is not meant"
            )
        return self._problem("info", "future-date", message, self.places().key(key))

    def _problem(self, severity: Severity, code: str, message: str, line: int = 1) -> Problem:
        return Problem(self.entry.article.path, line, severity, code, message)

    def _missing(self) -> Iterator[Problem]:
        if self.entry.article.date is None:
            message = (
                "no date, so it counts as published when it was first seen; write `date:` in the"
                " header"
            )
            yield self._problem("info", "undated", message)
        if not self.entry.article.standfirst:
            message = (
                "no standfirst, so lists in readers have only the headline and the sections' own"
                " sentences; write `standfirst:` in the header"
            )
            yield self._problem("info", "no-standfirst", message)

    def _id(self) -> Iterator[Problem]:
        private = self.settings.private_categories
        if not private or self.entry.private or self.entry.article.id:
            return
        path = path_in_id(self.entry.id)
        if slugify(category_of(path.split("/")[:-1])) in private:
            message = (
                f"the id of this entry was made of the path {path}, so it tells readers of a"
                " private category; if they have not seen the article yet, write an `id:` into"
                " the header"
            )
            yield self._problem("warning", "private-path", message)

    def _lengths(self) -> Iterator[Problem]:
        length = len(self.entry.article.headline)
        if length > LONG_TITLE:
            message = (
                f"the headline has {length} characters, and lists in readers show about"
                f" {LONG_TITLE}; shorten it"
            )
            yield self._problem("info", "long-title", message, self.places().key("headline"))
        length = summary_length(self.entry, self.settings)
        if length > LONG_SUMMARY:
            message = (
                f"standfirst and section summaries have {length:,} characters together, of which"
                f" lists in readers show about {SUMMARY_SHOWN}; say the most important in the"
                " standfirst, or make fewer sections"
            )
            line = self.places().key("standfirst")
            yield self._problem("info", "long-summary", message, line)
        size, feeds = self.entry.article.size, self.settings.feeds
        if size > feeds.longest_text and feeds.content == "full":
            message = (
                f"the text has {size // 1024:,} kB; of more than {feeds.longest_text // 1024} kB"
                " feeds have the summary and the link only; split the article"
            )
            yield self._problem("warning", "large-entry", message)

    def _levels(self) -> Iterator[Problem]:
        above = 1  # the headline's own
        headed = [section for section in self.entry.article.sections if section.heading]
        skipping = []
        for section in headed:
            if section.level > above + 1:
                skipping.append((section, above))
            above = section.level
        if not skipping:
            return
        lines = dict(zip((id(s) for s in headed), self.places().headings(headed), strict=True))
        for section, above in skipping:
            message = (
                f"the subheading {_quoted(section.heading)} is of level {section.level} and stands"
                f" under {'the headline' if above == 1 else f'one of level {above}'}; make it one"
                f" of level {above + 1}, so that screen readers tell where it belongs"
            )
            yield self._problem("info", "skipped-level", message, lines[id(section)])

    def _pictures(self) -> Iterator[Problem]:
        silent = self.content.silent
        bare = self.places().bare_pictures() if silent else []
        found = {place for url, place in bare if url in silent}
        told = {url for url, _ in bare}
        found |= {self.places().of(url) for url in self.content.mute if url not in told}
        for place in sorted(found):
            message = (
                f"nothing is said of the picture {place.written} to those who cannot see it; put a"
                ' few words into its brackets or its `alt`, or write alt="" if it only decorates'
            )
            yield self._problem("warning", "no-alt", message, place.line)
        for place in self.places().lost_pictures():
            message = (
                f"the picture {place.written} is left out, for it is no file in the newsroom's"
                " folder and no web address; put the file beside the article"
            )
            yield self._problem("warning", "missing-file", message, place.line)

    def _anchors(self) -> Iterator[Problem]:
        for url in self.content.links:
            address = self.site.address(url)
            if address and address.kind == "self" and not self.facts.has(address.fragment):
                place = self.places().of(url)
                near = nearest(address.fragment, self.facts)
                message = (
                    f"{place.written} leads nowhere, for nothing in this article has that id;"
                    f" mend the link{near}"
                )
                yield self._problem("warning", "broken-link", message, place.line)


def nearest(anchor: str, facts: Facts) -> str:
    """The end of a message that asks whether a similar anchor is meant; empty: there is none.

    It has the same words, else most of the letters, else at least half of the longer words.
    """
    known = {slugify(one): one for one in islice(facts.anchors.split(), ANCHORS_COMPARED)}
    wanted = slugify(anchor)
    near = [wanted] if wanted in known else get_close_matches(wanted, known, 1)
    if not near and (words := _longer_words(wanted)):
        shared = {one: len(words & _longer_words(one)) for one in known}
        most = max(known, key=lambda one: (shared[one], -len(one)), default="")
        near = [most] if most and 2 * shared[most] >= len(words) else []
    return f"; is #{known[near[0]]} meant?" if near else ""


def _longer_words(slug: str) -> set[str]:
    return {word for word in slug.split("-") if len(word) > 3}


def summary_length(entry: Entry, settings: Settings) -> int:
    """Characters of an entry's summary in feeds; up to LONG_SUMMARY, it may be an upper bound."""
    article = entry.article
    sentences = settings.feeds.section_sentences
    most = len(article.standfirst) + sum(
        # A sentence does not go beyond its line.
        len(s.heading) + 3 + min(len(s.text), sentences * (_longest_line(s.text) + 1))
        for s in article.sections
    )
    if most <= LONG_SUMMARY:
        return most
    summaries = summarize(
        [SectionText(one.heading, one.text, one.kinds) for one in article.sections],
        standfirst=article.standfirst,
        language=article.language or settings.language,
        method=settings.feeds.summary,
        sentences=sentences,
        read=settings.limits.summary_sentences,
    )
    bare = msgspec.structs.replace(entry, article=msgspec.structs.replace(article, content=""))
    return len(summary_text(entry_view(bare, summaries, settings)))


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
