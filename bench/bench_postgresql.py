"""PostgreSQL beside SQLite as the store: a first index, 304s a second, from a save to its bytes.

PostgreSQL is one of the bench's own, with its usual settings, reached through a Unix socket. Both
stores take turns in one run, and a ratio is the median of those of the rounds. An index may use all
cores. Then the web worker has one core; the indexer, PostgreSQL and the readers share the other,
and 200 polls a second run beside the saves. BENCH_FOLDER names a folder of articles in place of
made ones.

    python bench/bench_postgresql.py --size small
"""

import contextlib
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, corpus, figures, frame, load, machine, peers, servers
from bench.bench_fresh import save_and_wait, tie
from bench.bench_polls import GZIP
from bench.poller import Poller
from bench.saving import Saver

ARTICLES = 2000
SITE = """
base_url = "https://news.example.org"
id_base = "news.example.org,2026"
ignore_expiry = true
"""
SIDES = ("SQLite", "PostgreSQL")
INDEX, POLLS, SAVE = "first index, seconds", "304 a second", "save to served, ms"
GOALS = {INDEX: ("at most", 1.5), POLLS: ("at least", 0.95), SAVE: ("at most", 2.0)}
PER_SECOND = 200  # polls beside the saves
READERS = 8
Rounds = list[dict[str, float]]  # by side


def measure(plan: frame.Plan) -> figures.Figures:
    """Each measure, both sides in turn."""
    from tests.store.cluster import programs, running_cluster

    if programs() is None:
        return _figures({}, 0, ["PostgreSQL is not installed: make database says how to get it."])
    (count,) = plan.sizes([ARTICLES], [ARTICLES])[:1]
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-postgresql-")))
        cluster = stack.enter_context(running_cluster({"listen_addresses": ""}))
        name = cluster.make()
        stores: dict[str, Path | str] = {"SQLite": place / "store", "PostgreSQL": cluster.url(name)}
        articles = _articles(place / "articles", count)
        stack.callback(tie, machine.own_cores())

        def empty(side: str) -> None:
            if side == "SQLite":
                shutil.rmtree(place / "store", ignore_errors=True)
            else:
                cluster.drop(name)
                cluster.make(name)

        indexed = _index(articles, stores, empty, plan.pick(3, 7))
        _share(cluster.process())
        found = {
            INDEX: indexed,
            POLLS: _polls(articles, stores, plan.pick(5, 15), plan.pick(2, 4)),
            SAVE: _saves(articles, stores, plan.pick(3, 5), plan.pick(20, 60)),
        }
        return _figures(found, sum(1 for _ in articles.rglob("*.md")), [])


def _share(postmaster: int) -> None:
    """Let PostgreSQL, with what it starts from now on, and this process stay on the load's core."""
    _, core = machine.cores()
    if core is not None:
        os.sched_setaffinity(postmaster, {core})
    tie({core})


def _articles(folder: Path, count: int) -> Path:
    named = os.environ.get("BENCH_FOLDER")
    shutil.copytree(named or corpus.ensure(count), folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o600)  # a copy of files that may only be read
    (folder / "site.toml").write_text(SITE)
    return folder


def _in_turn(rounds: int, one: Callable[[str], float], what: str) -> Rounds:
    """Figures of both sides, the one that is first in each round changes; the first warms up."""
    found: Rounds = []
    for number in range(-1, rounds):
        order = SIDES if number % 2 else SIDES[::-1]
        figure = {side: one(side) for side in order}
        if number >= 0:
            found.append(figure)
        frame.say(f"postgresql: {what}: {figure}, load {os.getloadavg()[0]:.1f}")
    return found


def _index(
    articles: Path, stores: dict[str, Path | str], empty: Callable[[str], None], rounds: int
) -> Rounds:
    def one(side: str) -> float:
        empty(side)
        return frame.index(articles, stores[side])

    return _in_turn(rounds, one, INDEX)


def _polls(articles: Path, stores: dict[str, Path | str], rounds: int, seconds: int) -> Rounds:
    """None where wrk is missing."""
    core, asking = machine.cores()
    with contextlib.ExitStack() as stack:
        sides = {
            side: stack.enter_context(servers.ours(articles, store, core))
            for side, store in stores.items()
        }

        def one(side: str) -> float:
            server = sides[side]
            tag = {"If-None-Match": client.get(server.port, servers.FIRST, GZIP).tag} | GZIP
            return load.wrk(server.url + servers.FIRST, tag, seconds, asking).per_second

        try:
            return _in_turn(rounds, one, POLLS)
        except peers.PeerMissing:
            return []


def _saves(articles: Path, stores: dict[str, Path | str], rounds: int, saves: int) -> Rounds:
    def one(side: str) -> float:
        with _live(articles, stores[side]) as (folder, indexer, poller):
            took = save_and_wait(poller, Saver(folder), indexer, saves)
        return statistics.median(took) * 1000

    return _in_turn(rounds, one, SAVE)


@contextlib.contextmanager
def _live(articles: Path, store: Path | str) -> Iterator[tuple[Path, servers.Indexer, Poller]]:
    """A newsroom that is followed and polled."""
    core, other = machine.cores()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(frame.live_folder(articles))
        indexer = stack.enter_context(servers.Indexer(articles, store, other))
        server = stack.enter_context(servers.ours(articles, store, core))
        poller = Poller(server.port, servers.FIRST, READERS, PER_SECOND)
        stack.callback(poller.close)
        yield folder, indexer, poller


def _figures(found: dict[str, Rounds], count: int, notes: list[str]) -> figures.Figures:
    rows: list[list[figures.Cell]] = []
    goals = []
    for measured, (word, bound) in GOALS.items():
        rounds = found.get(measured, [])
        ratio = None
        if rounds:
            ratio = statistics.median(one["PostgreSQL"] / one["SQLite"] for one in rounds)
            middle = (statistics.median(one[side] for one in rounds) for side in SIDES)
            rows.append([measured, *middle, ratio, len(rounds)])
        goals.append(
            figures.Goal(
                measure=f"{measured}: PostgreSQL beside SQLite",
                bound=bound,
                better="less" if word == "at most" else "more",
                unit="x",
                measured=ratio,
            )
        )
    return figures.Figures(
        bench="postgresql",
        title="PostgreSQL beside SQLite",
        about="",
        machine={"load": f"{os.getloadavg()[1]:.1f} (5 minutes)"},
        goals=goals,
        tables=[
            figures.Table(
                title=f"Medians, {count:,} articles",
                columns=["measure", *SIDES, "ratio", "rounds"],
                rows=rows,
            )
        ],
        notes=notes,
    )


if __name__ == "__main__":
    frame.run("postgresql", __doc__ or "", measure)
