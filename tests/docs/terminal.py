"""A shell on a terminal, into which lines are typed as a person does."""

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHELL = ("bash", "--norc", "--noprofile", "--noediting", "-i")
READY = r"\[(\d+)\]ready> "  # with how the last command ended
MORE = "more> "  # in the midst of a command
LONGEST = 60  # seconds to wait for what must come


class Terminal:
    """A shell that runs on a terminal of its own."""

    def __init__(self, leader: int) -> None:
        self._leader = leader
        self._unread = ""

    def type(self, line: str) -> None:
        """Type a line, and Return."""
        os.write(self._leader, f"{line}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        os.write(self._leader, b"\x03")

    def until(self, pattern: str) -> re.Match[str]:
        """Wait until the terminal has shown what a pattern matches; what was shown is then read.

        Raises:
            AssertionError: it did not come.
        """
        end = time.monotonic() + LONGEST
        while not (found := re.search(pattern, self._unread)):
            ready, _, _ = select.select([self._leader], [], [], max(0, end - time.monotonic()))
            assert ready, f"{pattern!r} did not come: {self._unread}"
            self._unread += os.read(self._leader, 65536).decode(errors="replace")
        self._unread = self._unread[found.end() :]
        return found

    def run(self, line: str) -> str:
        """Type a line, and wait until the shell asks for the next one.

        Returns:
            what it showed

        Raises:
            AssertionError: what it began has failed.
        """
        self.type(line)
        return self.prompt()

    def prompt(self) -> str:
        """Wait until the shell asks for a line; what ran before must have ended well.

        Returns:
            what was shown before
        """
        found = self.until(rf"(?s)^(.*?)(?:{READY}|{MORE})")
        assert found[2] in (None, "0"), found[1]
        return found[1]


@contextmanager
def terminal(folder: Path, first: Path) -> Iterator[Terminal]:
    """A shell that stands in a folder, whose programs come from another one first."""
    leader, follower = pty.openpty()
    there = {"PATH": f"{first}:{os.environ['PATH']}", "HOME": str(folder), "TERM": "dumb"}
    told = {"PS1": "[$?]ready> ", "PS2": MORE, "LANG": "C.UTF-8", "COLUMNS": "200"}
    shell = subprocess.Popen(
        SHELL,
        cwd=folder,
        env=there | told,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),
    )
    os.close(follower)
    try:
        shown = Terminal(leader)
        shown.prompt()
        yield shown
    finally:
        os.close(leader)  # the terminal is gone: the shell and what it runs are hung up
        shell.wait(LONGEST)
