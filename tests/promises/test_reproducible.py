"""Promise 1: the same input gives the same bytes, whatever the machine is set to."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import hashlib, os, sys
from pathlib import Path
from feedsvc.newsroom import Newsroom
newsroom = Newsroom.open(Path(sys.argv[1]), os.environ)
newsroom.scan()
made = hashlib.sha256()
for one in newsroom.feeds.all():
    for format in ("atom", "rss", "json"):
        made.update(newsroom.document(one.feed.name, format).body)
print(made.hexdigest())
"""


def digest_of_all_feeds(folder: Path, **settings: str) -> str:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), **settings}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.strip()) == hashlib.sha256().digest_size * 2
    return done.stdout


def assert_same_bytes_anywhere(folder: Path, other: Path) -> None:
    shutil.copytree(folder, other)
    for file in other.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    first = digest_of_all_feeds(folder, TZ="Pacific/Kiritimati", LANG="C", PYTHONHASHSEED="1")
    second = digest_of_all_feeds(
        other, TZ="America/St_Johns", LANG="de_DE.UTF-8", LC_ALL="C.UTF-8", PYTHONHASHSEED="4242"
    )
    assert first == second


def test_same_bytes_in_another_zone_language_and_hash_seed(tmp_path: Path) -> None:
    golden = Path(__file__).parents[1] / "golden" / "newsroom"
    folder = tmp_path / "one"
    shutil.copytree(golden, folder)
    assert_same_bytes_anywhere(folder, tmp_path / "two")


def test_same_bytes_of_a_year_of_real_articles(digitalgov: Path, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    shutil.copytree(digitalgov / "2015", folder)
    folder.chmod(0o755)
    (folder / "site.toml").write_text("ignore_expiry = true\n")
    assert_same_bytes_anywhere(folder, tmp_path / "two")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
def test_the_sites_own_zone_does_count(tmp_path: Path, zone: str) -> None:
    folder = tmp_path / zone.replace("/", "-")
    folder.mkdir()
    (folder / "2026-05-01-noon.txt").write_text("Noon\n\nIt is noon here.\n")
    (folder / "site.toml").write_text(f'timezone = "{zone}"\n')
    from feedsvc.newsroom import Newsroom

    newsroom = Newsroom.open(folder, {})
    newsroom.scan()
    published = newsroom.feeds.entries("feed", 1)[0].published
    assert (
        published.isoformat()
        == {
            "UTC": "2026-05-01T00:00:00+00:00",
            "Asia/Kathmandu": "2026-04-30T18:15:00+00:00",
        }[zone]
    )
