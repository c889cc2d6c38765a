"""`feedsvc id stamp`: what the ledger has of articles is written into their own files.

Then ids and dates outlive a store that is lost, whatever the files are called by then.
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
