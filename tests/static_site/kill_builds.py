"""Kills builders at random points, and looks at what readers reach after each kill.

python -m tests.static_site.kill_builds --kills 50
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from feedsvc.static_site import current_release
from tests.static_site.building import assert_whole

ARTICLE = (
    "---\ntitle: Story {0}\ndate: 2026-05-{1:02}\ntags: [wet, t{2}]\ncategory: World\n---\n{3}.\n"
)
_LONGEST = 12.0  # seconds until a kill, at most


def write(folder: Path, number: int, text: str) -> None:
    story = ARTICLE.format(number, number % 28 + 1, number % 5, text)
    (folder / f"story-{number}.md").write_text(story, encoding="utf-8")


def start(out: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A builder that follows the folder, with processes of a group of its own."""
    command = [sys.executable, "-m", "feedsvc", "build", str(out), str(folder), "--watch"]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def run(place: Path, kills: int, seed: int, articles: int) -> list[int]:
    """Kill a builder so many times; returns the number of the release after each kill.

    Raises:
        AssertionError: readers reached something else than a whole release.
    """
    folder, out = place / "articles", place / "out"
    folder.mkdir()
    (folder / "site.toml").write_text('base_url = "https://news.example"\n')
    for number in range(articles):
        write(folder, number, "Wet it is")
    chance, found = random.Random(seed), []
    for kill in range(kills):
        process = start(out, folder)
        end = time.monotonic() + chance.uniform(0.2, _LONGEST)
        before, later = current_release(out), chance.random() < 0.7
        while process.poll() is None:
            if time.monotonic() >= end and (not later or current_release(out) > before):
                break
            write(folder, chance.randrange(articles + kill), f"Wet it was at {time.time()}")
            time.sleep(chance.uniform(0.0, 0.6))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if current_release(out):
            assert_whole(out)
        found.append(current_release(out))
    assert found == sorted(found)
    assert found[-1] > 0
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = run(Path(place), given.kills, given.seed, given.articles)
    sys.stdout.write(f"{given.kills} kills; releases after each: {found}\n")


if __name__ == "__main__":
    main()
