"""The preview's application: the public pages with an editor's layer over them.

The editor's pages are the desk, articles, each entry as readers show it, and problems.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import quote, urlencode

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    g,
    redirect,
    request,
    send_from_directory,
)
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.editor import ArticleStatus
from feedsvc.editor.desk import Desk, calendar, matching, offered
from feedsvc.errors import RenderError
from feedsvc.feeds import KINDS, Moved
from feedsvc.model.feed import FORMATS, Feed, Format
from feedsvc.model.problem import Problem
from feedsvc.model.status import Status
from feedsvc.pages import FORMAT_NAMES, Pages, fit
from feedsvc.settings import Content
from feedsvc.web.app import plain_app
from feedsvc.web.metrics import Counts, Tally
from feedsvc.web.polls import Polls
from feedsvc.web.preview import entry_views
from feedsvc.web.preview.actions import MOST_BYTES, add_actions, new_token, values_of
from feedsvc.web.preview.changes import add_changes, changed_files
from feedsvc.web.preview.live import events
from feedsvc.web.preview.program import VSCODE, Program
from feedsvc.web.preview.reader_lists import cards
from feedsvc.web.preview.readers import Subscribers, add_readers
from feedsvc.web.preview.security import SCRIPT, add_guard
from feedsvc.web.preview.source import add_source
from feedsvc.web.preview.times import clock_time, time_left
from feedsvc.web.responses import FORM_POLICY

A_PAGE = 500  # articles on a page of their list
MOST_FEEDS = 60  # feeds of a kind that the desk shows
MOST_PROBLEMS = 400  # problems on their page
LATELY = 8  # changes and drafts that the desk shows
COMING = 30  # articles that time alone changes, which the desk shows
LINE_SHOWN = 240  # characters of a line of source
STANDINGS: dict[Status, str] = {
    "published": "Published",
    "faulty": "Faulty",
    "draft": "Drafts",
    "private": "Private",
    "embargoed": "Embargoed",
    "expired": "Expired",
    "withdrawn": "Withdrawn",
}
_SEVERITIES = {"error": "errors", "warning": "warnings", "info": "notes"}


Page = Callable[..., str]  # renders a template with its values, by name


class DeskFeed(NamedTuple):
    """A feed as subscribers have it: how many published entries belong to it, when one changed."""

    feed: Feed
    entries: int
    changed: datetime | None


def create_preview(
    desk: Desk,
    program: Program = VSCODE,
    token: str = "",
    audience: Path | None = None,
    subscribers: Subscribers = dict,
) -> Flask:
    """The service that `feedsvc preview` runs.

    Args:
        desk: of a newsroom whose base_url is the address of the preview.
        program: shows files to the editor.
        token: that forms of the desk send; empty: a new one.
        audience: the file with the counts of polls of the service; None: there is none.
        subscribers: tells how many are sent each document of the service.
    """
    token = token or new_token()
    newsroom, settings = desk.newsroom, desk.newsroom.settings
    counts = Counts()
    pages = Pages(lambda: newsroom.feeds, desk.themes, pixels=newsroom.folder.pixels)
    app = plain_app(newsroom, pages, counts, Tally(counts), Polls(newsroom))
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    routes = Blueprint("desk", __name__)

    @routes.after_request
    def let_send(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", FORM_POLICY)
        return response

    def page(template: str, **values: Any) -> str:
        shared = _shared(desk) | values_of(desk, program, token)
        return pages.render(f"desk/{template}", **(shared | values))

    @routes.before_app_request
    def note_version() -> None:
        g.desk_version = desk.version  # a page may lack what changes while it is made

    def bar() -> str:
        version = g.get("desk_version", desk.version)
        return page("bar.html", version=version, found=_counts(desk), latest=desk.events()[:1])

    def badge() -> str:
        errors = _counts(desk)["error"]
        return f"({errors}) " if errors else ""

    _add_front(routes, desk, page)
    _add_articles(routes, desk, page)
    _add_entries(routes, desk, page)
    _add_problems(routes, desk, page)
    add_readers(routes, desk, page, audience, subscribers)
    add_actions(routes, desk, page, program, token)
    add_source(routes, desk, page)
    add_changes(routes, desk, page)
    _add_events(routes, desk)
    app.register_blueprint(routes)
    add_guard(app, settings.site, bar, badge)
    return app


def _shared(desk: Desk) -> dict[str, Any]:
    """What all templates of the desk are given."""
    now, zone = desk.now(), desk.newsroom.settings.zone
    return {
        "categories": [],
        "here": request.path,
        "standings": STANDINGS,
        "severities": _SEVERITIES,
        "time_of": lambda moment: clock_time(moment, now, zone),
        "hour_of": lambda moment: f"{moment.astimezone(zone):%H:%M}",
        "left": lambda moment: time_left(moment, now),
    }


def _add_front(routes: Blueprint, desk: Desk, page: Page) -> None:
    """The desk's own page: feeds, what is to come, what happened lately."""

    @routes.get("/desk")
    def front() -> str:
        cards = desk.cards()
        lately = desk.events()[:LATELY]
        feeds = _feeds(desk, cards)
        return page(
            "home.html",
            everything=next(one for one in feeds if one.feed.kind == "feed"),
            groups=[(kind.group, _of(feeds, word), word) for word, kind in KINDS.items()][1:],
            most_feeds=MOST_FEEDS,
            counts=Counter(card.standing for card in cards),
            coming=calendar(cards, desk.newsroom.settings.zone, COMING),
            drafts=[card for card in cards if card.standing == "draft"][:LATELY],
            found=_counts(desk),
            events=lately,
            differing=changed_files(desk, lately),
        )


def _add_articles(routes: Blueprint, desk: Desk, page: Page) -> None:
    """All articles, or those with one standing, a page at a time."""

    @routes.get("/desk/articles")
    def articles() -> str:
        standing = request.args.get("standing", "")
        if standing and standing not in STANDINGS:
            abort(404, "No article can stand so.")
        asked = request.args.get("q", "")
        found = matching(desk.cards(standing or None), asked)
        start = _number(request.args.get("start", "0"))
        return page(
            "articles.html",
            cards=found[start : start + A_PAGE],
            total=len(found),
            start=start,
            size=A_PAGE,
            standing=standing,
            asked=asked,
            counts=Counter(card.standing for card in desk.cards()),
            worst=_worst(desk.problems()),
        )


def _add_entries(routes: Blueprint, desk: Desk, page: Page) -> None:
    """Each entry as readers will show it."""
    newsroom = desk.newsroom

    @routes.get("/desk/entries/<path:slug>")
    def entry(slug: str) -> str | AnyResponse:
        view = request.args.get("view", "reading")
        format = request.args.get("format", "atom")
        content = request.args.get("content", newsroom.settings.feeds.content)
        known = view in entry_views.VIEWS and format in FORMATS and content in entry_views.CONTENTS
        card = desk.card(slug)
        found = desk.entry(card) if card is not None and known else None
        if card is None and known and isinstance(moved := newsroom.articles.article(slug), Moved):
            target = f"{newsroom.settings.site}/desk/entries/{quote(moved.slug)}"
            return redirect(f"{target}?{urlencode(request.args)}", 302)
        if card is None or found is None:
            abort(404, "No article is shown at this address.")
        can = offered(card.standing, minor=found.article.minor)
        chosen = {"view": view, "format": format, "content": content}
        # JSON Feed alone has plain text.
        shown_as = "json" if view == "text" else cast(Format, format)
        try:
            fragment, shown = entry_views.render_alone(
                newsroom, found, shown_as, cast(Content, content)
            )
        except RenderError as error:
            return page(
                "entry.html", card=card, chosen=chosen, failed=str(error), problems=[], offered=can
            )
        return page(
            "entry.html",
            card=card,
            offered=can,
            entry=found,
            chosen=chosen,
            views=entry_views.VIEWS,
            format_names=FORMAT_NAMES,
            contents=entry_views.CONTENTS,
            shown=shown,
            cards=cards(shown),
            summary=fit(shown.summary),
            content=fit(shown.content),
            source=entry_views.colored(fragment, shown_as) if view == "source" else Markup(),
            most=entry_views.MOST_COLORED,
            size=len(fragment),
            feeds=[(name, desk.label(name)) for name in card.feeds],
            differs=bool(desk.versions.differing([card])),
            problems=[p for p in desk.problems() if p.path == card.path],
            line_of=_lines(desk),
            failed="",
        )


def _add_problems(routes: Blueprint, desk: Desk, page: Page) -> None:
    """What is wrong, by file."""

    @routes.get("/desk/problems")
    def problems() -> str:
        severity = request.args.get("severity", "")
        if severity and severity not in _SEVERITIES:
            abort(404, "No problem is as severe as that.")
        found = [p for p in desk.problems() if severity in ("", p.severity)]
        worst = _worst(found)
        order = list(_SEVERITIES)
        found.sort(key=lambda p: order.index(worst[p.path]))  # the rest of the order stays
        groups = [
            (path, desk.card_at(path), list(some))
            for path, some in groupby(islice(found, MOST_PROBLEMS), key=lambda p: p.path)
        ]
        return page(
            "problems.html",
            groups=groups,
            total=len(found),
            most=MOST_PROBLEMS,
            severity=severity,
            found=_counts(desk),
            line_of=_lines(desk),
        )


def _add_events(routes: Blueprint, desk: Desk) -> None:
    """The script of open pages, and the events that tell it of changes."""

    @routes.get("/desk/events")
    def changes() -> Response:
        since = request.headers.get("Last-Event-ID") or request.args.get("since", "")
        stream = events(desk, _number(since))
        return Response(stream, content_type="text/event-stream; charset=utf-8")

    @routes.get(SCRIPT)
    def script() -> Response:
        return send_from_directory("preview/static", "live.js", mimetype="text/javascript")


def _lines(desk: Desk) -> Callable[[Problem], str]:
    """Gives the line that a problem is about; reads each file once."""
    read = cache(desk.findings.lines)

    def line_of(problem: Problem) -> str:
        lines = read(problem.path)
        return lines[problem.line - 1].strip()[:LINE_SHOWN] if problem.line <= len(lines) else ""

    return line_of


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _counts(desk: Desk) -> dict[str, int]:
    found = Counter(problem.severity for problem in desk.problems())
    return {severity: found[severity] for severity in _SEVERITIES}  # type: ignore[index]


def _worst(problems: list[Problem]) -> dict[str, str]:
    """The worst severity of each file's problems."""
    order = list(_SEVERITIES)
    found: dict[str, str] = {}
    for problem in problems:
        before = found.get(problem.path, "info")
        found[problem.path] = min(before, problem.severity, key=order.index)
    return found


def _feeds(desk: Desk, cards: list[ArticleStatus]) -> list[DeskFeed]:
    """The feeds with the numbers that subscribers see; drafts do not count."""
    entries: Counter[str] = Counter()
    changed: dict[str, datetime] = {}
    every = desk.newsroom.feeds.all()
    named = [one.feed for one in every if one.feed.kind == "search"]
    searches = {feed.name: desk.newsroom.feeds.ids_found(feed) for feed in named}
    for card in cards:
        if card.public:
            holding = [*card.feeds, *(name for name, ids in searches.items() if card.id in ids)]
            entries.update(holding)
            for name in holding:
                changed[name] = max(card.updated, changed.get(name, card.updated))
    return [DeskFeed(one.feed, entries[one.feed.name], changed.get(one.feed.name)) for one in every]


def _of(feeds: list[DeskFeed], kind: str) -> list[DeskFeed]:
    """The feeds of a kind, the largest first."""
    return sorted((one for one in feeds if one.feed.kind == kind), key=lambda one: -one.entries)
