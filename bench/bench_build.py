"""The site as files: a whole release, and from a save to the release with it.

A whole release is made of a folder whose index is there already, by `feedsvc build` on all cores.
Then `feedsvc build --watch` follows the folder. New articles, edits of them and edits of articles
from the middle of the archive are saved in turn, each by a rename. The time runs from that rename
until `current` leads to its release. The addresses that were asked for and the files that were
written are counted. "memory" is that of the largest process of the whole release.

    python bench/bench_build.py --size small
"""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import figures, frame, saving, servers
from feedsvc.static_site import current_release, read_manifest

GOAL_AT = 100_000
DIGITALGOV = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "digitalgov"
_SITE = 'title = "Digital.gov"\nbase_url = "https://digital.example.org"\nignore_expiry = true\n'
_APART = 1.1  # seconds between saves: there is one release a second
_WARM = 3  # saves that are not counted, of each kind
_PATIENCE = 120.0  # seconds until a release must be there
_MADE_AHEAD = 600.0  # seconds in which the trees of the next releases are linked


def measure(plan: frame.Plan) -> figures.Figures:
    """The real articles first, where they are beside the project; then made ones by number."""
    rows: list[list[figures.Cell]] = []
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-build-") as place:
        if DIGITALGOV.exists() and plan.size == "full" and not plan.articles:
            folder = Path(place) / "digitalgov"
            shutil.copytree(DIGITALGOV, folder)
            (folder / "site.toml").write_text(_SITE)
            found["digitalgov"] = _one(folder, Path(place) / "store", plan)
        for count in plan.sizes([1000, 10_000, GOAL_AT]):
            articles, store = frame.newsroom(count, changes=True)
            found[f"{count:,}"] = _one(articles, store, plan)
    for name, one in found.items():
        rows.append([name, *(one[key] for key in _COLUMNS)])
    return figures.Figures(
        bench="build",
        title="The site as files",
        about="",
        goals=[
            _goal("whole release of digitalgov", 60, "whole", found.get("digitalgov")),
            _goal("one save to its release, digitalgov", 1, "save", found.get("digitalgov")),
            _goal(
                "one save to its release, 100,000 articles", 3, "save", found.get(f"{GOAL_AT:,}")
            ),
        ],
        tables=[
            figures.Table(title="Releases", columns=["articles", *_COLUMNS.values()], rows=rows)
        ],
    )


_COLUMNS = {
    "files": "files",
    "whole": "whole release, s",
    "memory": "memory, MB",
    "new": "new article, s",
    "edit": "edit of a new one, s",
    "old": "edit of an old one, s",
    "slowest": "slowest, s",
    "asked": "asked a save",
    "written": "written a save",
    "load": "load of the machine",
}


class Save(NamedTuple):
    """A save and its release: kind, seconds, addresses that were asked for, files written."""

    kind: str
    seconds: float
    asked: int
    written: int


def _goal(measure: str, bound: float, key: str, found: dict[str, float] | None) -> figures.Goal:
    return figures.Goal(
        measure=measure,
        bound=bound,
        better="less",
        unit=" s",
        measured=found[key] if found else None,
        why="" if found else "not measured in this run",
    )


def _one(articles: Path, store: Path, plan: frame.Plan) -> dict[str, float]:
    """Figures of one newsroom."""
    frame.index(articles, store)
    environ = os.environ | servers.state(articles, store)
    with tempfile.TemporaryDirectory(prefix="bench-site-", dir=store.parent) as place:
        out = Path(place) / "site"
        frame.say(f"build: a whole release of {articles.name}")
        began = time.perf_counter()
        memory = _build(out, articles, environ)
        whole = time.perf_counter() - began
        saves = _saves(articles, environ, out, plan.pick(3, 20))
        by_kind = {
            kind: statistics.median(one.seconds for one in saves if one.kind == kind)
            for kind in ("new", "edit", "old")
        }
        return by_kind | {
            "files": len(read_manifest(out).files),
            "whole": whole,
            "memory": memory,
            "save": statistics.median(one.seconds for one in saves),
            "slowest": max(one.seconds for one in saves),
            "asked": statistics.median(one.asked for one in saves),
            "written": statistics.median(one.written for one in saves),
            "load": os.getloadavg()[0],
        }


def _build(out: Path, articles: Path, environ: dict[str, str]) -> float:
    """Make a whole release; returns the most MB that one of its processes took."""
    command = [sys.executable, "-m", "feedsvc", "build", str(out), str(articles)]
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, env=environ, stdout=told, stderr=told)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise RuntimeError(f"feedsvc build failed:\n{told.read()[-1000:]}")
    return used.ru_maxrss / 1000


def _saves(articles: Path, environ: dict[str, str], out: Path, each: int) -> list[Save]:
    """What saves took while the folder is followed: so many of each kind."""
    command = [sys.executable, "-m", "feedsvc", "build", str(out), str(articles)]
    with tempfile.NamedTemporaryFile("w+") as told, _old_ones(articles, each + _WARM) as old:
        process = subprocess.Popen(
            [*command, "--watch", "--json"], env=environ, stdout=told, stderr=subprocess.DEVNULL
        )
        try:
            with frame.live_folder(articles) as live:
                saver = saving.Saver(live, files=each + _WARM)
                _until_ready(out, saver)
                found = [
                    one
                    for number in range(each + _WARM)
                    for one in _three(live, old[number], out, Path(told.name))
                    if number >= _WARM
                ]
        finally:
            process.terminate()
            process.wait()
    return found


def _until_ready(out: Path, saver: saving.Saver) -> None:
    """Wait for the release of a save, and until the trees of the next ones are made ahead."""
    before, end = current_release(out), time.monotonic() + _MADE_AHEAD
    saver.save()
    while current_release(out) == before or len(_trees(out)) < 3:
        if time.monotonic() > end:
            raise RuntimeError("feedsvc build --watch made no release of a save")
        time.sleep(0.5)


def _trees(out: Path) -> list[Path]:
    return [*(out / "releases").iterdir(), *(out / ".build").glob("spare-*")]


def _three(live: Path, old: Path, out: Path, told: Path) -> Iterator[Save]:
    """A new article, an edit of it, and an edit of an old one."""
    saver = saving.Saver(live, files=1, name=f"new-{time.time_ns()}")
    for kind in ("new", "edit"):
        yield _timed(kind, out, told, lambda: saver.save()[2])
    yield _timed("old", out, told, lambda: saving.add_words(old))


def _timed(kind: str, out: Path, told: Path, save: Callable[[], float]) -> Save:
    time.sleep(_APART)
    before = current_release(out)
    began = save()
    while current_release(out) == before:
        if time.perf_counter() - began > _PATIENCE:
            raise RuntimeError(f"no release came of a save ({kind})")
        time.sleep(0.002)
    seconds = time.perf_counter() - began
    while (made := _last_told(told)).get("release", 0) <= before:
        time.sleep(0.01)
    return Save(kind, seconds, made["asked"], len(made["written"]))


def _last_told(told: Path) -> dict[str, Any]:
    """What was told of the last release; empty: of none yet."""
    lines = told.read_text().rpartition("\n")[0].splitlines()
    return json.loads(lines[-1]) if lines else {}


@contextlib.contextmanager
def _old_ones(articles: Path, count: int) -> Iterator[list[Path]]:
    """Articles from the middle of the archive, which afterwards are as they were."""
    every = sorted(path for path in articles.rglob("*.md") if not path.name.startswith("_"))
    step = max(1, len(every) // (2 * count))
    found = every[len(every) // 4 :: step][:count]
    texts = {path: path.read_bytes() for path in found}
    try:
        yield found
    finally:
        for path, text in texts.items():
            path.write_bytes(text)


if __name__ == "__main__":
    frame.run("build", __doc__ or "", measure)
