"""Watches PostgreSQL from a thread: whether it answers, what is written, who has locks.

All of that goes over one connection of each process, apart from those of its transactions.
https://www.postgresql.org/docs/current/sql-notify.html
"""

import contextlib
import os
import secrets
import selectors
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

NO_ANSWER = "the server does not answer"
BEAT = 0.25  # seconds between two questions whether the server answers
AGAIN = 0.2  # seconds between two attempts to reach it
LEASE = 8.0  # seconds that a lock is kept for a session of which nothing is heard
DEAF_SECONDS = 0.1  # between two looks at the store where nothing tells of changes
LOST = 0
_RENEW = 1.0  # seconds between two renewals of locks
_HEAR = 1.0  # seconds in which a notification must have come
_LISTEN_AGAIN = 10.0  # seconds until the next try to be told of changes
_FIRST = 2.0  # seconds that whoever takes a lock waits for the connection
_STOP = 2.0  # seconds that the thread may take to end
_TOO_MANY = "53300"
_READ_ONLY = "25006"
LOCKED = "55P03"
CHANNEL = "'feedsvc_' || md5(coalesce(current_schema(), ''))"
NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint"
_BEGIN = f"SELECT pg_advisory_lock(%s), set_config('lock_timeout', '400', false), {CHANNEL}"
_RENEWAL = (
    f"UPDATE locks SET life = %s, until = {NOW} + {LEASE * 1000:.0f}"
    " FROM unnest(%s::text[], %s::bigint[]) AS mine (name, fence)"
    " WHERE locks.name = mine.name AND locks.fence = mine.fence RETURNING locks.name"
)


class ServerWatch:
    """What a process knows of the server of its store; begins when it is first needed.

    Args:
        connect: makes the connection, whose statements count at once; it is told when the server
            counts as silent.
        notify: tells a text on a channel, over another connection.
        let_go: closes the connections that nobody uses; called when the server is found away.
        patience: seconds without an answer after which the server counts as away.

    Attributes:
        held: the locks that this process holds: name -> fencing number; LOST where another process
            took the lock, and this one has not let go yet: it must not write until then.
        life: the number of the session, which other sessions find among the locks of the server
            while it lasts; 0: there is none.
        away: why the server cannot be reached; empty: nothing is known to be wrong.
    """

    def __init__(
        self,
        connect: Callable[[Callable[[], bool]], Any],
        notify: Callable[[str, str], None],
        let_go: Callable[[], None],
        patience: float,
    ) -> None:
        self._connect = connect
        self._notify = notify
        self._let_go = let_go
        self._patience = patience
        self._guard = threading.Lock()
        self._losing = False  # whether the thread lets connections go
        self._process = 0
        self._forget()

    def _forget(self) -> None:
        self.held: dict[str, int] = {}
        self.life = 0
        self.away = ""
        self._asked: float | None = None  # since when an answer is waited for
        self._wants_changes = False
        self._channel = self._heard = ""
        self._listening = False
        self._listen_at = 0.0
        self._moved = True
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._reached = threading.Event()

    def begin(self) -> None:
        """Watch from now on, if this process does not do so already."""
        if self._process == os.getpid() and self._thread is not None:
            return
        with self._guard:
            if self._process != os.getpid():
                self._forget()  # a thread of before a fork is none here
                self._process = os.getpid()
            if self._thread is None:
                self._bell, self._woken = socket.socketpair()
                self._stop.clear()
                self._thread = threading.Thread(
                    target=self._run, name="feedsvc-server-watch", daemon=True
                )
                self._thread.start()

    def stop(self) -> None:
        """Watch no longer, and close the connection: locks that are held are free then."""
        if self._thread is threading.current_thread():
            if not self._losing:
                self._stop.set()
            return
        with self._guard:
            thread, self._thread = self._thread, None
            if thread is None or self._process != os.getpid():
                return
            self._stop.set()
            with contextlib.suppress(OSError):
                self._bell.send(b".")
            thread.join(_STOP)
            self._bell.close()
            self._woken.close()
            self._forget()

    def session(self) -> int:
        """The number of the session, which is begun; 0: the server cannot be reached just now."""
        self.begin()
        end = time.monotonic() + _FIRST
        while not (self.life or self.away) and time.monotonic() < end:
            self._reached.wait(AGAIN)
        return self.life

    # Whether it answers.

    def silent(self) -> bool:
        """Whether an answer is waited for in vain."""
        asked = self._asked
        return asked is not None and time.monotonic() - asked > self._patience

    def gives_up(self) -> bool:
        """Whether nobody is to wait for the server."""
        return bool(self.away) or self.silent()

    # Whether anything was written.

    def moved(self) -> bool:
        """Whether anything may have been written since this was last asked."""
        self.begin()
        self._wants_changes = True
        if not self._listening:
            return True
        moved, self._moved = self._moved, False
        return moved

    @property
    def told(self) -> bool:
        """Whether this process is told of what is written; else it must look."""
        return self._listening

    def expect(self) -> None:
        """Let `moved` say yes next time."""
        self._moved = True

    # The thread.

    def _run(self) -> None:
        stop = self._stop
        while not stop.is_set():
            try:
                self._attend(stop)
            except Exception as error:
                reason = str(error).partition("\n")[0]
                state = getattr(error, "sqlstate", None)
                reached = self._reached.is_set()
                self._reached.clear()
                if state != _TOO_MANY and not (reached and not self.silent()):
                    self._lose(reason)
                self._asked = None
                # Of a session that was ended, nothing is known of the server.
                stop.wait(0.0 if reached else AGAIN)

    def _lose(self, reason: str) -> None:
        first, self.away = not self.away, reason or "it cannot be reached"
        if first:
            self._losing = True
            self._let_go()
            self._losing = False

    def _attend(self, stop: threading.Event) -> None:
        connection = self._connect(self.silent)
        connection.add_notify_handler(lambda notice: self._take(notice.payload))
        try:
            self._introduce(connection)
            with selectors.DefaultSelector() as selector:
                selector.register(connection.fileno(), selectors.EVENT_READ)
                selector.register(self._woken, selectors.EVENT_READ)
                renewed = 0.0
                while not stop.is_set():
                    now = time.monotonic()
                    if self._wants_changes and not self._listening and now >= self._listen_at:
                        self._listen(connection, selector)
                    if self.held and now >= renewed + _RENEW:
                        renewed = now
                        self._ask(connection, self._renew)
                    else:
                        self._ask(connection, lambda connection: connection.execute("SELECT 1"))
                    self._hear(connection, selector, BEAT)
        finally:
            self.life, self._listening = 0, False
            connection.close()

    def _ask(self, connection: Any, question: Callable[[Any], object]) -> None:
        """Ask the server something to which it has the answer at once."""
        self._asked = time.monotonic()
        question(connection)
        self._asked = None
        self.away = ""

    def _introduce(self, connection: Any) -> None:
        life = secrets.randbits(62) + 1

        def introduce(connection: Any) -> None:
            self._channel = connection.execute(_BEGIN, [life]).fetchone()[2]

        self._ask(connection, introduce)
        self.life = life
        if self.held:
            self._ask(connection, self._renew)
        self._listen_at = 0.0
        self._reached.set()
        self._moved = True

    def _renew(self, connection: Any) -> None:
        held = {name: fence for name, fence in self.held.items() if fence != LOST}
        try:
            asked = [self.life, list(held), list(held.values())]
            found = {name for (name,) in connection.execute(_RENEWAL, asked).fetchall()}
        except Exception as error:
            if getattr(error, "sqlstate", None) in (LOCKED, _READ_ONLY):
                return  # somebody takes one just now, or the server is a standby
            raise
        for name, fence in held.items():
            if name not in found and self.held.get(name) == fence:
                self.held[name] = LOST

    def _listen(self, connection: Any, selector: selectors.BaseSelector) -> None:
        """Be told of what is written; a proxy between may keep it from us, so that is tried."""
        self._listen_at = time.monotonic() + _LISTEN_AGAIN
        try:
            self._ask(connection, lambda one: one.execute(f'LISTEN "{self._channel}"'))
        except Exception as error:
            if getattr(error, "sqlstate", None) != _READ_ONLY:
                raise
            return  # a standby tells of nothing
        word, self._heard = f"{self.life:x}", ""
        with contextlib.suppress(Exception):  # it is tried again
            self._notify(self._channel, word)
        end = time.monotonic() + _HEAR
        while self._heard != word and (left := end - time.monotonic()) > 0:
            self._hear(connection, selector, left)
            if self._stop.is_set():
                return
        self._moved = True
        self._listening = self._heard == word

    def _hear(self, connection: Any, selector: selectors.BaseSelector, seconds: float) -> None:
        """Wait for what the server tells."""
        if not selector.select(seconds):
            return
        connection.pgconn.consume_input()
        while notice := connection.pgconn.notifies():
            self._take(notice.extra.decode())

    def _take(self, word: str) -> None:
        """Take in what was told: a word that is tried, or nothing, which means a change."""
        if word:
            self._heard = word
        else:
            self._moved = True
