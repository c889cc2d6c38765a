"""Who reads: counts polls by feed and day, tells programs apart, and keeps nobody's address."""

from feedsvc.audience.clients import LONGEST, read_agent
from feedsvc.audience.keeper import Keeper
from feedsvc.audience.picture import HEIGHT, WIDTH, bar_line, bars
from feedsvc.audience.report import AudienceReport, days_until, report, share
from feedsvc.audience.salts import Salts
from feedsvc.audience.spool import Spool
from feedsvc.audience.tally import AudienceTally, Batch, HandOver, Poll

__all__ = [
    "HEIGHT",
    "LONGEST",
    "WIDTH",
    "AudienceReport",
    "AudienceTally",
    "Batch",
    "HandOver",
    "Keeper",
    "Poll",
    "Salts",
    "Spool",
    "bar_line",
    "bars",
    "days_until",
    "read_agent",
    "report",
    "share",
]
