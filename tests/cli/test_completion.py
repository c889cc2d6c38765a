"""What a shell is given to complete the commands of feedsvc."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from feedsvc.cli.completion import SHELLS
from tests.cli.commands import run


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_is_given_a_script_of_its_own(shell: str) -> None:
    done = run("completion", shell)
    assert done.exit_code == 0
    assert f"_FEEDSVC_COMPLETE={shell}_complete" in done.stdout


def test_another_shell_is_none() -> None:
    done = run("completion", "cmd")
    assert done.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_a_command(tmp_path: Path) -> None:
    command = tmp_path / "feedsvc"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m feedsvc "$@"\n')
    command.chmod(0o755)
    script = run("completion", "bash").stdout
    asked = "COMP_WORDS=(feedsvc pre); COMP_CWORD=1; _feedsvc_completion feedsvc"
    asked += "; echo ${COMPREPLY[@]}"
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{asked}"],
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "preview\n"
