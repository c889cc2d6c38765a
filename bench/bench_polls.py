"""Polls a second of one worker: feedsvc beside a constant WSGI callable, nginx, and two others.

All have one core for the server and one for wrk, 32 kept connections, and take turns. The constant
callable runs on the same granian with the same options, headers and bytes, so it is the most that
this server can do; nginx has the same bytes as files. "Flask and feedgen" is a view that reads 50
files and makes the feed for each request; Django answers from SQLite with its syndication
framework, ConditionalGetMiddleware and GZipMiddleware.

    python bench/bench_polls.py --size small
"""

import contextlib
import gzip
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, corpus, figures, frame, load, machine, peers, servers

PATH = servers.FIRST
NAIVE = "200 Flask and feedgen"
DJANGO_MOST = 10_000  # articles in its database
GZIP = {"Accept-Encoding": "gzip"}
GOALS = [
    ("304 a second, beside a constant callable", 0.9, "304 feedsvc", "304 constant"),
    ("200 with gzip a second, beside a constant callable", 0.9, "200 feedsvc", "200 constant"),
    ("304 a second, beside a Flask view with feedgen", 300, "304 feedsvc", NAIVE),
]
OWN = {"date", "server", "connection", "keep-alive", "transfer-encoding"}  # each server's own


class Contender(NamedTuple):
    """A server and what it is asked; the answer that it must give."""

    server: servers.Server
    request: dict[str, str]
    status: int


def measure(plan: frame.Plan) -> figures.Figures:
    """Start all, check that they answer right, let them take turns."""
    (count,) = plan.sizes([100_000])[:1]
    articles, store = frame.newsroom(count)
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-polls-")))
        contenders, body = _start(stack, place, count, articles, store)
        rates = _rates(contenders, plan.pick(2, 7), plan.pick(1, 4))
    return _figures(rates, count, body)


def _start(
    stack: contextlib.ExitStack, place: Path, count: int, articles: Path, store: Path
) -> tuple[dict[str, Contender], client.Answer]:
    core, _ = machine.cores()
    mine = stack.enter_context(servers.ours(articles, store, core))
    full = client.get(mine.port, PATH, GZIP)
    tag = {"If-None-Match": full.tag} | GZIP
    short = client.get(mine.port, PATH, tag)
    if (full.status, short.status) != (200, 304) or full.headers["content-encoding"] != "gzip":
        raise load.WrongAnswers(f"feedsvc answered {full.status} and {short.status}")
    found = {}
    for name, request, answer in (("304", tag, short), ("200", GZIP, full)):
        found[f"{name} feedsvc"] = Contender(mine, request, answer.status)
        environ = keep_answer(place / name, answer)
        server = stack.enter_context(servers.hosted("bench.apps.constant:app", environ, core))
        found[f"{name} constant"] = Contender(server, request, answer.status)
    with contextlib.suppress(peers.PeerMissing):
        server = stack.enter_context(_nginx(place / "nginx", full, core))
        theirs = {"If-None-Match": client.get(server.port, PATH, GZIP).tag} | GZIP
        found["304 nginx"] = Contender(server, theirs, 304)
        found["200 nginx"] = Contender(server, GZIP, 200)
    files = {"BENCH_FILES": str(_files(place / "files", count))}
    server = stack.enter_context(servers.hosted("bench.apps.per_request:app", files, core))
    found[NAIVE] = Contender(server, tag, 200)  # it knows no validators
    if package_there("django"):
        server = stack.enter_context(_django(place / "django.sqlite3", count, core))
        theirs = {"If-None-Match": client.get(server.port, PATH, GZIP).tag} | GZIP
        found["304 Django"] = Contender(server, theirs, 304)
        found["200 Django"] = Contender(server, GZIP, 200)
    return found, full


def keep_answer(file: Path, answer: client.Answer) -> dict[str, str]:
    """Write an answer down for the constant callable; the environment that names it."""
    status = {200: "200 OK", 304: "304 Not Modified"}[answer.status]
    headers = [(name, value) for name, value in answer.headers.items() if name not in OWN]
    told = file.with_suffix(".json")
    told.write_text(json.dumps({"status": status, "headers": headers}))
    told.with_suffix(".body").write_bytes(answer.body)
    return {"BENCH_ANSWER": str(told)}


def _nginx(place: Path, full: client.Answer, core: int | None) -> servers.Server:
    (place / "files").mkdir(parents=True)
    file = place / "files" / PATH.strip("/")
    file.write_bytes(gzip.decompress(full.body))
    file.with_name(file.name + ".gz").write_bytes(full.body)
    names = {"cache-control", "vary", "access-control-allow-origin", "x-content-type-options"}
    headers = {name: value for name, value in full.headers.items() if name in names}
    return servers.nginx(place, headers, core)


def _files(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(max(0, count - 50), count):
        text = corpus.markdown(corpus.make_article(number))
        (folder / f"{number}.md").write_text(text)
    return folder


def package_there(name: str) -> bool:
    """Whether a peer's package is installed."""
    sys.path.extend(peers.packages())
    return importlib.util.find_spec(name) is not None


def _django(database: Path, count: int, core: int | None) -> servers.Server:
    environ = {"BENCH_DATABASE": str(database)}
    kept = corpus.cache_folder() / f"django-{corpus.VERSION}-{min(count, DJANGO_MOST)}.sqlite3"
    if not kept.exists():
        command = [sys.executable, "-m", "bench.apps.django_feed", str(min(count, DJANGO_MOST))]
        paths = {"PYTHONPATH": str(peers.ROOT)}
        subprocess.run(command, env=os.environ | environ | paths, check=True)
        shutil.copyfile(database, kept)
    shutil.copyfile(kept, database)
    return servers.hosted("bench.apps.django_feed:app", environ, core)


def _rates(
    contenders: dict[str, Contender], rounds: int, seconds: int
) -> dict[str, list[load.Rate]]:
    _, core = machine.cores()
    found: dict[str, list[load.Rate]] = {name: [] for name in contenders}
    bodies: dict[str, bytes] = {}
    for number in range(-1, rounds):  # the first warms up
        names = list(contenders) if number % 2 else list(reversed(contenders))
        for name in names:
            server, request, status = contenders[name]
            answer = client.get(server.port, PATH, request)
            _check(name, answer, status, bodies)
            length = 1 if number < 0 else seconds
            rate = load.wrk(server.url + PATH, request, length, core)
            if number >= 0:
                found[name].append(rate)
        frame.say(f"polls: round {max(0, number + 1)} of {rounds}")
    return found


def _check(name: str, answer: client.Answer, status: int, bodies: dict[str, bytes]) -> None:
    """Status, tag, coding and bytes are what they should be."""
    wrong = answer.status != status
    if name.endswith(("feedsvc", "constant", "nginx")):
        wrong = wrong or not answer.tag
        if status == 200:
            wrong = wrong or answer.headers.get("content-encoding") != "gzip"
            wrong = wrong or bodies.setdefault("200", answer.body) != answer.body
    elif status == 200:
        wrong = wrong or answer.text().count("<entry>") != 50
    if wrong:
        raise load.WrongAnswers(f"{name}: {answer.status} {answer.headers}")


def _versions() -> dict[str, str]:
    found = {"wrk": machine.tool_version([peers.program("wrk"), "-v"])}
    with contextlib.suppress(peers.PeerMissing):
        found["nginx"] = machine.tool_version([peers.program("nginx"), "-v"])
    if package_there("django"):
        found["Django"] = version("django")
    return found


def _ratio(rates: dict[str, list[load.Rate]], ours: str, theirs: str) -> float:
    """How many times as many answers, the median of the rounds: what ran close in time is set
    against each other, so that a slow minute of the machine counts on both sides."""
    pairs = zip(rates[ours], rates[theirs], strict=True)
    return statistics.median(one.per_second / other.per_second for one, other in pairs)


def _figures(rates: dict[str, list[load.Rate]], count: int, full: client.Answer) -> figures.Figures:
    rows: list[list[figures.Cell]] = []
    for name in sorted(rates, key=lambda name: name[:3] != "304"):
        found = rates[name]
        middle = (statistics.median(column) for column in zip(*found, strict=True))
        per_second, *latencies = middle
        least, most = (pick(one.per_second for one in found) for pick in (min, max))
        ours = "304 feedsvc" if name == NAIVE else f"{name[:3]} feedsvc"
        row = [round(per_second), round(least), round(most), *latencies]
        rows.append([name[4:], name[:3], *row, _ratio(rates, ours, name)])
    columns = ["server", "status", "polls/s", "slowest", "fastest", "median ms", "p99 ms",
               "feedsvc is"]  # fmt: skip
    missing = [] if "304 nginx" in rates else ["nginx is not installed, so it is not here."]
    if "304 Django" not in rates:
        missing.append("Django is not installed, so it is not here.")
    return figures.Figures(
        bench="polls",
        title="Polls",
        about="",
        machine=_versions(),
        goals=[
            figures.Goal(measure=measure, bound=bound, better="more", unit="x",
                         measured=_ratio(rates, ours, theirs))
            for measure, bound, ours, theirs in GOALS
        ],
        tables=[figures.Table(title=f"Polls of /feed.atom, {count:,} articles",
                              columns=columns, rows=rows)],
        notes=[
            f"The 200 has {len(full.body):,} bytes of gzip, for 50 entries.",
            "Flask and feedgen knows no validators: asked with one, as a poll is, it makes the"
            " whole feed, without gzip; it is set against feedsvc's 304. A 200 of feedsvc with"
            f" gzip comes {_ratio(rates, '200 feedsvc', NAIVE):,.0f} times as often.",
            f"Django's database has {min(count, DJANGO_MOST):,} articles.",
            *missing,
        ],
    )  # fmt: skip


if __name__ == "__main__":
    frame.run("polls", __doc__ or "", measure)
