"""`[media]` of site.toml: who sends the files beside the articles."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from feedsvc.settings.limits import LimitSettings

REQUESTS, DOWNLOADS = 12, 8  # defaults where a proxy sends files: no download keeps a thread


class MediaSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[media]`: whether a proxy in front sends media files.

    Attributes:
        accel: path of the proxy's internal location for the newsroom's folder, such as
            `/_feedsvc_media/`, named to it in `X-Accel-Redirect`; empty: files are sent here.
    """

    accel: str = ""


def media_complaints(media: MediaSettings) -> Iterator[tuple[str, str]]:
    """What is wrong: pairs of a key, as in site.toml, and what it must be."""
    if media.accel and not re.fullmatch(r"/(?:[A-Za-z0-9._~-]+/)+", media.accel):
        yield (
            "media.accel",
            f"{media.accel!r} is no location; write one such as /_feedsvc_media/, with a slash at"
            " both ends, and the same after `location` in nginx",
        )


def fewer_threads(limits: LimitSettings, given: Mapping[str, Any]) -> LimitSettings:
    """The limits where a proxy sends the files, without those that were set.

    Args:
        limits: as they are.
        given: those that were set, by key.
    """
    fewer = {"requests": REQUESTS, "downloads": DOWNLOADS}
    return msgspec.structs.replace(limits, **{k: n for k, n in fewer.items() if k not in given})
