"""A release of what changed equals a whole one, whatever happened in between."""

import os
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from feedsvc.static_site import Manifest
from feedsvc.static_site.follow_answers import FollowedAnswers
from feedsvc.static_site.memory import read_memory
from tests.static_site.building import assert_whole, build, builder_of, files_in
from tests.static_site.random_site import RandomSite
from tests.static_site.rules import answers_of

SEEDS = [int(one) for one in os.environ.get("SITE_SEEDS", "1").split(",")]
STEPS = int(os.environ.get("SITE_STEPS", "6"))


def told_of(manifest: Manifest) -> dict[str, Any]:
    """What a manifest says, but for when files changed: a new folder does not know."""
    plain: dict[str, Any] = msgspec.to_builtins(manifest)
    for file in plain["files"]:
        del file["modified"]
    return plain | {"number": 0}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_release_of_what_changed_equals_a_whole_one(
    desk: Any, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.static_site.builder.FEW", 100_000)
    site = RandomSite(desk, seed, begin=35)
    out, other = tmp_path / "out", tmp_path / "other"
    build(desk, out)
    done, followed = [], FollowedAnswers()
    for _ in range(STEPS):
        done.append([site.step() for _ in range(site.random.choice((1, 1, 1, 3)))])
        newsroom = desk.open(accept_deletions=True)
        newsroom.close()
        before = {file.path: file for file in assert_whole(out).files}
        builder = builder_of(desk, out)
        made = builder.build()
        builder.close()
        shutil.rmtree(other, ignore_errors=True)
        builder = builder_of(desk, other)
        builder.build()
        builder.close()
        after = assert_whole(out)
        assert told_of(after) == told_of(assert_whole(other)), done
        found, wanted = files_in(out), files_in(other)
        assert {p for p in wanted if found[p] != wanted[p]} == set(), done
        with read_memory(out) as memory:
            assert followed.of(memory) == answers_of(after), done
        differ = {
            f.path for f in after.files if (b := before.get(f.path)) is None or b.digest != f.digest
        }
        assert set(made.written) == differ, done
        assert set(made.removed) == before.keys() - {file.path for file in after.files}, done
