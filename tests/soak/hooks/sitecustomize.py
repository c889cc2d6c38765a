"""Lets the clock of feedsvc's processes be moved; Python loads this at the start of each.

SOAK_CLOCK names a file with the seconds by which their clock is ahead. The machine's clock stays.
"""

import os
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from feedsvc.model import clock

_AHEAD = Path(os.environ["SOAK_CLOCK"])


class _Moved(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(seconds=float(_AHEAD.read_text()))


clock.datetime = _Moved  # type: ignore[misc]
