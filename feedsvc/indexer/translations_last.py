"""Puts translations behind the files of the newsroom's own language, which take the plain slugs.

`harbour/index.de.md` is before `harbour/index.md` by its path.
"""

import posixpath

from feedsvc.indexer.worklist import Worklist
from feedsvc.settings import Settings
from feedsvc.sources import DiskList, language_of


def translations_last(work: Worklist, settings: Settings) -> None:
    """Have files read in their order, but first those that name no language or the newsroom's own.

    Args:
        work: has the files to read.
        settings: name the newsroom's language, and those of its folders.
    """
    own = settings.language.casefold().split("-")[0]
    first, last = DiskList(str), DiskList(str)
    for path in work.stale:
        *folders, name = path.split("/")
        tag = language_of(folders, posixpath.splitext(name)[0], settings.languages).language
        (last if tag and tag.casefold().split("-")[0] != own else first).add(path)
    if len(first) and len(last):
        first, work.stale = work.stale, first
        for path in last:
            work.stale.add(path)
    first.close()
    last.close()
