"""Tells a command or a URL something, within a time limit."""

import http.client
import os
import shlex
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from feedsvc.errors import FeedsvcError

SECONDS = 30.0  # that a command, or an exchange over HTTP, may take
_KEPT = 300  # characters of what a command says of its failure
_ENVIRONMENT = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR")


class HookFailed(FeedsvcError):
    """What was to be told was not taken; the text says why."""


def run_command(
    command: str, text: bytes, folder: Path, environ: Mapping[str, str], seconds: float = SECONDS
) -> None:
    """Run a command without a shell, and give it a text on standard input.

    What it writes to standard output is dropped. At the time limit, it and what it started are
    killed.

    Args:
        command: split into words as a shell would.
        text: to give.
        folder: in which it runs.
        environ: of this process; the command gets a few harmless ones of its variables.
        seconds: the time limit.

    Raises:
        HookFailed: it cannot be started, ended with another status than 0, or was too slow.
    """
    kept = {name: environ[name] for name in _ENVIRONMENT if name in environ}
    with tempfile.TemporaryFile() as given:  # no pipe: a command need not read what it is told
        given.write(text)
        given.seek(0)
        try:
            process = subprocess.Popen(
                shlex.split(command),
                stdin=given,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=kept,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise HookFailed(f"the command cannot be started: {reason}") from error
    said = _Tail(process)
    try:
        status = process.wait(seconds)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # it is not reaped yet, so the group is its own
        process.wait()
        raise HookFailed(f"the command took longer than {seconds:g} s, and was ended") from None
    finally:
        said.end()
    if status:
        told = f": {said.text}" if said.text else ""
        raise HookFailed(f"the command ended with status {status}{told}")


class _Tail:
    """Reads what a process says of errors, and keeps the end of it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.text = ""
        self._process = process
        self._thread = threading.Thread(target=self._read, name="feedsvc-hook-said", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        kept = b""
        stream = self._process.stderr
        assert stream is not None
        with suppress(ValueError, OSError):
            while some := os.read(stream.fileno(), 4096):
                kept = (kept + some)[-4 * _KEPT :]
                self.text = " ".join(kept.decode(errors="replace").split())[-_KEPT:]

    def end(self) -> None:
        self._thread.join(1.0)  # a process that left the group may hold the pipe open
        assert self._process.stderr is not None
        if not self._thread.is_alive():
            self._process.stderr.close()


def post(url: str, text: bytes, agent: str, seconds: float = SECONDS) -> None:
    """Send JSON to a URL (RFC 9110 9.3.3); no redirect is followed.

    Args:
        url: of http or https.
        text: the JSON.
        agent: what this program is called.
        seconds: for the whole exchange.

    Raises:
        HookFailed: the answer is not 2xx, or there is none in time.
    """
    parts = urlsplit(url)
    secure = parts.scheme.casefold() == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    late = threading.Event()

    def cut() -> None:
        late.set()
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"Content-Type": "application/json", "User-Agent": agent, "Connection": "close"}
        connection.request("POST", path, text, sent)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            reason = f"no answer within {seconds:g} s"
        else:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise HookFailed(f"{parts.hostname}: {reason}") from error
    finally:
        timer.cancel()
        connection.close()
    if 300 <= status < 400:
        raise HookFailed(f"{parts.hostname} answered {status}: it is elsewhere; write its address")
    if not 200 <= status < 300:
        raise HookFailed(f"{parts.hostname} answered {status}")
