"""Runs `feedsvc id stamp`: writes ids and dates from the ledger into the files of articles.

Ids and dates then outlive a store that is lost, even where files are renamed.
"""

from feedsvc.editor.stamp.files import Options, Outcome, Written
from feedsvc.editor.stamp.run import stamp_articles
from feedsvc.editor.stamp.stamp import Remembered, Stamped, difference, own_id, stamp

__all__ = [
    "Options",
    "Outcome",
    "Remembered",
    "Stamped",
    "Written",
    "difference",
    "own_id",
    "stamp",
    "stamp_articles",
]
