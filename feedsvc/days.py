"""Dates as people write them, the same in every locale."""

from datetime import datetime, tzinfo

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(moment: datetime, zone: tzinfo) -> str:
    """The day of a moment in a zone, such as 1 June 2026."""
    local = moment.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
