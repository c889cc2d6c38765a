"""Says in which time zone a machine stands."""

import os
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCALTIME = Path("/etc/localtime")
_WITHIN = "/zoneinfo/"
_UTC = ("Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")


def local_zone(environ: Mapping[str, str], localtime: Path = LOCALTIME) -> str:
    """The IANA name of the machine's time zone; UTC where it is not known.

    Args:
        environ: the environment variables, in which TZ goes before the machine's setting.
        localtime: a link to the file of the zone.
    """
    try:
        target = os.readlink(localtime)
    except OSError:
        target = ""
    linked = target.partition(_WITHIN)[2].removeprefix("posix/").removeprefix("right/")
    found = next(filter(is_zone, (environ.get("TZ", "").removeprefix(":"), linked)), "UTC")
    return "UTC" if found in _UTC else found


def is_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)
