"""Tells a hook what readers saw change: after the fact, at least once, in nobody's way."""

import logging
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import msgspec

from feedsvc.hooks.targets import HookFailed, post, run_command
from feedsvc.render import page_url
from feedsvc.settings import Settings
from feedsvc.store import Connection, Store, articles, feeds, hook_events, ledger
from feedsvc.store.hook_events import Event, HookState
from feedsvc.store.overview import next_due

LOGGER = logging.getLogger("feedsvc.hooks")
BATCH = 100  # events that are told at a time
WAITS = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0)  # seconds until a try after one that failed
GIVE_UP = timedelta(days=1)  # after which what nobody takes is told no more
_PATIENCE = 5.0  # seconds to wait for whoever writes the store
TURN = 1.0  # seconds between two looks

Tell = Callable[[str, bytes], None]


class Hooks:
    """The hook of a newsroom.

    Args:
        store: of the newsroom.
        settings: give the ones that count now.
        now: gives the time, UTC.
        folder: in which a command runs.
        tell: tells a command or a URL a text; None: really.
        monotonic: seconds of a clock that is never set.
    """

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        now: Callable[[], datetime],
        folder: Path,
        tell: Tell | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._settings = settings
        self._now = now
        self._folder = folder
        self._tell = tell or self._really
        self._monotonic = monotonic
        self._seen: tuple[object, ...] = ()  # what the last look saw of the store
        self._due: datetime | None = None
        self._ended = False  # whether nothing is kept, as there is no hook
        self._failures = 0
        self._next = 0.0  # when to try again, by the monotonic clock

    @property
    def wanted(self) -> bool:
        """Whether there is a hook."""
        return bool(self._settings().hooks.on_change)

    def state(self) -> HookState | None:
        """How telling goes; None: there is no hook.

        Raises:
            StoreError: the store cannot be read.
        """
        if not self.wanted:
            return None
        with self._store.reading() as connection:
            return hook_events.hook_state(connection)

    def turn(self) -> bool:
        """Note what changed and tell what waits; whether there is more to tell at once.

        Raises:
            FeedsvcError: the store cannot be read or written just now.
        """
        if not self.wanted:
            if not self._ended:
                self._end()
            return False
        self._ended = False
        self._note()
        if self._monotonic() < self._next:
            return False
        return self._deliver()

    def _end(self) -> None:
        with self._store.reading() as connection:
            begun = hook_events.is_begun(connection)
        if begun:
            with self._store.keeping(_PATIENCE) as connection:
                hook_events.forget(connection)
        self._seen, self._ended = (), True

    def _note(self) -> None:
        """Note how what readers see differs from the last look, if anything was published since."""
        now = self._now()
        with self._store.reading() as connection:
            seen = (self._store.opened, ledger.state_of(connection, feeds.EDITION))
            if seen == self._seen and not (self._due and self._due <= now):
                return
            if not hook_events.can_tell(connection):
                return
            begun = hook_events.is_begun(connection)
            work = not begun or hook_events.has_changed(connection, now)
            due = next_due(connection, now)
        if work:
            with self._store.keeping(_PATIENCE) as connection:
                if not hook_events.begin(connection, now):
                    hook_events.note_changes(connection, now)
        self._seen, self._due = seen, due.at if due else None

    def _deliver(self) -> bool:
        with self._store.reading() as connection:
            events = hook_events.waiting(connection, BATCH)
            text = self._text(connection, events) if events else b""
        if not events:
            return False
        try:
            self._tell(self._settings().hooks.on_change, text)
        except HookFailed as error:
            self._failed(str(error))
            return False
        with self._store.keeping(_PATIENCE) as connection:
            hook_events.mark_told(connection, [event.number for event in events])
        if self._failures:
            LOGGER.info("the hook takes what it is told again")
        self._failures = 0
        return len(events) == BATCH

    def _failed(self, reason: str) -> None:
        wait = WAITS[min(self._failures, len(WAITS) - 1)]
        self._failures += 1
        self._next = self._monotonic() + wait
        with self._store.keeping(_PATIENCE) as connection:
            hook_events.note_trouble(connection, reason)
            lost = hook_events.give_up(connection, self._now() - GIVE_UP)
        if self._failures == 1:
            LOGGER.warning("the hook was not told: %s; it is tried again and again", reason)
        if lost:
            LOGGER.error("%d changes are given up: the hook did not take them", lost)

    def _text(self, connection: Connection, events: list[Event]) -> bytes:
        settings = self._settings()
        ids = {event.entry_id for event in events}
        public = feeds.public_in(connection, ids, self._now())
        heads = articles.heads_of(connection, public.keys())
        titles = {entry_id: entry.article.headline for entry_id, entry in heads.items()}
        told = [
            {
                "event": event.number,
                "kind": event.kind,
                "id": event.entry_id,
                "url": page_url(settings.site, event.slug),
                "title": titles.get(event.entry_id),  # none of what is not public any more
                "feeds": [name for name in event.feeds if name],
                "published": _time(event.published),
                "updated": _time(event.updated),
                "at": _time(event.at),
            }
            for event in events
        ]
        return msgspec.json.encode({"site": settings.site, "events": told})

    def _really(self, target: str, text: bytes) -> None:
        if self._settings().hooks.is_url:
            post(target, text, f"feedsvc/{version('feedsvc')}")
        else:
            run_command(target, text, self._folder, os.environ)


def _time(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
