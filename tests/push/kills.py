"""python -m tests.push.kills --kills 200 --seed 7: kills processes of a service that pushes.

Editors save meanwhile. In the end each subscriber must have what a poll gets.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

import click

from feedsvc.newsroom import Newsroom
from tests.push.hub import article
from tests.push.subscribers import Subscribers, listening
from tests.push.test_push_run import all_have, subscribe
from tests.web.servers import LIMIT, Server, granian, running_processes, wait

OWN = '[websub]\nhub = "own"\nallow_private = true\n'
# As commands of processes have it; those of `serve` are workers, and the server itself.
KINDS = ("push run", "index --watch", "serve", "the server")


class Outcome(NamedTuple):
    """What came of it.

    Attributes:
        kills: by what was killed.
        sent: documents that subscribers were sent.
        twice: those of them that they had already.
    """

    kills: Counter[str]
    sent: int
    twice: int


class Service:
    """A service that is started again when all of it is killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        folder.mkdir(parents=True, exist_ok=True)
        self._site("")
        self.write("a.md", "A")
        self.server = self._start()
        self._site(
            f'base_url = "http://127.0.0.1:{self.server.port}"\n'
        )  # topics stay where they are

    def _site(self, first: str) -> None:
        (self._folder / "site.toml").write_text(f"{first}{OWN}")

    def _start(self) -> Server:
        return self._stack.enter_context(granian(self._folder))

    def write(self, path: str, title: str) -> None:
        (self._folder / path).write_text(article(title))

    def kill(self, what: str) -> None:
        """Kill a process, once it is there; where it is the server, another one is started."""
        if what == "the server":
            os.kill(self.server.process.pid, signal.SIGKILL)
            self._stack.close()
            self.server = self._start()
            return
        wait(lambda: self.pids(what), what)
        with suppress(ProcessLookupError):
            os.kill(random.choice(self.pids(what)), signal.SIGKILL)

    def pids(self, what: str) -> list[int]:
        """The processes beside the server, by a part of their command."""
        own, folder = self.server.process.pid, str(self._folder)
        found = [one for one in running_processes() if folder in one.command and one.pid != own]
        return [one.pid for one in found if f"feedsvc {what}" in one.command]

    def newest(self, title: str) -> bytes:
        """The document, once it has an article."""

        def there() -> bool:
            with suppress(OSError):
                return f"<title>{title}</title>".encode() in self.server.get("/feed.atom").body
            return False

        wait(there, title)
        return self.server.get("/feed.atom").body

    def close(self) -> None:
        self._stack.close()


def kill_often(
    folder: Path,
    number: int,
    dice: random.Random,
    subscribers: Subscribers,
    many: int,
    tell: Callable[[str], object] = lambda text: None,
) -> Outcome:
    """Save and kill so often; fails where a subscriber has not the newest document in the end."""
    kills: Counter[str] = Counter()
    service = Service(folder)
    try:
        with Newsroom.open(folder, {}, as_in_force=True) as newsroom:
            subscribe(newsroom, subscribers, many)
        for count in range(1, number + 1):
            service.write("b.md", f"B{count}")
            # All kinds in turn, at some moment of what the save sets going.
            what = KINDS[count % len(KINDS)]
            before = len(subscribers.heard)
            # In half of the rounds so many are sent before, however long it takes to start again.
            some, patience = dice.randrange(many), dice.choice((dice.random(), LIMIT))
            end = time.monotonic() + patience
            while len(subscribers.heard) < before + some and time.monotonic() < end:
                time.sleep(0.005)
            service.kill(what)
            kills[what] += 1
            tell(f"{count} of {number}: killed {what}")
        body = service.newest(f"B{number}")
        wait(lambda: all_have(subscribers, body, many), "all have the newest")
    finally:
        service.close()
    heard = [(one.path, one.body) for one in subscribers.heard]
    return Outcome(kills, len(heard), len(heard) - len(set(heard)))


@click.command()
@click.option("--kills", "number", default=200, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="Of the dice.")
@click.option("--subscribers", "many", default=200, show_default=True)
def main(number: int, seed: int, many: int) -> None:
    """Kill processes of a service that pushes, and see that subscribers miss nothing."""
    with tempfile.TemporaryDirectory() as place, listening() as subscribers:
        found = kill_often(
            *(Path(place) / "articles", number, random.Random(seed), subscribers, many), click.echo
        )
    killed = ", ".join(f"{what} {count}" for what, count in sorted(found.kills.items()))
    click.echo(f"{killed}: nothing was lost, {found.sent} sent, {found.twice} of them twice")
    sys.exit(0)


if __name__ == "__main__":
    main()
