"""Writes dates in English, the same in every locale."""

from datetime import date, datetime, tzinfo

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(moment: datetime, zone: tzinfo) -> str:
    """The day of a moment in a zone, such as 1 June 2026."""
    return f"{day_and_month(moment.astimezone(zone))} {moment.astimezone(zone).year}"


def day_and_month(day: date) -> str:
    """A day without its year, such as 1 June."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def month_and_year(day: date) -> str:
    """The month of a day, such as June 2026."""
    return f"{_MONTHS[day.month - 1]} {day.year}"
