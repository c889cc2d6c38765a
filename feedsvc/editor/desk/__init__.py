"""The editor's desk: the status of all articles, all problems, and what changes mean to readers."""

from feedsvc.editor.desk.desk import Desk, Event
from feedsvc.editor.desk.log import DeskLog

__all__ = ["Desk", "DeskLog", "Event"]
