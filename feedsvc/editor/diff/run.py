"""Runs `feedsvc diff`: compares a folder with what is published of it."""

import tempfile
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedsvc.editor.article_status import ArticleStatus, status_of
from feedsvc.editor.diff.changes import Change, ChangeKind, compare, pair
from feedsvc.editor.diff.describe import feed_label, tell
from feedsvc.editor.diff.published import published_store
from feedsvc.editor.diff.visible import VisibleEntries, narrow
from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import remade
from feedsvc.indexer import Progress
from feedsvc.model.article import Article
from feedsvc.model.clock import Clock, system_clock
from feedsvc.model.feed import EVERYTHING, FeedName
from feedsvc.newsroom import Newsroom
from feedsvc.settings import KILO, Settings
from feedsvc.sources import holding_of
from feedsvc.store import Store, locate

_HOLD_BACK = {
    ("error", code) for code in ("misspelt-key", "status", "draft", "unknown-header", "wrong-type")
}
NAMED = 100  # changes that are shown with the labels of their feeds
_ORDER: dict[ChangeKind, int] = {"gone": 0, "new": 1, "updated": 2, "changed": 3, "unseen": 4}


class Comparison(NamedTuple):
    """What publishing a folder would change for subscribers.

    Attributes:
        said: all of it in sentences, the most important first.
        changes: those that subscribers notice, then the others.
        labels: what people call the feeds of the first NAMED changes, by name.
        published: whether subscribers have had anything yet.
        held: how many articles are gone at once; they stay published until that is accepted.
    """

    said: list[str]
    changes: list[Change]
    labels: dict[str, str]
    published: bool
    held: int


def edges(newsroom: Newsroom, hidden: Container[str] = ()) -> VisibleEntries:
    """Tells which entries the feeds of a newsroom show before and after changes that it has.

    Args:
        newsroom: has taken in the changes; it may show what subscribers do not see.
        hidden: ids of entries that subscribers do not see.
    """
    newest = partial(newsroom.articles.places, hidden=hidden)
    return VisibleEntries(newest, newsroom.settings.feeds.entries, after=True)


def compare_published(
    folder: Path,
    environ: Mapping[str, str],
    watched: Callable[[str], AbstractContextManager[Progress]],
    clock: Clock = system_clock,
    meant: Callable[[str], bool] = lambda path: True,
) -> Comparison:
    """Compare a folder with what is published of it, and change neither.

    Args:
        folder, environ, clock: as for Newsroom.open.
        watched: shows the progress of some work, from the work's name.
        meant: whether changes are told that come from a file, from its path.

    Raises:
        FolderMissing, SettingsError, StoreError: the text says what to do.
    """
    now = clock().astimezone(UTC).replace(microsecond=0)
    with Newsroom.rehearsal(folder, environ, lambda: now) as after:
        with _published(folder, environ, after.settings, now) as (before, _):
            edition = before.feeds.version()
        with watched("Reading articles") as progress:
            scanned = after.scan(progress)
            held = scanned.held_count
            if held:
                scanned = after.scan(accept_deletions=True)
        # The store was not kept open during the scan: it may be read as a file that nobody writes,
        # and an indexer may begin to write it.
        with _published(folder, environ, after.settings, now) as (before, store):
            with watched("Comparing articles") as progress:
                found = _differences(before, after, now, progress, scanned.articles)
            shown = VisibleEntries(
                before.articles.places, after.settings.feeds.entries, after=False
            )
            changes = sorted((c for c in narrow(found, shown) if meant(c.path)), key=_rank)
            published = any(before.articles.digests())
            label = partial(label_in, (after, before))
            said = [_held(held)] if held else []
            if not published:
                said.append(_first(sum(c.kind == "new" for c in found), scanned.articles))
            with store.reading() as connection:
                besides = remade(connection, after.settings) if published else []
            if published or changes:
                said += tell(changes, label, after.settings.zone, besides)
            said += _faulty(after.problems.count()["error"])
            if edition != before.feeds.version():
                said.append("Something was published meanwhile: look again to be sure.")
            labels = {name: label(name) for change in changes[:NAMED] for name in change.feeds}
    return Comparison(said, changes, labels, published, held)


def _rank(change: Change) -> tuple[int, str, str]:
    """The order of a change; those that are partial stand with those that are updated."""
    return (_ORDER["updated" if change.partial else change.kind], change.path, change.id)


@contextmanager
def _published(
    folder: Path, environ: Mapping[str, str], settings: Settings, now: datetime
) -> Iterator[tuple[Newsroom, Store]]:
    """The newsroom as it is published, read-only; an empty one where nothing is published."""
    with ExitStack() as stack:
        store = stack.enter_context(published_store(folder, environ, settings))
        if store is None:
            place = stack.enter_context(tempfile.TemporaryDirectory(prefix="feedsvc-"))
            empty = Store.open(locate(Path(place), place, environ))
            store = stack.enter_context(closing(empty))
        yield Newsroom(folder, settings, store, lambda: now), store


def _differences(
    before: Newsroom, after: Newsroom, now: datetime, progress: Progress, articles: int
) -> list[Change]:
    """What would change for subscribers of feeds that show all their entries.

    Only articles that differ are unpacked.
    """
    found: list[Change] = []
    files: set[str] = set()  # paths of articles that differ
    looks = 0  # each article is looked at twice
    held_back = {p.path for p in after.problems.all() if (p.severity, p.code) in _HOLD_BACK}
    progress(0, articles)
    for page in before.articles.digests():
        there = after.articles.digests_of(page)
        other = {i for i, digest in page.items() if there.get(i) != digest}
        # An article that cannot be read stays as it was published, unless that holds it back.
        unread = after.articles.remembered(other - there.keys())
        faulty = _cards(before, unread, now, lambda one: _is_faulty(one, held_back, after, now))
        other -= unread - faulty.keys()
        cards = faulty | _cards(after, other - unread, now)
        files.update(card.path for card in cards.values())
        found += compare(_cards(before, other, now), cards)
        looks += len(page)
        progress(min(looks, articles) // 2, articles)
    looks = articles
    for page in after.articles.digests():
        cards = _cards(after, page.keys() - before.articles.digests_of(page).keys(), now)
        files.update(card.path for card in cards.values())
        found += compare({}, cards)
        looks += len(page)
        progress(looks // 2, articles)
    return pair(found, files)


def _cards(
    newsroom: Newsroom,
    entry_ids: Collection[str],
    now: datetime,
    faulty: Callable[[Article], bool] | None = None,
) -> dict[str, ArticleStatus]:
    """Status of articles, by id; they expire by the settings with which they were indexed.

    Args:
        newsroom, entry_ids, now: where which articles are looked up, and when.
        faulty: whether an error in its file holds an article back; only such are given, as faulty
            ones. None: all are, as they are.
    """
    cards = {}
    for entry, expires in newsroom.articles.with_expiry(entry_ids):
        if faulty is not None:
            if not faulty(entry.article):
                continue
            article = msgspec.structs.replace(entry.article, faulty=True)
            entry = msgspec.structs.replace(entry, article=article)
        settings = msgspec.structs.replace(newsroom.settings, ignore_expiry=expires is None)
        cards[entry.id] = status_of(entry, settings, now)
    return cards


def _is_faulty(article: Article, held_back: Container[str], after: Newsroom, now: datetime) -> bool:
    """Whether the file of an article, which cannot be read, may mean to hold it back.

    Args:
        article: as it was published.
        held_back: paths of files with errors that hold back whatever was published.
        after: the newsroom with the file.
        now: the time.
    """
    limits = after.settings.limits
    try:
        head = after.folder.read(article.path, 2 * limits.front_matter_kilobytes * KILO)
    except OSError:
        head = b""
    return article.path in held_back or article.loses(holding_of(article.path, head, now, limits))


def label_in(newsrooms: Iterable[Newsroom], name: str) -> str:
    """What people call a feed, by the first newsroom in which somebody stands in it.

    Where nobody does, a feed has the site's name alone, which tells nothing.
    """
    kind, slug, *_ = FeedName.parse(name)
    for newsroom in newsrooms:
        with suppress(NoSuchFeed):
            feed = newsroom.feeds.feed(name)
            if kind == EVERYTHING or feed.label != newsroom.settings.title:
                return feed_label(feed)
    return slug if kind == "category" else f"{kind} {slug}"


def _held(number: int) -> str:
    return (
        f"{number:,} articles are gone from the folder at once, so they stay published until you"
        " run: feedsvc index --accept-deletions. Here they count as gone."
    )


def _first(new: int, articles: int) -> str:
    if not articles:
        return "Nothing is published yet, and there are no articles."
    if not new:
        some = "no article"
    elif new < articles:
        some = f"{new:,} of {articles:,} articles"
    else:
        some = "the only article" if articles == 1 else f"all {articles:,} articles"
    return f"Nothing is published yet: {some} would be new."


def _faulty(number: int) -> list[str]:
    if not number:
        return []
    if number == 1:
        many = "1 error keeps a file from being published as it stands; to see it,"
    else:
        many = f"{number:,} errors keep files from being published as they stand; to see them,"
    return [f"{many} run: feedsvc check"]
