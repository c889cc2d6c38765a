"""Answers a second from files by nginx, with what `feedsvc build` writes for it, beside `serve`.

Each has one core, wrk another one, over 32 kept connections, and they take turns. `serve` has one
worker that holds what is asked in memory. Both answer a feed with gzip, 304 to who has it, and the
page of an article. "is" says how many times as many nginx gives, the median of the rounds.

    python bench/bench_files.py --size small
"""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, figures, frame, load, machine, peers, servers

SITE = "https://bench.example"
GZIP = {"Accept-Encoding": "gzip"}
AROUND = """\
worker_processes 1;
daemon off;
pid {place}/pid;
error_log {place}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    include {out}/nginx/http.conf;
    server {{
        listen 127.0.0.1:{port};
        include {out}/nginx/server.conf;
    }}
}}
"""


class Asked(NamedTuple):
    """What is asked of a server, and the status that it must answer."""

    path: str
    request: dict[str, str]
    status: int


def measure(plan: frame.Plan) -> figures.Figures:
    """Build the files, start both servers, and let them take turns."""
    (count,) = plan.sizes([10_000])[:1]
    articles, store = frame.newsroom(count)
    core, _ = machine.cores()
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-files-")))
        _build(articles, store, place / "public")
        here = {"FEEDSVC_BASE_URL": SITE}
        both = {
            "serve": stack.enter_context(servers.ours(articles, store, core, **here)),
            "nginx": stack.enter_context(_nginx(place, place / "public", core)),
        }
        asked = {name: _asked(server, place / "public") for name, server in both.items()}
        rates = _rates(both, asked, plan.pick(2, 7), plan.pick(1, 4))
    return _figures(rates, count)


def _build(articles: Path, store: Path, out: Path) -> None:
    command = [sys.executable, "-m", "feedsvc", "build", str(out), str(articles), "--json"]
    environ = os.environ | servers.state(articles, store) | {"FEEDSVC_BASE_URL": SITE}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"feedsvc build ended with {done.returncode}:\n{done.stderr[-1000:]}")


def _nginx(place: Path, out: Path, core: int | None) -> servers.Server:
    port = servers.free_port()
    user = "user root;" if os.getuid() == 0 else ""
    text = AROUND.format(place=place, out=out, port=port, user=user)
    (place / "nginx.conf").write_text(text)
    command = [peers.program("nginx"), "-p", str(place), "-c", str(place / "nginx.conf")]
    return servers.Server(command, port, {}, core)


def _asked(server: servers.Server, out: Path) -> dict[str, Asked]:
    """The same questions for both; each has tags of its own."""
    page = min(path.stem for path in (out / "current" / "articles").glob("*.html"))
    feed = client.get(server.port, servers.FIRST, GZIP)
    return {
        "feed, 200": Asked(servers.FIRST, GZIP, 200),
        "feed, 304": Asked(servers.FIRST, GZIP | {"If-None-Match": feed.tag}, 304),
        "page, 200": Asked(f"/articles/{page}", GZIP, 200),
    }


def _rates(
    both: dict[str, servers.Server], asked: dict[str, dict[str, Asked]], rounds: int, seconds: int
) -> dict[str, dict[str, list[load.Rate]]]:
    _, core = machine.cores()
    found: dict[str, dict[str, list[load.Rate]]] = {}
    for number in range(-1, rounds):  # the first warms up
        for question in asked["serve"]:
            bodies = set()
            for name in both if number % 2 else reversed(both):
                path, request, status = asked[name][question]
                answer = client.get(both[name].port, path, request)
                if answer.status != status:
                    raise load.WrongAnswers(f"{name}, {question}: {answer.status}")
                bodies.add(answer.text())
                url = both[name].url + path
                rate = load.wrk(url, request, 1 if number < 0 else seconds, core)
                if number >= 0:
                    found.setdefault(question, {}).setdefault(name, []).append(rate)
            if question.startswith("feed") and len(bodies) > 1:
                raise load.WrongAnswers(f"{question}: nginx and serve have other bytes")
        frame.say(f"files: round {max(0, number + 1)} of {rounds}")
    return found


def _figures(rates: dict[str, dict[str, list[load.Rate]]], count: int) -> figures.Figures:
    rows: list[list[figures.Cell]] = []
    for question, by_name in rates.items():
        pairs = zip(by_name["nginx"], by_name["serve"], strict=True)
        ratio = statistics.median(one.per_second / other.per_second for one, other in pairs)
        for name, some in by_name.items():
            per_second, median, late = (
                statistics.median(column) for column in zip(*some, strict=True)
            )
            least, most = (pick(one.per_second for one in some) for pick in (min, max))
            shown = ratio if name == "nginx" else 1.0
            row = [round(per_second), round(least), round(most), median, late, shown]
            rows.append([question, name, *row])
    columns = ["asked", "server", "answers/s", "slowest", "fastest", "median ms", "p99 ms", "is"]
    one, five, fifteen = os.getloadavg()
    return figures.Figures(
        bench="files",
        title="Files",
        about="",
        machine={"nginx": machine.tool_version([peers.program("nginx"), "-v"])},
        tables=[figures.Table(title=f"{count:,} articles", columns=columns, rows=rows)],
        notes=[
            "The page of an article has no form for searches where it is a file.",
            f"Load of the machine at the end: {one:.1f}, {five:.1f}, {fifteen:.1f}.",
        ],
    )


if __name__ == "__main__":
    frame.run("files", __doc__ or "", measure)
