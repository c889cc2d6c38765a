"""Tries changes of one token at random: how many do the tests notice?"""

import json
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

import click

from tests.mutants.changes import Change, changes_below
from tests.mutants.known import key_of, means_nothing
from tests.mutants.reach import Place, Reach, make_map
from tests.mutants.session import make_starter
from tests.mutants.spots import spot_at
from tests.mutants.trial import Bench, Controls, Limits, Outcome

ROOT = Path(__file__).resolve().parent.parent.parent
CORE = ["model", "sources", "indexer", "store", "feeds", "render", "summary", "search"]
CORE.append("settings")
MANY = 200
ONE_TEST = 300  # seconds; no test of those that are run takes that long


@click.command(help=__doc__)
@click.option("--seed", default=1, help="Another one takes another sample.")
@click.option("--sample", default=MANY, help="How many changes.")
@click.option("--jobs", default=2, help="How many at once.")
@click.option("--skip", default=0, help="Leave out so many at the beginning of the sample.")
@click.option(
    "--seconds", default=60, help="Processor time for tests of other modules, for each change."
)
@click.option("--only", default="", help="Changes of paths that hold this text alone.")
@click.option("--old-map", is_flag=True, help="Do not bring the map of reach up to date.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each as JSON.")
def main(
    seed: int,
    sample: int,
    jobs: int,
    skip: int,
    seconds: int,
    only: str,
    old_map: bool,
    as_json: bool,
) -> None:
    folders = [f"feedsvc/{room}" for room in CORE]
    every = [one for one in changes_below(ROOT, folders) if only in one.path]
    picked = random.Random(seed).sample(every, min(sample, len(every)))[skip:]
    reasons = means_nothing()
    tried = [one for one in picked if key_of(one) not in reasons]
    nothing = [one for one in picked if key_of(one) in reasons]
    click.echo(f"{len(picked)} of {len(every)} changes, seed {seed}", err=True)
    found: list[Outcome] = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if not old_map:
        make_map(ROOT, jobs, places_of(tried))
    for outcome in outcomes(tried, jobs, seconds):
        found.append(outcome)
        by = f"noticed by {outcome.noticed}" if outcome.noticed else "UNNOTICED"
        by += "" if outcome.whole else ", as far as the time allowed"
        place = f"{outcome.change.path}:{outcome.change.line}"
        text = f"{place}: {outcome.change.told}: {by}"
        click.echo(f"{len(found)}/{len(tried)} {text}", err=True)
    if as_json:
        click.echo(json.dumps(as_values(seed, found, nothing), indent=1))
    else:
        click.echo("\n".join(table(found, nothing)))


def places_of(changes: list[Change]) -> set[Place]:
    """The functions in which changes are."""
    found = set()
    for one in changes:
        source = (ROOT / one.path).read_text(encoding="utf-8")
        if spot := spot_at(source, one.start):
            found.add(Place(one.path, spot.function))
    return found


def outcomes(changes: list[Change], jobs: int, seconds: int) -> Iterator[Outcome]:
    """Try changes, some at once; each outcome as soon as it is known."""
    controls, benches = Controls(), SimpleQueue[Bench]()
    start, limits, reach = make_starter(), Limits(ONE_TEST, seconds), Reach(ROOT)
    with (
        tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as place,
        ThreadPoolExecutor(jobs) as pool,
    ):
        for number in range(jobs):
            folder = Path(place) / str(number)
            benches.put(Bench(ROOT, folder, start, limits, reach, controls))

        def try_out(change: Change) -> Outcome:
            bench = benches.get()
            try:
                return bench.try_out(change)
            finally:
                benches.put(bench)

        running = [pool.submit(try_out, one) for one in changes]
        try:
            for done in as_completed(running):
                yield done.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def counts(found: list[Outcome]) -> tuple[int, int, float]:
    """How many changes were noticed, how many were not, and the first as a part of a hundred."""
    noticed = sum(1 for one in found if one.noticed)
    return noticed, len(found) - noticed, 100 * noticed / max(len(found), 1)


def table(found: list[Outcome], nothing: list[Change]) -> Iterator[str]:
    """What became of the changes, for people."""
    reasons = means_nothing()
    noticed, unnoticed, share = counts(found)
    missed = sorted((one.change for one in found if not one.noticed), key=lambda one: one[:2])
    yield f"\n{noticed} noticed, {unnoticed} unnoticed, {len(nothing)} mean nothing: {share:.0f} %"
    for title, listed in (("Unnoticed", missed), ("Mean nothing", nothing)):
        if listed:
            yield f"\n{title}:"
        for one in listed:
            yield f"  {one.path}:{one.line}: {one.told}"
            yield f"    {one.text}"
            if key_of(one) in reasons:
                yield f"    {reasons[key_of(one)]}"


def as_values(seed: int, found: list[Outcome], nothing: list[Change]) -> dict[str, object]:
    """What became of the changes, for programs."""
    reasons = means_nothing()
    noticed, unnoticed, share = counts(found)
    told = [(one.change, {"noticed_by": one.noticed or None}) for one in found]
    told += [(one, {"means_nothing": reasons[key_of(one)]}) for one in nothing]
    return {
        "seed": seed,
        "noticed": noticed,
        "unnoticed": unnoticed,
        "means_nothing": len(nothing),
        "percent": round(share, 1),
        "changes": [
            {"path": one.path, "line": one.line, "change": one.told, "text": one.text} | more
            for one, more in told
        ],
    }


if __name__ == "__main__":
    main(prog_name="python -m tests.mutants")
