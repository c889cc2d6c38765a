"""Polls a second of one worker with so many threads, beside 48 slow downloads or none.

Each download keeps a thread until its client has taken it. One core is the server's and one is
wrk's, with 32 kept connections. nginx has the same bytes as a file and takes turns with the others;
figures are parts of its own in the same round. The machine is quiet, or eight processes spin on it.

    python bench/bench_threads.py --size small
"""

import contextlib
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, figures, frame, load, machine, peers, servers, slow
from bench.bench_polls import GZIP
from bench.bench_polls import _nginx as nginx_with

THREADS = (8, 12, 49, 50, 52, 56, 64)
DOWNLOADS = 48  # that must run at a time
SPINNING = 8
SOUND = "sound.bin.mp3"
BYTES = 2**33  # a sparse file: more than anybody takes meanwhile
PATH = servers.FIRST
NGINX = "nginx"

Found = dict[tuple[str, int, bool], list[float]]  # server, downloads, spinning: polls a second


def measure(plan: frame.Plan) -> figures.Figures:
    """Each number of threads in turn, alone and beside downloads, quiet and crowded."""
    rounds, seconds = plan.pick(1, 3), plan.pick(1, 3)
    found: Found = {}
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-threads-")))
        contenders, tag = _start(stack, place)
        for number in range(rounds):
            for crowded in (False, True):
                with _spinning(SPINNING if crowded else 0):
                    for name, server in contenders.items():
                        for downloads in (0, DOWNLOADS):
                            if downloads and not _holds(name):
                                continue
                            rate = _rate(server, tag, downloads, seconds)
                            found.setdefault((name, downloads, crowded), []).append(rate)
            frame.say(f"threads: round {number + 1} of {rounds}")
    return _figures(found)


def _holds(name: str) -> bool:
    """Whether all downloads find a thread, and one is left."""
    return name != NGINX and int(name) > DOWNLOADS


def _start(stack: contextlib.ExitStack, place: Path) -> tuple[dict[str, servers.Server], str]:
    core, _ = machine.cores()
    articles, store = place / "articles", place / "store"
    articles.mkdir()
    for number in range(60):
        text = f"---\ntitle: Story {number}\ndate: 2026-05-01\n---\n{'It rained. ' * 200}\n"
        (articles / f"{number}.md").write_text(text)
    story = f"---\ntitle: Sound\ndate: 2026-05-02\nenclosure: {SOUND}\n---\nHear it.\n"
    (articles / "sound.md").write_text(story)
    with (articles / SOUND).open("wb") as file:
        file.truncate(BYTES)
    frame.index(articles, store)
    found: dict[str, servers.Server] = {}
    for threads in THREADS:
        limits = {
            "FEEDSVC_LIMITS_REQUESTS": str(threads),
            "FEEDSVC_LIMITS_DOWNLOADS": str(min(DOWNLOADS, threads - 1)),
        }
        found[str(threads)] = stack.enter_context(servers.ours(articles, store, core, **limits))
    full = client.get(found[str(THREADS[0])].port, PATH, GZIP)
    with contextlib.suppress(peers.PeerMissing):
        found[NGINX] = stack.enter_context(nginx_with(place / "nginx", full, core))
    return found, full.tag


@contextlib.contextmanager
def _spinning(number: int) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for _ in range(number):
            one = servers.Process([sys.executable, "-c", "while True: pass"])
            stack.callback(one.stop)
        yield


def _rate(server: servers.Server, tag: str, downloads: int, seconds: int) -> float:
    _, core = machine.cores()
    headers = {"If-None-Match": tag} | GZIP
    with slow.beside(server.port, downloads, f"/media/{SOUND}", core):
        return load.wrk(server.url + PATH, headers, seconds, core).per_second


def _figures(found: Found) -> figures.Figures:
    def part(name: str, downloads: int, crowded: bool) -> float | None:
        own, nginx = found.get((name, downloads, crowded)), found.get((NGINX, 0, crowded))
        if not own or not nginx:
            return None
        return statistics.median(a / b for a, b in zip(own, nginx, strict=True))

    rows: list[list[figures.Cell]] = [
        [
            str(threads),
            *(part(str(threads), many, crowded) for crowded in (False, True) for many in (0, 48)),
        ]
        for threads in THREADS
    ]
    return figures.Figures(
        bench="threads",
        title="Threads of a worker",
        about="",
        machine={},
        goals=[],
        tables=[
            figures.Table(
                title="304s a second, as a part of nginx's",
                columns=["threads", "quiet", "beside 48 downloads", "eight processes spin",
                         "beside 48 downloads and these"],
                rows=rows,
            )
        ],
        notes=[] if NGINX in {name for name, _, _ in found} else ["nginx is missing: no figures."],
    )  # fmt: skip


if __name__ == "__main__":
    frame.run("threads", __doc__ or "", measure)
