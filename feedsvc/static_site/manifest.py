"""What stands in a release: each file, its address and headers, and addresses without a file."""

from typing import Literal, TypeAlias

import msgspec

Group: TypeAlias = Literal["page", "media", "feed", "list"]
# In this order files are brought to readers; what is gone is removed last of all.
GROUPS: tuple[Group, ...] = ("page", "media", "feed", "list")


class SiteFile(msgspec.Struct, frozen=True):
    """A file of a release.

    Attributes:
        path: below the release, with slashes, decoded: `index.html`, `articles/a-slug.html`,
            `feed.atom`, `media/2026/map.png`.
        address: of the URL that it answers, below the site, decoded: `/`, `/articles/a-slug`.
        digest: SHA-256 of its bytes, hexadecimal.
        size: of the bytes, without coding.
        media_type: as `serve` says it, with charset.
        headers: the others that `serve` gives and that no single request decides: Cache-Control,
            Content-Security-Policy, Link and so on.
        modified: seconds since 1970; the file's mtime, and Last-Modified.
        group: what it is to readers, for the order.
        codings: suffixes of the compressed files beside it: `.gz`, `.br`, `.zst`.
    """

    path: str
    address: str
    digest: str
    size: int
    media_type: str
    headers: tuple[tuple[str, str], ...]
    modified: int
    group: Group
    codings: tuple[str, ...] = ()


class Redirect(msgspec.Struct, frozen=True):
    """An address that leads elsewhere (301). Address as in SiteFile; target is a whole URL."""

    address: str
    target: str


class Gone(msgspec.Struct, frozen=True):
    """An address that answers 410; `path` is the file with the page that tells the reason."""

    address: str
    path: str


class Manifest(msgspec.Struct, frozen=True):
    """All that a release holds.

    Attributes:
        number: of the release; each is one higher than the one before.
        site: the site's URL without a slash at its end.
        files: by path, in order of path.
        feed_pages: the path of the page that a browser gets in place of a feed (Sec-Fetch-Dest:
            document), by the feed's path.
        redirects, gone: addresses without a file of their own.
        not_found: path of the page for what is not there; it answers 404.
    """

    number: int
    site: str
    files: tuple[SiteFile, ...]
    feed_pages: dict[str, str]
    redirects: tuple[Redirect, ...]
    gone: tuple[Gone, ...]
    not_found: str
