"""The site as files: a whole release, and from a save to the release with it.

A whole release is made of a folder whose index is there already, by `feedsvc build` on all cores.
Then one process makes releases of single saves: new articles and edits of old ones in turn. The
time runs from the moment at which the store has the save until `current` leads to its release. The
addresses that were asked for and the files that were written are counted.

    python bench/bench_build.py --size small
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import figures, frame, saving, servers
from feedsvc.newsroom import Newsroom
from feedsvc.static_site import Builder, read_manifest

GOAL_AT = 100_000
DIGITALGOV = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "digitalgov"
_SITE = 'title = "Digital.gov"\nbase_url = "https://digital.example.org"\nignore_expiry = true\n'
_APART = 1.1  # seconds between saves: there is one release a second


def measure(plan: frame.Plan) -> figures.Figures:
    """The real articles first, where they are beside the project; then made ones by number."""
    rows: list[list[figures.Cell]] = []
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-build-") as place:
        if DIGITALGOV.exists() and not plan.articles:
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
            _goal("one save to its release", 3, "save", found.get(f"{GOAL_AT:,}")),
        ],
        tables=[
            figures.Table(title="Releases", columns=["articles", *_COLUMNS.values()], rows=rows)
        ],
    )


_COLUMNS = {
    "files": "files",
    "whole": "whole release, s",
    "save": "save, median s",
    "slowest": "save, slowest s",
    "written": "files written a save",
    "load": "load of the machine",
}


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
        began = time.perf_counter()
        command = [sys.executable, "-m", "feedsvc", "build", str(out), str(articles)]
        subprocess.run(command, env=environ, check=True, capture_output=True)
        whole = time.perf_counter() - began
        took, written = _saves(articles, environ, out, plan.pick(5, 30))
        return {
            "files": len(read_manifest(out).files),
            "whole": whole,
            "save": statistics.median(took),
            "slowest": max(took),
            "written": statistics.median(written),
            "load": os.getloadavg()[0],
        }


def _saves(
    articles: Path, environ: dict[str, str], out: Path, saves: int
) -> tuple[list[float], list[int]]:
    """Seconds from each save to its release, and how many files it wrote."""
    took, written = [], []
    newsroom, builder = Newsroom.open(articles, environ), Builder(articles, environ, out)
    with frame.live_folder(articles) as live:
        builder.build()
        saver = saving.Saver(live, files=max(2, saves // 2))
        for _ in range(saves + 3):  # three trees are made first
            time.sleep(_APART)
            path, _, _ = saver.save()
            newsroom.index.update([path])
            began = time.perf_counter()
            made = builder.build()
            took.append(time.perf_counter() - began)
            written.append(len(made.written))
    builder.close()
    newsroom.close()
    return took[3:], written[3:]


if __name__ == "__main__":
    frame.run("build", __doc__ or "", measure)
