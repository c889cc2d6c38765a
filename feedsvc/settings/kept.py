"""Keeps the settings with which a service began, for the processes that it starts later.

Only so does a change of site.toml wait until the service is restarted, whoever of it dies before.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from feedsvc.settings.site import Settings

KEPT = "FEEDSVC_KEPT_SETTINGS"  # the variable that names the file


@contextmanager
def keeping(settings: Settings, place: str | None) -> Iterator[dict[str, str]]:
    """Keep settings in a file as long as the block runs, which gets the variable that names it.

    Args:
        settings: checked.
        place: folder for the file; None: the one for temporary files.
    """
    number, name = tempfile.mkstemp(prefix="feedsvc-settings-", dir=place)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(msgspec.json.encode(settings))
        yield {KEPT: name}
    finally:
        Path(name).unlink(missing_ok=True)


def kept(environ: Mapping[str, str]) -> Settings | None:
    """The settings that a service kept; None: there are none that this version can read."""
    name = environ.get(KEPT)
    if not name:
        return None
    try:
        return msgspec.json.decode(Path(name).read_bytes(), type=Settings)
    except (OSError, msgspec.MsgspecError):
        return None
