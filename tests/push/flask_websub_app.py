"""Flask-WebSub, a subscriber and a hub of others, in threads of this process."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from flask_websub.subscriber import (
    SQLite3SubscriberStorage,
    SQLite3TempSubscriberStorage,
    Subscriber,
    discover,
)
from werkzeug.serving import make_server


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of an application that is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["SERVER_NAME"] = f"127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TheirSubscriber:
    """A subscriber as an application of Flask-WebSub has it.

    Attributes:
        had: the documents that it accepted, the newest last.
        told: modes that hubs confirmed, and reasons for which they denied.
    """

    def __init__(self, folder: Path) -> None:
        place = str(folder / "subscriber.sqlite3")
        self.had: list[bytes] = []
        self.told: list[str] = []
        self.app = Flask("subscriber")
        self._subscriber = Subscriber(
            SQLite3SubscriberStorage(place), SQLite3TempSubscriberStorage(place)
        )
        self.app.register_blueprint(self._subscriber.build_blueprint("/callbacks"))
        self._subscriber.add_listener(lambda topic, callback, body: self.had.append(body))
        self._subscriber.add_success_handler(lambda topic, callback, mode: self.told.append(mode))
        self._subscriber.add_error_handler(lambda topic, callback, why: self.told.append(why))

    def subscribe(self, topic: str) -> str:
        """Find the hub of a topic, and ask it; returns the name of the subscription."""
        with self.app.app_context():
            return str(self._subscriber.subscribe(**discover(topic)))

    def unsubscribe(self, name: str) -> None:
        with self.app.app_context():
            self._subscriber.unsubscribe(name)


class _Task:
    """A task that a thread carries out at once, in place of Celery's."""

    def __init__(self, work: Callable[..., Any], pool: ThreadPoolExecutor, bind: bool) -> None:
        self._work = partial(work, self) if bind else work
        self._pool = pool

    def delay(self, *given: Any) -> None:
        self._pool.submit(self._work, *given)


class _Tasks:
    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    def task(self, bind: bool = False, **_: Any) -> Callable[[Callable[..., Any]], _Task]:
        return lambda work: _Task(work, self._pool, bind)


@contextmanager
def their_hub(folder: Path) -> Iterator[str]:
    """The address of a hub."""
    with ThreadPoolExecutor() as pool:
        hub = Hub(SQLite3HubStorage(str(folder / "hub.sqlite3")), _Tasks(pool))
        app = Flask("hub")
        app.config["PUBLISH_SUPPORTED"] = True
        app.register_blueprint(hub.build_blueprint("/hub"))
        with serving(app) as address:
            yield f"{address}/hub"
