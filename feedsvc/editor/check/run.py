"""Runs `feedsvc check`: finds all problems of a folder, in its files and for its readers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from msgspec.structs import replace

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.check.missing_extras import (
    gains_sentences,
    missing_durations,
    missing_extras,
    missing_push,
)
from feedsvc.editor.check.podcast_guids import unkept_guids
from feedsvc.editor.check.profiles import PROFILES, judge, judge_podcasts
from feedsvc.editor.check.unread_formats import is_unread, unread_formats
from feedsvc.indexer import Progress, departures
from feedsvc.model.clock import Clock, system_clock
from feedsvc.model.entry import Entry
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Themes
from feedsvc.settings import FILE_NAME
from feedsvc.store.opening import site_in

_SEVERITIES = ("error", "warning", "info")


def check_folder(
    folder: Path,
    environ: Mapping[str, str],
    watched: Callable[[str], AbstractContextManager[Progress]],
    clock: Clock = system_clock,
) -> list[Problem]:
    """Every problem of a folder, by file and line, those of its settings first; stores nothing.

    Args:
        folder, environ, clock: as for Newsroom.open.
        watched: shows the progress of some work, from the work's name.

    Raises:
        FolderMissing, SettingsError, StoreError: the text says what to do.
    """
    with Newsroom.rehearsal(folder, environ, clock) as newsroom:
        with watched("Checking articles") as progress:
            scanned = newsroom.scan(progress, accept_deletions=True)
        desk = FolderLookups(newsroom.folder, newsroom.articles.article)
        checker = Checker(newsroom.settings, desk, newsroom.now)
        with watched("Proofreading") as progress:
            named: set[str] = set()  # files of formats that are not read, as media
            thai: list[str] = []
            entries = _noting(newsroom.articles.every(), named, thai)
            checker.take(_counted(entries, scanned.articles, progress))
        found = newsroom.problems.all() + departures(scanned) + checker.problems()
        found += unread_formats(folder, newsroom.settings, named) + missing_extras(thai)
        site = site_in(folder, environ)
        found += missing_push(site) + missing_durations(site) + unkept_guids(site)
        podcasts = judge_podcasts(newsroom, site)
        found += (replace(one, severity="warning") for one in podcasts)  # the site is published
        themes = Themes(lambda: folder, lambda: newsroom.settings)
        themes.current()
        found += themes.problems()
    return sorted(found, key=_order)


def check_for(
    folder: Path,
    environ: Mapping[str, str],
    partner: str,
    watched: Callable[[str], AbstractContextManager[Progress]],
    clock: Clock = system_clock,
) -> list[Problem]:
    """What a partner would refuse of a folder, by file and line; stores nothing.

    Args:
        folder, environ, watched, clock: as for check_folder.
        partner: a key of PROFILES.

    Raises:
        FolderMissing, SettingsError, StoreError: the text says what to do.
    """
    with Newsroom.rehearsal(folder, environ, clock) as newsroom:
        with watched("Checking articles") as progress:
            newsroom.scan(progress, accept_deletions=True)
        found = judge(newsroom, site_in(folder, environ), PROFILES[partner])
    return sorted(found, key=_order)


def _noting(entries: Iterable[Entry], named: set[str], thai: list[str]) -> Iterator[Entry]:
    """The same articles; notes what is told once of all of them.

    Args:
        entries: with their text.
        named: gets the files of formats that are not read which they name.
        thai: gets the paths of those that would have better summaries (gains_sentences).
    """
    for entry in entries:
        named.update(filter(is_unread, entry.article.media))
        if gains_sentences(entry):
            thai.append(entry.article.path)
        yield entry


def _counted(entries: Iterable[Entry], total: int, progress: Progress) -> Iterator[Entry]:
    """The same articles; shows how many of them have been taken."""
    for done, entry in enumerate(entries):
        progress(done, total)
        yield entry
    progress(total, total)


def _order(problem: Problem) -> tuple[bool, str, int, int, str, str]:
    severity = _SEVERITIES.index(problem.severity)
    of_settings = problem.path == FILE_NAME
    return (not of_settings, problem.path, problem.line, severity, problem.code, problem.message)
