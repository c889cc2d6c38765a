"""The editor's desk: the status of all articles, all problems, and what changes mean to readers."""

from feedsvc.editor.desk.desk import Desk, Event
from feedsvc.editor.desk.log import DeskLog
from feedsvc.editor.desk.problems import DeskProblems

__all__ = ["Desk", "DeskLog", "DeskProblems", "Event"]
