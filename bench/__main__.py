"""All benches in turn, then the report: what `make bench` runs.

python -m bench --size small --only polls,scan
"""

import argparse
import os
import subprocess
import sys
import time

from bench import figures, frame, peers, report

# The scan comes first: the stores that it makes are the others' archives.
BENCHES = [
    *(
        "scan",
        "restart",
        "scale",
        "fresh",
        "preview",
        "polls",
        "files",
        "build",
        "idle",
        "threads",
        "counting",
        "push",
        "postgresql",
        "bytes",
        "summary",
    )
]


def run(name: str, size: str, articles: list[int]) -> bool:
    """Run one bench in a process of its own; whether it came to an end."""
    frame.say(f"bench: {name}, {size}")
    began = time.perf_counter()
    command = [sys.executable, str(peers.ROOT / "bench" / f"bench_{name}.py"), "--size", size]
    if articles:
        command += ["--articles", *map(str, articles)]
    done = subprocess.run(command, check=False)
    if done.returncode:
        failed = figures.Figures(
            bench=name,
            title=name.capitalize(),
            about="",
            size=size,
            seconds=time.perf_counter() - began,
            notes=["This bench failed in the last run, so it has no figures."],
        )
        failed.save(frame.place_of(size) / "results")
    return not done.returncode


def main() -> None:
    """Read the arguments, measure, report."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=(__doc__ or "").partition("\n\n")[0],
        epilog="Example: python -m bench --size small --only polls,scan",
    )
    parser.add_argument("--size", choices=["small", "full"], default="full")
    parser.add_argument("--only", default="", metavar="NAMES", help=", ".join(BENCHES))
    parser.add_argument(
        "--articles", type=int, nargs="+", default=[], metavar="N", help="sizes of the archive"
    )
    options = parser.parse_args()
    chosen = [name for name in options.only.replace(",", " ").split() if name]
    unknown = sorted(set(chosen) - set(BENCHES))
    if unknown:
        parser.error(f"no bench is called {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    os.environ[frame.RUN] = str(time.time_ns())
    failed = [
        name
        for name in BENCHES
        if name in (chosen or BENCHES) and not run(name, options.size, options.articles)
    ]
    print(f"The report: {report.write(options.size)}")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
