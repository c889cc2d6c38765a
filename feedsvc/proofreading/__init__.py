"""Proofreading: what an editor should be told of articles that nothing is wrong with as files.

Told by `feedsvc check` and the preview alone, so that indexing costs nothing more. Findings of one
article are pure functions of it and its source; those that depend on others follow every change.
"""

from feedsvc.proofreading.desk import Desk, FolderDesk
from feedsvc.proofreading.proofreader import Proofreader

__all__ = ["Desk", "FolderDesk", "Proofreader"]
