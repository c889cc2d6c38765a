"""Changes lines of the header of an article file, and no other byte of it."""

from feedsvc.editor.header.change_keys import append, change
from feedsvc.editor.header.insert_keys import insert
from feedsvc.editor.header.layout import lay_out

__all__ = ["append", "change", "insert", "lay_out"]
