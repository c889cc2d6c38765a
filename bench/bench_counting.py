"""What counting polls costs: 304s a second of a worker that counts them, and of one that does not.

Both have one core for the server and one for wrk, 32 kept connections, and take turns; the figure
is the part of polls that is left, in the same round. Besides, without HTTP: the time that a poll
takes in the process alone, and what counting adds, adding up included, where one client polls, or a
thousand in turn, whose addresses a trusted proxy tells.

    python bench/bench_counting.py --size small
"""

import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, figures, frame, load, machine, peers, servers
from bench.bench_polls import GZIP
from feedsvc.audience import Batch, Salts
from feedsvc.newsroom import Newsroom
from feedsvc.store import GLANCE_SECONDS
from feedsvc.web import create_app
from feedsvc.web.polls import ENOUGH

PATH = servers.FIRST
SIDES = {"counted": "true", "not counted": "false"}
CLIENTS = 1_000  # that poll in turn
GOAL = 0.9


def measure(plan: frame.Plan) -> figures.Figures:
    """Both sides in turn, over HTTP and in this process."""
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-counting-")))
        articles, store = _newsroom(place)
        served = _served(stack, articles, store, plan)
        alone = {
            clients: _alone(articles, store, clients, plan.pick(5, 15)) for clients in (1, CLIENTS)
        }
    return _figures(served, alone)


def _newsroom(place: Path) -> tuple[Path, Path]:
    articles, store = place / "articles", place / "store"
    articles.mkdir()
    for number in range(60):
        text = f"---\ntitle: Story {number}\ndate: 2026-05-01\n---\n{'It rained. ' * 200}\n"
        (articles / f"{number}.md").write_text(text)
    frame.index(articles, store)
    return articles, store


def _served(
    stack: contextlib.ExitStack, articles: Path, store: Path, plan: frame.Plan
) -> list[float]:
    """The part of polls that is left over HTTP, of each round; none where wrk is missing."""
    core, asking = machine.cores()
    sides = {
        name: stack.enter_context(servers.ours(articles, store, core, FEEDSVC_READERS_COUNT=value))
        for name, value in SIDES.items()
    }
    rounds, seconds = plan.pick(3, 9), plan.pick(2, 5)
    found = []
    try:
        for number in range(-1, rounds):  # the first warms up
            rates = {}
            for name in list(SIDES) if number % 2 else list(reversed(SIDES)):
                server = sides[name]
                tag = {"If-None-Match": client.get(server.port, PATH, GZIP).tag} | GZIP
                rates[name] = load.wrk(server.url + PATH, tag, seconds, asking).per_second
            if number >= 0:
                found.append(rates["counted"] / rates["not counted"])
                frame.say(f"counting: round {number + 1} of {rounds}: {found[-1]:.3f}")
    except peers.PeerMissing:
        return []
    return found


class _Taken:
    """Takes batches, and does nothing with them."""

    def put(self, batch: Batch) -> None:
        """Take one."""


def _alone(articles: Path, store: Path, clients: int, rounds: int) -> tuple[float, float]:
    """Microseconds that a poll takes without counting, and those that counting adds."""
    environ = {"FEEDSVC_STORE": str(store)}
    with contextlib.closing(Newsroom.open(articles, environ, glance=GLANCE_SECONDS)) as newsroom:
        counting = create_app(newsroom, audience=_Taken(), salts=Salts()).wsgi_app
        plain = create_app(newsroom).wsgi_app
        requests = list(_requests(counting, clients))
        taken: dict[str, list[float]] = {"plain": [], "counting": []}
        for number in range(-1, rounds):
            for name, app in (("plain", plain), ("counting", counting)):
                began = time.perf_counter()
                for request in requests:
                    app(request, _begin)
                if name == "counting":
                    counting.polls.settle()  # type: ignore[attr-defined]
                if number >= 0:
                    taken[name].append((time.perf_counter() - began) / len(requests) * 1e6)
    without = min(taken["plain"])
    return without, min(taken["counting"]) - without


def _begin(status: str, headers: list[tuple[str, str]]) -> None:
    """Take the beginning of an answer, as a server does."""


def _requests(app: Callable[..., Any], clients: int) -> Iterator[dict[str, Any]]:
    """Polls with the tag that readers hold; each has texts of its own, as a server makes them."""
    told: dict[str, str] = {}
    first = {"REQUEST_METHOD": "GET", "PATH_INFO": PATH, "HTTP_HOST": "news.example"}
    app(first, lambda status, headers: told.update(headers))
    for number in range(2 * ENOUGH):
        who = number % clients
        yield first | {
            "HTTP_IF_NONE_MATCH": told["ETag"],
            "HTTP_USER_AGENT": f"Feedbin feed-id:{who % 50} - {who} subscribers",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_X_FORWARDED_FOR": f"203.0.{who // 250}.{who % 250}",
        }


def _figures(served: list[float], alone: dict[int, tuple[float, float]]) -> figures.Figures:
    left = statistics.median(served) if served else None
    rows: list[list[figures.Cell]] = [
        [f"{clients:,}", round(without, 2), round(more, 2)]
        for clients, (without, more) in alone.items()
    ]
    return figures.Figures(
        bench="counting",
        title="Counting polls",
        about="",
        machine={},
        goals=[
            figures.Goal(
                measure="304 a second that is left where polls are counted",
                bound=GOAL,
                measured=left,
                better="more",
                unit="x",
            )
        ],
        tables=[
            figures.Table(
                title="A poll in the process alone, in microseconds",
                columns=["clients", "without counting", "counting adds"],
                rows=rows,
            )
        ],
        notes=[] if served else ["wrk is missing: no figure over HTTP."],
    )


if __name__ == "__main__":
    frame.run("counting", __doc__ or "", measure)
