"""The editor's desk: what stands where, what is wrong, what the last change means to readers."""

from feedsvc.editor.desk.desk import Desk, Event
from feedsvc.editor.desk.log import DeskJournal
from feedsvc.editor.desk.problems import Findings

__all__ = ["Desk", "DeskJournal", "Event", "Findings"]
