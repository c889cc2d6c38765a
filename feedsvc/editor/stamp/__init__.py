"""Runs `feedsvc id stamp`: writes ids and dates from the ledger into the files of articles.

Ids and dates then outlive a store that is lost, even where files are renamed.
"""

from feedsvc.editor.stamp.files import Options, Outcome
from feedsvc.editor.stamp.run import stamp_articles

__all__ = ["Options", "Outcome", "stamp_articles"]
