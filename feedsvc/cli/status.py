"""The command that tells how a newsroom is: status."""

import os
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from feedsvc.cli import console
from feedsvc.cli.options import ARTICLES, plain_errors
from feedsvc.errors import SettingsError, StoreError
from feedsvc.indexer import WAITS
from feedsvc.model.clock import Clock, system_clock
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.pages import BUILT_IN, Themes, fault_line
from feedsvc.store import Store, hub_overview, sqlite_path
from feedsvc.store.backup import find_damage
from feedsvc.store.hook_events import HookState
from feedsvc.store.hub_overview import HubOverview
from feedsvc.store.in_force import InForce
from feedsvc.store.opening import site_in, store_url
from feedsvc.store.overview import Due, Overview, overview

_ERRORS = 10  # that are named
_AT = "%Y-%m-%d %H:%M:%S %Z"


class Status(NamedTuple):
    """How a newsroom is.

    Attributes:
        degraded: what is not as it should be, each in a sentence; empty: all is well.
        now: the time, in the site's zone.
        kept: what the store keeps; None: nothing, or it cannot be read.
        indexer: who follows the folder; empty: nobody.
        due: when time alone next changes a feed; None: never.
        problems: of files, by severity.
        errors: the first of them.
        hook: how telling the hook goes; None: there is none.
        push: what the hub has, and what waits; None: there is none.
    """

    degraded: list[str]
    now: datetime
    kept: Overview | None = None
    indexer: str = ""
    due: datetime | None = None
    problems: Mapping[str, int] = {}
    errors: tuple[Problem, ...] = ()
    hook: HookState | None = None
    push: HubOverview | None = None


@click.command()
@ARTICLES
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
@plain_errors
def status(articles: Path, as_json: bool) -> None:
    """Tell how a newsroom is: what is published, who follows the folder, what comes next.

    It reads the store, whether a server runs or not, and changes nothing. It ends with 1 where
    something is not as it should be.

    \b
    Example:
      feedsvc status articles
    """
    found = status_of(articles, os.environ)
    if as_json:
        console.show_json(_summary(found))
    else:
        _show(found)
    sys.exit(1 if found.degraded else 0)


def status_of(folder: Path, environ: Mapping[str, str], clock: Clock = system_clock) -> Status:
    """How the newsroom of a folder is.

    Args:
        folder, environ: the newsroom's folder, and the environment variables.
        clock: gives the time, aware.

    Raises:
        FolderMissing, SettingsError: the text says what to do.
    """
    url = store_url(folder, environ)
    path = sqlite_path(url)
    if path is not None and not path.exists():
        site_in(folder, environ)
        return Status([f"nothing is indexed yet; run: feedsvc index {folder}"], clock())
    try:
        find_damage(url)
        with closing(Store.open(url, read_only=True)) as store:
            return _status(folder, environ, clock, store)
    except StoreError as error:
        return Status([str(error)], clock())


def _status(folder: Path, environ: Mapping[str, str], clock: Clock, store: Store) -> Status:
    refused = ""
    try:
        site = site_in(folder, environ)
    except SettingsError as error:
        in_force = InForce(store, environ).site()
        if in_force is None:
            raise
        refused, site = str(error), in_force
    newsroom = Newsroom(folder, site.settings, store, clock, site=site, environ=environ)
    now = newsroom.now()
    with store.reading() as connection:
        kept = overview(connection, now, WAITS)
        push = hub_overview.overview(connection, now) if site.settings.websub.named else None
    degraded = []
    if kept.scanned is None:
        degraded.append(f"the folder was never read to its end; run: feedsvc index {folder}")
    if refused := refused or newsroom.in_force.refused():
        degraded.append(f"{refused}; the settings before it stay in force")
    if (hook := newsroom.hooks.state()) and hook.trouble:
        degraded.append(f"the hook was not told: {hook.trouble}; it is tried again")
    degraded += _theme_faults(newsroom)
    all_ = newsroom.problems.all() if newsroom.problems.count()["error"] else []
    return Status(
        degraded,
        now.astimezone(site.settings.zone),
        kept,
        newsroom.lock("indexer").holder(),
        newsroom.due(),
        newsroom.problems.count(),
        tuple(one for one in all_ if one.severity == "error")[:_ERRORS],
        hook,
        push,
    )


def _theme_faults(newsroom: Newsroom) -> list[str]:
    """What is wrong with the newsroom's own templates, each in a line."""
    themes = Themes(lambda: newsroom.folder.root, lambda: newsroom.settings)
    theme = themes.current()
    if theme is None:
        return []
    found = map(fault_line, themes.problems())
    lines = dict.fromkeys([*found, *newsroom.theme_faults.of(theme.mark)])
    return [f"{line}; {BUILT_IN}" for line in lines]


def _summary(found: Status) -> dict[str, object]:
    """The same for programs; times are UTC."""
    kept = found.kept
    return {
        "well": not found.degraded,
        "degraded": found.degraded,
        "articles": kept.counts._asdict() if kept else None,
        "waiting": kept.waiting if kept else 0,
        "indexer": found.indexer or None,
        "scanned": _utc(kept.scanned) if kept else None,
        "changed": _utc(kept.changed) if kept else None,
        "due": _utc(found.due),
        "next": _next(kept.next) if kept and kept.next else None,
        "problems": found.problems,
        "errors": found.errors,
        "hook": found.hook._asdict() if found.hook else None,
        "push": _pushed(found.push) if found.push else None,
    }


def _pushed(hub: HubOverview) -> dict[str, Any]:
    oldest = _utc(hub.oldest)
    return {"subscribers": hub.subscribers, "waiting": hub.backlog, "oldest": oldest}


def _next(due: Due) -> dict[str, Any]:
    return {"at": _utc(due.at), "what": due.what, "path": due.path}


def _utc(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _show(found: Status) -> None:
    rows = [("state", "degraded" if found.degraded else "well")]
    rows += [("", why) for why in found.degraded]
    if kept := found.kept:
        rows += [("articles", f"{kept.counts.public:,} public")]
        for name in ("embargoed", "expired", "held"):
            if number := getattr(kept.counts, name):
                rows.append(("", f"{number:,} {name}"))
        if kept.waiting:
            rows.append(("", f"{kept.waiting:,} wait: feedsvc index --accept-new publishes them"))
        rows.append(("indexer", found.indexer or "nobody follows the folder now"))
        rows.append(("last scan", _since(kept.scanned, found.now)))
        rows.append(("last change", _since(kept.changed, found.now)))
        rows.append(("next", _coming(found, kept.next)))
        if hook := found.hook:
            lost = f", {hook.given_up:,} given up" if hook.given_up else ""
            rows.append(("hook", f"{hook.waiting:,} changes wait{lost}"))
        if push := found.push:
            rows.append(("push", f"subscribers: {push.subscribers:,}; {push.backlog:,} wait"))
        told = [f"{n:,} {name}s" for name, n in found.problems.items() if n and name != "info"]
        rows.append(("problems", ", ".join(told) or "none"))
        rows += [("", f"{one.path}:{one.line}: {one.message}") for one in found.errors]
    console.show_table(("", ""), rows)


def _coming(found: Status, due: Due | None) -> str:
    if due is not None and (found.due is None or due.at <= found.due):
        at = f"{due.at.astimezone(found.now.tzinfo):{_AT}}"
        return f"{at}, in {_length(found.now, due.at)}: {due.path} is {due.what}"
    if found.due is None:
        return "nothing"
    at = f"{found.due.astimezone(found.now.tzinfo):{_AT}}"
    return f"{at}, in {_length(found.now, found.due)}: feeds change, as time goes by"


def _since(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "never"
    return f"{at.astimezone(now.tzinfo):{_AT}}, {_length(at, now)} ago"


def _length(start: datetime, end: datetime) -> str:
    """The time between two moments, in its greatest unit."""
    seconds = max(0, round((end - start).total_seconds()))
    for size, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size:,} {name}"
    return f"{seconds} seconds"
