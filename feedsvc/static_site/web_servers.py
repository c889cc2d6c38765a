"""Writes the configurations of web servers beside the releases."""

import os
from pathlib import Path
from typing import NamedTuple

from feedsvc.errors import FeedsvcError
from feedsvc.static_site.answers import Answers
from feedsvc.static_site.caddy import caddy_file
from feedsvc.static_site.nginx import nginx_files
from feedsvc.static_site.page_hosts import MOST_FILES, host_files

NGINX_HTTP, NGINX_SERVER, CADDY = "nginx/http.conf", "nginx/server.conf", "Caddyfile"
_ROOT, _CURRENT = "root", "current"


class Written(NamedTuple):
    """What came of the configurations.

    Attributes:
        changed: names of the files that are new or others than before.
        told: what a server or a host cannot take, for people.
    """

    changed: tuple[str, ...]
    told: tuple[str, ...]


def write_servers(out: Path, answers: Answers, beside: str = "") -> Written:
    """Write the configurations for a release; what is the same already is not touched.

    Args:
        out: the folder of the releases.
        answers: the rules for the release that readers reach.
        beside: the URL at which `serve` answers what cannot be a file; empty: nobody does.

    Raises:
        FeedsvcError: a file cannot be written.
    """
    try:
        root = _root(out.resolve(), answers.base)
        nginx = nginx_files(answers, root, beside)
        texts = {
            NGINX_HTTP: nginx.http,
            NGINX_SERVER: nginx.server,
            CADDY: caddy_file(answers, root, beside),
        }
        changed = tuple(name for name, text in texts.items() if _replaced(out / name, text))
    except OSError as error:
        where = error.filename or out
        raise FeedsvcError(f"{where}: cannot be written ({error.strerror}); build again") from None
    passed = host_files(answers).passed if answers.files <= MOST_FILES else ()
    told = [f"nginx cannot read this address, so it answers 404: {one}" for one in nginx.left_out]
    return Written(changed, (*told, *passed))


def _root(out: Path, base: str) -> Path:
    """The folder below which addresses are looked for: with a path in the site's URL, a link."""
    if not base:
        return out / _CURRENT
    root = out / _ROOT
    link = root / base.strip("/")
    link.parent.mkdir(parents=True, exist_ok=True)
    target = os.path.relpath(out / _CURRENT, link.parent)
    if not link.is_symlink() or os.readlink(link) != target:
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    return root


def _replaced(file: Path, text: str) -> bool:
    """Whether a text is another one than the file had, which it has now."""
    body = text.encode()
    if file.is_file() and file.read_bytes() == body:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(body)
    os.replace(beside, file)
    return True
