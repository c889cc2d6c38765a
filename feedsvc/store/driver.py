"""Connections to PostgreSQL that do not wait for a server which does not answer.

psycopg waits without end where the server is stopped, or the network swallows what is sent.
"""

import time
from collections.abc import Callable, Generator
from typing import Any, TypeVar

import psycopg

from feedsvc.store.server_watch import NO_ANSWER

T = TypeVar("T")


def patient_connection(
    gives_up: Callable[[], bool], connect_seconds: float
) -> "type[psycopg.Connection[Any]]":
    """A class of connections.

    Args:
        gives_up: asked several times a second while anything is waited for; True ends the wait with
            an OperationalError, and the connection is closed.
        connect_seconds: after which an attempt to connect is given up.
    """

    class Patient(psycopg.Connection[Any]):
        def wait(self, gen: Any, *given: Any, **options: Any) -> Any:
            try:
                return super().wait(_while(gen, gives_up), *given, **options)
            except _GivenUp:
                self.close()
                raise psycopg.OperationalError(NO_ANSWER) from None

        @classmethod
        def _connect_gen(cls, *given: Any, **options: Any) -> Any:
            # Left to itself, psycopg waits for two seconds at least.
            end = time.monotonic() + connect_seconds
            steps = super()._connect_gen(*given, **options)
            try:
                return (yield from _while(steps, lambda: gives_up() or time.monotonic() > end))
            except _GivenUp:
                raise psycopg.OperationalError(NO_ANSWER) from None

    return Patient


class _GivenUp(Exception):
    pass


def _while(steps: Generator[Any, Any, T], gives_up: Callable[[], bool]) -> Generator[Any, Any, T]:
    """The steps of a wait, until it is given up: psycopg goes on a few times a second."""
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if not ready and gives_up():
                steps.close()
                raise _GivenUp
            wanted = steps.send(ready)
    except StopIteration as end:
        found: T = end.value
        return found
