"""Shows the file of an article in the editor's own program."""

import os
import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from feedsvc.errors import FeedsvcError


class Program(NamedTuple):
    """A program that opens files.

    Attributes:
        scheme: of the addresses with which a browser opens it; empty: it has none.
        command: with which it is started; empty: it is not started from here.
    """

    scheme: str = ""
    command: tuple[str, ...] = ()

    def address(self, file: Path, line: int) -> str:
        """The address that opens a file at a line; empty where there is none."""
        if not self.scheme:
            return ""
        # https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls
        path = quote(file.as_posix())
        return f"{self.scheme}://file{path if path.startswith('/') else f'/{path}'}:{line}"

    def start(self, file: Path, run: Callable[[Sequence[str]], object] = subprocess.Popen) -> None:
        """Start the program with a file; it is not waited for.

        Args:
            file: which.
            run: starts a process.

        Raises:
            FeedsvcError: it cannot be started.
        """
        if not self.command:
            raise FeedsvcError("no program is set; start feedsvc preview with --editor visual")
        try:
            run([*self.command, os.fspath(file)])
        except OSError as error:
            reason = error.strerror or str(error)
            raise FeedsvcError(f"{self.command[0]} cannot be started: {reason}") from error


VSCODE = Program(scheme="vscode")


def program_of(name: str, environ: Mapping[str, str]) -> Program:
    """The program that has a name.

    Args:
        name: vscode, or visual: that is what the environment variable VISUAL names, which opens
            a window of its own, such as `gvim` or `code --reuse-window`.
        environ: environment variables.

    Raises:
        FeedsvcError: VISUAL names none.
    """
    if name == "vscode":
        return VSCODE
    try:
        command = tuple(shlex.split(environ.get("VISUAL", "")))
    except ValueError as error:
        raise FeedsvcError(f"VISUAL cannot be read: {error}") from error
    if not command:
        raise FeedsvcError("VISUAL names no program; set it, for example to: gvim")
    return Program(command=command)
