"""The editor's desk: what stands where, what is wrong, what the last change means to readers."""

from feedsvc.desk.findings import Findings
from feedsvc.desk.journal import DeskJournal
from feedsvc.desk.state import Desk, Event

__all__ = ["Desk", "DeskJournal", "Event", "Findings"]
