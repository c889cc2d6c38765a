"""`feedsvc id stamp`: what the ledger has of articles is written into their own files.

Then ids and dates outlive a store that is lost, whatever the files are called by then.
"""

from feedsvc.stamping.run import stamp_articles
from feedsvc.stamping.stamp import Remembered, Stamped, difference, own_id, stamp
from feedsvc.stamping.stamper import Outcome, Written

__all__ = [
    "Outcome",
    "Remembered",
    "Stamped",
    "Written",
    "difference",
    "own_id",
    "stamp",
    "stamp_articles",
]
