"""Kills whoever brings releases to an object store, at random, while a reader polls.

`python -m tests.static_site.kills --kills 50` tells what the reader missed.
"""

import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

from feedsvc.static_site.bring_newest import Destination
from feedsvc.static_site.object_store import read_place
from feedsvc.static_site.purge import Purge
from feedsvc.static_site.upload import ReleaseFolder
from tests.static_site.releases import write_release
from tests.static_site.s3_server import Storage, s3_server
from tests.web.servers import LIMIT, ROOT, wait

SHOWN = 12  # articles in the feed
TOUCHED = 5  # articles that each release brings, and takes away


class Found(NamedTuple):
    """What readers saw.

    Attributes:
        polls, pages: how often the feed was read, and pages and media that it names.
        missing: addresses that a feed named and that were not there, although it went on naming
            them.
        left_over: keys in the end that no release wants.
    """

    polls: int
    pages: int
    missing: list[str]
    left_over: list[str]


def release(folder: Path, number: int) -> ReleaseFolder:
    """A release whose feed names its articles, each with a picture of its own."""
    names = [f"n{number * TOUCHED + place}" for place in range(SHOWN)]
    bodies = {f"/articles/{name}": name.encode() * 50 for name in names}
    bodies |= {f"/media/{name}.png": name.encode() * 500 for name in names}
    bodies["/feed.atom"] = "\n".join(sorted(bodies)).encode()
    return write_release(folder, number, bodies | {"/": b"front %d" % number})


def destination(bucket: str, folder: Path) -> Destination:
    return Destination(read_place(f"s3://{bucket}/site"), "here", Purge(), folder, 2.0)


class Reader:
    """Polls the feed, and asks at once for all that it names."""

    def __init__(self, storage: Storage, bucket: str) -> None:
        self._storage = storage
        self._base = f"/{bucket}/site"
        self._ends = threading.Event()
        self.polls = self.pages = 0
        self.missing: list[str] = []
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.set()
        self._thread.join()

    def _named(self) -> list[str]:
        answer = self._storage.get(f"{self._base}/feed.atom")
        return answer.body.decode().splitlines() if answer.status == 200 else []

    def _run(self) -> None:
        while not self._ends.is_set():
            self.polls += 1
            for address in self._named():
                self.pages += 1
                if self._storage.get(self._base + address).status == 200:
                    continue
                if address in self._named():  # else it was withdrawn meanwhile
                    self.missing.append(address)


def bring_while_killing(storage: Storage, folder: Path, kills: int, seed: int) -> Found:
    """Kill the writer at random, so many times; then let it end."""
    chosen = random.Random(seed)
    bucket = storage.make_bucket()
    destination(bucket, folder).bring(release(folder, 0), storage.environ)
    command = [sys.executable, "-m", "tests.static_site.kills", "--bring", bucket]
    environ = os.environ | storage.environ
    with Reader(storage, bucket) as reader:
        for kill in range(kills):
            begun = storage.writes()
            until = begun + chosen.randrange(1, 6 * TOUCHED)
            more = ["--folder", str(folder), "--first", str(kill + 1)]
            with subprocess.Popen([*command, *more], cwd=ROOT, env=environ) as process:
                wait(lambda limit=until: storage.writes() >= limit, "something is brought")
                process.kill()
                process.wait(LIMIT)
    last = release(folder, 10_000)
    destination(bucket, folder).bring(last, storage.environ)
    wanted = {f"site/{file.address[1:] or 'index.html'}" for file in last.manifest.files}
    kept = {"site/404.html", "site/.feedsvc/manifest.json.zst"}
    left_over = sorted(set(storage.keys(bucket)) - wanted - kept)
    return Found(reader.polls, reader.pages, reader.missing, left_over)


def _bring(bucket: str, folder: Path, first: int) -> None:
    """Bring one release after the other, until killed."""
    for number in itertools.count(first):
        destination(bucket, folder).bring(release(folder, number), os.environ)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bring")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--first", type=int)
    asked = parser.parse_args()
    if asked.bring:
        _bring(asked.bring, asked.folder, asked.first)
    else:
        with tempfile.TemporaryDirectory() as place, s3_server(Path(place)) as server:
            found = bring_while_killing(server, Path(place), asked.kills, asked.seed)
            sys.stdout.write(f"{found}\n")
