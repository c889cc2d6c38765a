"""nginx with the configuration that is written beside a release."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import NamedTuple

import pytest

from feedsvc.static_site.manifest import Manifest
from feedsvc.static_site.nginx import NginxFiles, nginx_files
from tests.static_site.rules import answers_of
from tests.web.nginx import BEGIN, program
from tests.web.servers import LIMIT, Server, free_port, running_processes, wait

AROUND = (
    BEGIN
    + """    include {folder}/http.conf;
    server {{
        listen 127.0.0.1:{port};
        location = /_number {{ return 200 "{number}"; }}
        include {folder}/server.conf;
    }}
}}
"""
)


def need_caddy() -> str:
    """Where Caddy is; skips the test where it is not installed; in CI it must be."""
    found = shutil.which("caddy")
    if found is None:
        reason = "Caddy is not installed; make proxy says how to get it"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return found


class Asked(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes


class Nginx(Server):
    """nginx, whose configuration may be changed while it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.port, self.host = free_port(), "127.0.0.1"
        self.log = folder / "error.log"
        found = program()
        assert found is not None
        self._command = [found, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self._command += ["-e", str(self.log)]

    def write(self, files: NginxFiles) -> None:
        self.number += 1
        (self.folder / "http.conf").write_bytes(files.http.encode())
        (self.folder / "server.conf").write_bytes(files.server.encode())
        user = "user root;" if os.geteuid() == 0 else ""
        at = {"folder": self.folder, "port": self.port, "number": self.number}
        text = AROUND.format(user=user, **at)
        (self.folder / "nginx.conf").write_text(text)
        tried = subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr

    def start(self) -> None:
        with (self.folder / "said").open("wb") as said:
            self.process = subprocess.Popen(
                self._command, stdout=said, stderr=said, start_new_session=True
            )
        wait(self.is_new, "nginx answers")

    def take(self, files: NginxFiles) -> None:
        """Read a new configuration."""
        self.write(files)
        before = self.workers()
        subprocess.run([*self._command, "-s", "reload"], check=True, capture_output=True)
        wait(self.is_new, "nginx has the new configuration")
        wait(lambda: not before & self.workers(), "who had the old one is gone")

    def workers(self) -> set[int]:
        return {one.pid for one in running_processes() if one.group == self.process.pid} - {
            self.process.pid
        }

    def is_new(self) -> bool:
        try:
            return self.ask("/_number").body == str(self.number).encode()
        except OSError:
            return False

    def ask(self, path: str, method: str = "GET", **headers: str) -> Asked:
        connection = HTTPConnection(self.host, self.port, timeout=LIMIT)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=sent)
            answer = connection.getresponse()
            return Asked(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@contextmanager
def nginx_for(folder: Path, manifest: Manifest, root: Path, beside: str = "") -> Iterator[Nginx]:
    """nginx for a release whose files stand below a root."""
    server = Nginx(folder)
    server.write(nginx_files(answers_of(manifest), root, beside))
    server.start()
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(LIMIT)
