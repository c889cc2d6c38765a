"""Checks all articles of a newsroom, and after each change those that it may concern."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from heapq import heappop, heappush

import msgspec

from feedsvc.editor.check.article_index import ArticleIndex, Groups, id_key
from feedsvc.editor.check.content import content_of
from feedsvc.editor.check.duplicates import Duplicates
from feedsvc.editor.check.facts import Facts, facts_of
from feedsvc.editor.check.line_numbers import SourceLines
from feedsvc.editor.check.links import Fault, LinkChecker
from feedsvc.editor.check.lookups import FolderLookups
from feedsvc.editor.check.rules import ArticleRules
from feedsvc.editor.check.site_urls import Site
from feedsvc.model.entry import Entry
from feedsvc.model.problem import Problem
from feedsvc.settings import Settings
from feedsvc.sources import references

_PAST = ("expired", "withdrawn")  # no reader sees these, so nothing is said of them


class Checker:
    """Finds what readers would stumble over in articles that can be read.

    Links, equal headlines and ids that are nearly the same depend on other articles. They are
    checked again only where one of those has changed, or has another standing by now. For one
    thread at a time.

    Args:
        settings: the newsroom's.
        desk: answers about its folder.
        now: the time, aware.
    """

    def __init__(
        self, settings: Settings, desk: FolderLookups, now: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._desk = desk
        self._now = now
        self._site = Site(settings)
        self._index = ArticleIndex()
        self._leads = LinkChecker(settings, self._site, self._index, desk)
        self._referrers = Groups()  # paths of articles by the names in their URLs
        self._stale: set[str] = set()  # paths of articles to check again
        self._found: dict[str, tuple[Problem, ...]] = {}
        self._paths: list[str] | None = None  # sorted keys of _found; None: not yet
        self._lacking: dict[str, list[str]] = {}  # missing files that articles name
        self._due: list[tuple[datetime, str]] = []  # when standings change

    def take(self, entries: Iterable[Entry]) -> None:
        """Take in articles that are new or changed; they replace what was known of their files.

        Args:
            entries: with their text, published or not.
        """
        now = self._now()
        for entry in entries:
            facts = self._facts(entry, now)
            before = self._forget(facts.path)
            self._index.put(facts)
            for part in self._parts(facts):
                self._referrers.add(part, facts.path)
            for moment in (facts.published, facts.expires):
                if moment and moment > now:
                    heappush(self._due, (moment, facts.path))
            self._stale.add(facts.path)
            if before is None or before.outward() != facts.outward():
                self._disturb(before, facts)

    def drop(self, paths: Iterable[str]) -> None:
        """Forget the articles of files; paths that are not known are passed over."""
        for path in paths:
            before = self._forget(path)
            if self._found.pop(path, None):
                self._paths = None
            self._disturb(before)

    def problems(self) -> list[Problem]:
        """All problems, by path, line and code."""
        now = self._now()
        while self._due and self._due[0][0] <= now:
            path = heappop(self._due)[1]
            self._stale.add(path)
            self._disturb(self._index.articles.get(path))
        for path, files in self._lacking.items():
            if any(map(self._desk.has, files)):
                self._stale.add(path)
        likeness = Duplicates(self._index, now)
        for path in self._stale:
            if facts := self._index.articles.get(path):
                self._keep(path, sorted(self._judge(facts, likeness, now), key=_place))
        self._stale.clear()
        if self._paths is None:
            self._paths = sorted(self._found)
        return [problem for path in self._paths for problem in self._found[path]]

    def _keep(self, path: str, found: list[Problem]) -> None:
        if bool(found) != (path in self._found):
            self._paths = None
        if found:
            self._found[path] = tuple(found)
        else:
            self._found.pop(path, None)

    def _facts(self, entry: Entry, now: datetime) -> Facts:
        path = entry.article.path
        content = content_of(entry.article.content)
        facts = facts_of(entry, content, self._site, self._settings)
        if facts.standing(now) in _PAST:
            return facts
        places = self._places(path)
        remarks = ArticleRules(self._settings, self._site, entry, content, facts, places)
        ahead = remarks.ahead() if facts.published > now else None
        return msgspec.structs.replace(facts, own=remarks.all(), ahead=ahead)

    def _places(self, path: str) -> Callable[[], SourceLines]:
        return cache(lambda: SourceLines(self._desk.source(path), path))

    def _forget(self, path: str) -> Facts | None:
        facts = self._index.pop(path)
        if facts is not None:
            self._lacking.pop(path, None)
            for part in self._parts(facts):
                self._referrers.remove(part, path)
        return facts

    def _parts(self, facts: Facts) -> set[str]:
        """The names that the things may have to which an article's URLs lead."""
        parts: set[str] = set()
        for address in map(self._site.address, (*facts.links, *facts.shown)):
            if address:
                parts.update(address.names)
            if address and address.kind == "article" and address.last:
                files = references.paths_of(address.last)
                parts.update(map(references.slug_of, (address.last, *files)))
        return parts

    def _disturb(self, *changed: Facts | None) -> None:
        """Mark all articles that depend on these, so that they are checked again."""
        for facts in changed:
            if facts is None:
                continue
            for name in facts.names():
                self._stale.update(self._referrers.of(name))
            self._stale.update(self._index.headlines.of(facts.headline))
            self._stale.update(self._index.ids.of(id_key(facts.id)))

    def _judge(self, facts: Facts, likeness: Duplicates, now: datetime) -> Iterator[Problem]:
        if facts.standing(now) in _PAST:
            return
        yield from facts.own
        if facts.ahead and facts.published > now:
            yield facts.ahead
        places = self._places(facts.path)
        for url, fault in self._faults(facts, now):
            place = places().of(url)
            message = fault.message.format(place.written)
            if place.meant:  # it may stand outside of the newsroom's folder
                yield Problem(facts.path, place.line, "info", "reference", message)
            else:
                yield Problem(facts.path, place.line, fault.severity, fault.code, message)
        if other := likeness.same_headline(facts):
            message = (
                f"{other.path} has the same headline, so in a list nobody can tell them apart;"
                " change one of them"
            )
            line = places().key("headline")
            yield Problem(facts.path, line, "warning", "same-headline", message)
        if other := likeness.near_id(facts):
            message = (
                f"the id is nearly that of {other.path} ({other.id[:200]}), and some readers take"
                " both for one entry; unless both are out already, give this one another"
            )
            yield Problem(facts.path, places().key("id"), "warning", "near-id", message)

    def _faults(self, facts: Facts, now: datetime) -> list[tuple[str, Fault]]:
        """An article's URLs that have a fault, each address once; keeps which files are missing."""
        told: dict[str, tuple[str, Fault]] = {}
        lacking: list[str] = []
        checks = ((self._leads.shown, facts.shown), (self._leads.link, facts.links))
        for check, urls in checks:
            for url in urls:
                fault = check(url, facts, now)
                address = self._site.address(url)
                if fault is None or address is None:
                    continue
                told.setdefault(f"{address.path}#{address.fragment}", (url, fault))
                if address.kind == "media":
                    lacking.append(address.name)
        self._lacking.pop(facts.path, None)
        if lacking := [file for file in lacking if not self._desk.has(file)]:
            self._lacking[facts.path] = lacking
        return list(told.values())


def _place(problem: Problem) -> tuple[int, str, str]:
    return (problem.line, problem.code, problem.message)
