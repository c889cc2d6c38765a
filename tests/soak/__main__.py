"""python -m tests.soak --minutes 60 --seed 7 --postgresql"""

import signal
import sys
import tempfile
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import click

from tests.soak.report import Report
from tests.soak.soak import Soak
from tests.store.cluster import running_cluster


@click.command()
@click.option("--minutes", default=10.0, show_default=True, help="How long; rounds are ended.")
@click.option("--seed", type=int, help="Of the dice; left out: another each time, and told.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for programs.")
@click.option("--postgresql", is_flag=True, help="Keep the state in a PostgreSQL of its own.")
@click.option("--keep", type=Path, help="An empty folder in which all is left.")
def main(
    minutes: float, seed: int | None, as_json: bool, postgresql: bool, keep: Path | None
) -> None:
    """Run a service under all that goes wrong, and judge what subscribers are given.

    Ends with 0 where nothing was found, 1 where something was, 2 where this system cannot do it,
    130 where it was ended before its time and had found nothing.
    """
    if sys.platform != "linux":
        raise click.UsageError("it needs Linux, where it finds workers to kill in /proc")
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        if any(keep.iterdir()):
            raise click.UsageError(f"{keep} is not empty")
    for number in (signal.SIGTERM, signal.SIGINT):  # also where it was started in the background
        signal.signal(number, _end)
    if seed is None:
        seed = time.time_ns() % (1 << 32)
    end = time.monotonic() + 60 * minutes
    report = Report(seed, lambda line: click.echo(line, err=as_json))
    report.show(f"seed {seed}, {minutes:g} minutes")
    whole = False
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="feedsvc-soak-"))
        database = ""
        if postgresql:
            cluster = stack.enter_context(running_cluster())
            database = cluster.url(cluster.make())
        soak = stack.enter_context(closing(Soak(keep or Path(place), report, database)))
        with suppress(KeyboardInterrupt):
            soak.run(lambda: time.monotonic() < end)
            whole = True
    click.echo(report.as_json(soak.counts) if as_json else "\n" + report.table(soak.counts))
    sys.exit(1 if report.found else 0 if whole else 130)


def _end(*_: object) -> None:
    raise KeyboardInterrupt  # the service ends with it, and what was found is told


if __name__ == "__main__":
    main()
