"""python -m tests.soak --minutes 60 --seed 7"""

import signal
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import click

from tests.soak.report import Report
from tests.soak.soak import Soak


@click.command()
@click.option("--minutes", default=10.0, show_default=True, help="How long; rounds are ended.")
@click.option("--seed", type=int, help="Of the dice; left out: another each time, and told.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for programs.")
@click.option("--keep", type=Path, help="An empty folder in which all is left.")
def main(minutes: float, seed: int | None, as_json: bool, keep: Path | None) -> None:
    """Run a service under all that goes wrong, and judge what subscribers are given.

    Ends with 0 where nothing was found, 1 where something was, 2 where this system cannot do it.
    """
    if sys.platform != "linux":
        raise click.UsageError("it needs Linux, where it finds workers to kill in /proc")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # not without ending the service
    if seed is None:
        seed = time.time_ns() % (1 << 32)
    end = time.monotonic() + 60 * minutes
    report = Report(seed, lambda line: click.echo(line, err=as_json))
    report.show(f"seed {seed}, {minutes:g} minutes")
    with tempfile.TemporaryDirectory(prefix="feedsvc-soak-") as place:
        soak = Soak(keep or Path(place), report)
        with closing(soak):
            soak.run(lambda: time.monotonic() < end)
    click.echo(report.as_json(soak.counts) if as_json else "\n" + report.table(soak.counts))
    sys.exit(1 if report.found else 0)


if __name__ == "__main__":
    main()
