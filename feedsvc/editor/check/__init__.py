"""Checks articles for what readers would stumble over: broken links, missing alt texts and more.

Only `feedsvc check` and the preview do this, so that indexing costs nothing more. Some problems
depend on one article and its source alone. Others depend on other articles, and are found again
after every change.
"""

from feedsvc.editor.check.brief import in_brief, worth_telling
from feedsvc.editor.check.checker import Checker
from feedsvc.editor.check.lookups import FolderLookups
from feedsvc.editor.check.profiles import PROFILES
from feedsvc.editor.check.run import check_folder, check_for

__all__ = [
    "PROFILES",
    "Checker",
    "FolderLookups",
    "check_folder",
    "check_for",
    "in_brief",
    "worth_telling",
]
