"""nginx as docs/deployment.md has it: only its places, ports and certificate are the tests' own."""

import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from tests.web.servers import LIMIT, ROOT, Server, free_port, wait

PAGE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
SITE = "news.example.org"
# What each configuration begins with: its folder is the tests' own.
BEGIN = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
"""
AROUND = (
    BEGIN
    + """{block}
}}
"""
)


def program() -> str | None:
    """Where nginx is, if anywhere."""
    places = [os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"]
    return shutil.which("nginx", path=os.pathsep.join(places))


def need_nginx() -> None:
    """Skip the test where nginx is not installed; in CI it must be."""
    if program() is None:
        reason = "nginx is not installed; make proxy says how to get it"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


def block(language: str) -> str:
    """The only block of the page in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """The text with each part that is named in place of one that it must have."""
    for old, new in pairs:
        assert old in text, f"docs/deployment.md lacks {old}"
        text = text.replace(old, new)
    return text


class Proxy(Server):
    """nginx on its two ports, with the certificate that it shows, if it has one."""

    plain_port = 0
    certificate: Path | None = None
    folder = Path()

    def connection(self) -> HTTPConnection:
        if self.certificate is None:
            return super().connection()
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        return HTTPSConnection(self.host, self.port, timeout=LIMIT, context=trusted)

    def listens(self) -> bool:
        assert self.process.poll() is None, self.said()
        with closing(self.connection()) as connection:
            try:
                connection.connect()
            except ConnectionRefusedError:
                return False
        return True

    def logged(self) -> str:
        """All that it noted of requests."""
        return (self.folder / "access.log").read_text() + (self.folder / "error.log").read_text()


def make_certificate(folder: Path) -> Path | None:
    """A certificate of its own for this machine; None where there is no openssl."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    made = folder / "fullchain.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", f"/CN={SITE}", "-addext", f"subjectAltName=DNS:{SITE},IP:127.0.0.1"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made


def certificate_with_key(folder: Path) -> Path:
    """The same and its key in one file; skips the test where there is no openssl."""
    found = make_certificate(folder)
    if found is None:
        pytest.skip("there is no openssl")
    both = folder / "both.pem"
    both.write_text(found.read_text() + (folder / "privkey.pem").read_text())
    return both


def configuration(
    folder: Path, behind: int, ports: tuple[int, int], articles: Path, *, tls: bool
) -> str:
    """The page's block in a file that nginx starts with."""
    plain, secure = ports
    text = replaced(
        block("nginx"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure}{' ssl' if tls else ''};"),
        ("/var/cache/nginx/", f"{folder}/"),
        ("http://127.0.0.1:8000;", f"http://127.0.0.1:{behind};"),
        ("/etc/ssl/feedsvc/", f"{folder}/"),
        ("alias /srv/news/", f"alias {articles}/"),
        ("from=/srv/news", f"from={articles}"),
    )
    if not tls:
        text = re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)
    user = "user root;" if os.geteuid() == 0 else ""  # whose folder it is
    return AROUND.format(folder=folder, user=user, block=text)


@contextmanager
def nginx(folder: Path, behind: int, articles: Path) -> Iterator[Proxy]:
    """nginx in front of a server on a port of this machine, for the articles in a folder."""
    found = program()
    assert found is not None
    certificate = make_certificate(folder)
    ports = free_port(), free_port()
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, behind, ports, articles, tls=certificate is not None))
    log = folder / "said.log"
    command: list[Any] = [found, "-p", folder, "-c", file, "-e", folder / "error.log"]
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
    proxy = Proxy(process, log, ports[1])
    proxy.plain_port, proxy.certificate, proxy.folder = ports[0], certificate, folder
    try:
        wait(proxy.listens, "nginx listens")
        yield proxy
    finally:
        process.terminate()  # its workers end with it
        process.wait(LIMIT)
