"""The editor's desk: the status of all articles, all problems, and what changes mean to readers."""

from feedsvc.editor.desk.actions import ACTIONS, offered
from feedsvc.editor.desk.as_published import AsPublished
from feedsvc.editor.desk.calendar import calendar
from feedsvc.editor.desk.desk import Desk, Event
from feedsvc.editor.desk.edits import Edit, Edits
from feedsvc.editor.desk.find import matching
from feedsvc.editor.desk.log import DeskLog

__all__ = [
    "ACTIONS",
    "AsPublished",
    "Desk",
    "DeskLog",
    "Edit",
    "Edits",
    "Event",
    "calendar",
    "matching",
    "offered",
]
