"""Formats times for the editor."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feedsvc.model.date_format import day


def clock_time(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A time to the minute, in the site's zone; the day where it is not today's."""
    local = moment.astimezone(zone)
    time = f"{local:%H:%M}"
    return time if local.date() == now.astimezone(zone).date() else f"{day(moment, zone)}, {time}"


def time_left(moment: datetime, now: datetime) -> str:
    """How long it is until a time, in its two largest units."""
    seconds = max(0, round((moment - now) / timedelta(seconds=1)))
    if seconds < 60:
        return "less than a minute"
    parts = []
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number:,} {unit}{'s' * (number != 1)}")
    return ", ".join(parts[:2])
