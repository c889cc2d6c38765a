"""What an editor should be told of articles that nothing is wrong with as files.

Told by `feedsvc check` and the preview alone, so that indexing costs nothing more. Findings of one
article are pure functions of it and its source; those that depend on others follow every change.
"""

from feedsvc.editor.check.checker import Checker
from feedsvc.editor.check.lookups import FolderLookups, Lookups
from feedsvc.editor.check.run import check_folder

__all__ = ["Checker", "FolderLookups", "Lookups", "check_folder"]
