"""Small releases on the disk, made of what stands at each address."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from feedsvc.static_site.manifest import Gone, Group, Manifest, Redirect, SiteFile
from feedsvc.static_site.upload import ReleaseFolder

SITE = "https://news.example"
PAGE, FEED = "text/html; charset=utf-8", "application/atom+xml; charset=utf-8"
CACHING = "public, max-age=300"
TIME = 1_790_000_000


def group_of(address: str) -> Group:
    if address.startswith("/articles/"):
        return "page"
    if address.startswith("/media/"):
        return "media"
    return "feed" if address.endswith(".atom") else "list"


def path_of(address: str) -> str:
    if address == "/":
        return "index.html"
    plain = address.endswith(".atom") or address.startswith("/media/")
    return address[1:] if plain else f"{address[1:]}.html"


def site_file(address: str, body: bytes, path: str = "", modified: int = TIME) -> SiteFile:
    kind = FEED if address.endswith(".atom") and not path.endswith(".html") else PAGE
    return SiteFile(
        path or path_of(address),
        address,
        hashlib.sha256(body).hexdigest(),
        len(body),
        "image/png" if address.startswith("/media/") else kind,
        (("Cache-Control", CACHING),),
        modified,
        group_of(address),
    )


def write_release(
    folder: Path,
    number: int,
    bodies: Mapping[str, bytes],
    *,
    feed_pages: Mapping[str, bytes] | None = None,
    gone: Mapping[str, bytes] | None = None,
    redirects: Mapping[str, str] | None = None,
) -> ReleaseFolder:
    """A release of what stands at each address; each file is written anew, as builds do."""
    root = folder / str(number)
    files = {site_file(address, body): body for address, body in bodies.items()}
    pages = {}
    for address, body in (feed_pages or {}).items():
        pages[path_of(address)] = f"{path_of(address)}.html"
        files[site_file(address, body, f"{path_of(address)}.html")] = body
    for address, body in (gone or {}).items():
        files[site_file(address, body)] = body
    missing = b"<p>Nothing is here.</p>"
    files[site_file("/404", missing, "404.html")] = missing
    for file, body in files.items():
        place = root / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)
    manifest = Manifest(
        number,
        SITE,
        tuple(sorted(files, key=lambda one: one.path)),
        pages,
        tuple(Redirect(old, new) for old, new in (redirects or {}).items()),
        tuple(Gone(address, path_of(address)) for address in (gone or {})),
        "404.html",
    )
    return ReleaseFolder(root, manifest)
