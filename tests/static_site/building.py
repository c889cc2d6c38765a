"""A site that tests keep as files, and what a reader finds in its folder."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from feedsvc.static_site import Builder, Manifest, Release, SiteFile, read_manifest
from feedsvc.static_site.page_hosts import HEADERS, REDIRECTS
from feedsvc.web import create_app

SUFFIXES = (".gz", ".br", ".zst")


def builder_of(desk: Any, out: Path, **more: Any) -> Builder:
    """A builder whose clock is the desk's; where it waits, that clock goes on."""
    return Builder(
        desk.folder,
        desk.environ,
        out,
        clock=desk.clock,
        sleep=lambda seconds: desk.clock.forward(seconds=seconds),
        **more,
    )


def build(desk: Any, out: Path, **more: Any) -> Release:
    """Take the folder in, and make a release of it."""
    desk.open().close()
    builder = builder_of(desk, out, **more)
    try:
        return builder.build()
    finally:
        builder.close()


def files_in(out: Path) -> dict[str, bytes]:
    """What readers reach: path -> bytes; but for what only hosts of pages read."""
    root = (out / "current").resolve()
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).as_posix() not in (REDIRECTS, HEADERS)
    }


def served(desk: Any) -> FlaskClient:
    """A client of the service of the same newsroom."""
    return create_app(desk.open(scan=False)).test_client()


def assert_whole(out: Path) -> Manifest:
    """Check that what readers reach is what its manifest says; returns that."""
    manifest = read_manifest(out)
    named = {}
    for file in manifest.files:
        named[file.path] = file
        for suffix in file.codings:
            named[f"{file.path}{suffix}"] = file
    found = files_in(out)
    assert found.keys() == named.keys()
    for file in manifest.files:
        assert_is(file, out, found[file.path])
    return manifest


def assert_is(file: SiteFile, out: Path, body: bytes) -> None:
    assert (len(body), sha256(body).hexdigest()) == (file.size, file.digest), file.path
    for suffix in ("", *file.codings):
        status = (out / "current" / f"{file.path}{suffix}").stat()
        assert int(status.st_mtime) == file.modified, file.path
