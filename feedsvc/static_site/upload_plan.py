"""What of a release is brought to an object store, in which order, and what is taken away there."""

import re
from collections.abc import Iterator, Mapping, Set
from hashlib import sha256
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from feedsvc.static_site.manifest import GROUPS, Group, Manifest, SiteFile

OWN = ".feedsvc/"  # begins the keys of what an upload keeps for itself
_KEY_BYTES = 1024  # that S3 allows
SAFE = "/-._~!$'()*+,;=:@"  # in the path of a URL (RFC 3986 3.3)


class SiteObject(msgspec.Struct, frozen=True):
    """A file as it stands in an object store.

    Attributes:
        key: below the prefix: the address without its slash, so that a request needs no rewriting.
        url: the address that it answers.
        path, digest, size, media_type, modified: as in SiteFile.
        caching: Cache-Control.
        group: of the file.
    """

    key: str
    url: str
    path: str
    digest: str
    size: int
    media_type: str
    caching: str
    modified: int
    group: Group

    @property
    def mark(self) -> str:
        """The same for the same bytes, type and caching: 32 hexadecimal digits."""
        told = "\n".join((self.digest, self.media_type, self.caching))
        return sha256(told.encode()).hexdigest()[:32]


class SiteObjects(NamedTuple):
    """A release for an object store.

    Attributes:
        objects: by key.
        refused: addresses that no key can have.
    """

    objects: dict[str, SiteObject]
    refused: tuple[str, ...]


class Plan(NamedTuple):
    """What is to be done to an object store, in this order.

    Attributes:
        uploads: by group, in the order of GROUPS; a group is complete before the next begins.
        deletions: keys that go when all uploads are there.
        kept: how many objects stay as they are.
    """

    uploads: tuple[tuple[SiteObject, ...], ...]
    deletions: tuple[str, ...]
    kept: int

    @property
    def keys(self) -> list[str]:
        """All that is touched."""
        return [*(one.key for one in chain(*self.uploads)), *self.deletions]


def site_objects(manifest: Manifest) -> SiteObjects:
    """A release as objects.

    A feed's page for browsers stands beside its feed, under the name of its file. The pages of what
    is gone stay away: an object store cannot answer 410.
    """
    beside = set(manifest.feed_pages.values()) | {manifest.not_found}
    away = {one.path for one in manifest.gone}
    objects: dict[str, SiteObject] = {}
    refused = []
    for file in manifest.files:
        if file.path in away:
            continue
        key = file.path if file.path in beside else _key(file.address)
        if not _can_be(key):
            refused.append(file.address)
        elif key not in objects:
            objects[key] = _object(file, key, manifest.site)
    return SiteObjects(objects, tuple(refused))


def _key(address: str) -> str:
    return "index.html" if address == "/" else address.removeprefix("/")


def _can_be(key: str) -> bool:
    segments = key.split("/")
    return not (
        any(one in ("", ".", "..") for one in segments)
        or re.search("[\x00-\x1f\x7f]", key)
        or key.startswith(OWN)
        or len(key.encode(errors="replace")) > _KEY_BYTES
    )


def _object(file: SiteFile, key: str, site: str) -> SiteObject:
    headers = {name.casefold(): value for name, value in file.headers}
    return SiteObject(
        key,
        site + quote(file.address, safe=SAFE),
        file.path,
        file.digest,
        file.size,
        file.media_type,
        headers.get("cache-control", ""),
        file.modified,
        file.group,
    )


def plan_upload(
    wanted: Mapping[str, SiteObject], there: Mapping[str, str], doubtful: Set[str] = frozenset()
) -> Plan:
    """What makes the objects that are there those that are wanted.

    Args:
        wanted: the objects of a release, by key.
        there: the marks of the objects that are known to be there, by key.
        doubtful: keys that an upload touched which did not end; they may be there or not.
    """
    missing = [one for key, one in wanted.items() if there.get(key) != one.mark]
    uploads = tuple(tuple(one for one in missing if one.group == group) for group in GROUPS)
    deletions = tuple(sorted((there.keys() | doubtful) - wanted.keys()))
    return Plan(uploads, deletions, len(wanted) - len(missing))


def changed_urls(plan: Plan, site: str, told: Mapping[str, SiteObject] | None = None) -> list[str]:
    """The URLs whose answer a plan changes, sorted: what a cache in front is to forget.

    Args:
        plan: of an upload.
        site: the URL of the site, without a slash at its end.
        told: objects besides, whose change was not told yet.
    """
    return sorted(set(_urls(plan, site)) | {one.url for one in (told or {}).values()})


def _urls(plan: Plan, site: str) -> Iterator[str]:
    yield from (one.url for one in chain(*plan.uploads))
    for key in plan.deletions:
        yield f"{site}/" + ("" if key == "index.html" else quote(key, safe=SAFE))
