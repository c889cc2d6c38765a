"""The editor's desk: what stands where, what is wrong, what the last change means to readers."""

from feedsvc.editor.desk.desk import Desk, Event
from feedsvc.editor.desk.log import DeskLog
from feedsvc.editor.desk.problems import DeskProblems

__all__ = ["Desk", "DeskLog", "DeskProblems", "Event"]
