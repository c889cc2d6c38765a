"""An import that is killed keeps what it wrote, and the next one goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from feedsvc.importers.article_file import is_as_written
from tests.cli.commands import run
from tests.importers.exports import post, wxr

COUNT = 1_200
TEXT = "A paragraph of some length, again and again.\n\n" * 20


def written(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*.html") if not file.name.startswith(".")]


def test_what_was_written_is_whole_and_the_rest_follows(desk: Any, tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    export.write_text(wxr(*(post(number, TEXT) for number in range(1, COUNT + 1))))
    command = [sys.executable, "-m", "feedsvc", "import", "wxr", str(export), str(desk.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        folder = desk.folder / "2020" / "03"
        while process.poll() is None and not (folder.is_dir() and len(os.listdir(folder)) > 200):
            os.sched_yield()
        process.kill()
    before = written(desk.folder)
    assert 200 <= len(before) <= COUNT
    assert all(is_as_written(file.read_text()) for file in before)
    told = json.loads(run("import", "wxr", export, desk.folder, "--json").stdout)
    assert (told["posts"], told["new"]) == (COUNT, COUNT - len(before))
    assert told["unchanged"] == len(before)
    assert len(written(desk.folder)) == COUNT
