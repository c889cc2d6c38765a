"""An S3 server on this machine (moto), and what is asked of it over HTTP."""

import json
import os
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.web.servers import LIMIT, ROOT, Answer, Server, ask, free_port, wait

PYTHON = ROOT / ".venv-storage" / "bin" / "python"
BUCKET = "press"


def need_storage() -> None:
    """Skip the test where there is no S3 server; in CI there must be one."""
    if not PYTHON.exists():
        reason = "no S3 server is installed; make storage installs one"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


class Storage(Server):
    """The server, with a bucket for each test."""

    buckets = 0

    @property
    def endpoint(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": "AKIATESTKEY",
            "AWS_SECRET_ACCESS_KEY": "very-secret-indeed",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
        }

    def ready(self) -> bool:
        assert self.process.poll() is None, self.said()
        with suppress(OSError):
            return self.get("/moto-api/").status == 200
        return False

    def make_bucket(self) -> str:
        self.buckets += 1
        name = f"{BUCKET}-{self.buckets}"
        resource = [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]
        rule = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": resource}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [rule]}).encode()
        for path, body in ((name, b""), (f"{name}?policy", policy)):
            sent = {"Content-Type": "application/json"}
            made = urllib.request.Request(f"{self.endpoint}/{path}", body, sent, method="PUT")
            with urllib.request.urlopen(made, timeout=LIMIT):
                pass
        return name

    def get(self, path: str, **headers: str) -> Answer:
        connection = HTTPConnection(self.host, self.port, timeout=LIMIT)
        return ask(connection, path, **headers)

    def keys(self, bucket: str) -> list[str]:
        """All keys of a bucket."""
        listed = self.get(f"/{bucket}?list-type=2").body.decode()
        return [unescape(key) for key in re.findall("<Key>(.*?)</Key>", listed)]

    def writes(self) -> int:
        """How often something was written or removed."""
        return len(re.findall('"(?:PUT|POST|DELETE) /', self.said()))


@contextmanager
def s3_server(folder: Path) -> Iterator[Storage]:
    """The server, as long as the block runs."""
    port = free_port()
    log = folder / f"{port}.log"
    command = [str(PYTHON), "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    server = Storage(process, log, port)
    try:
        wait(server.ready, "the S3 server")
        yield server
    finally:
        process.kill()
        process.wait(LIMIT)
