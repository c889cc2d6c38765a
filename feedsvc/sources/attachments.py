"""Tells where a file may be that a note names by its name alone, as Obsidian's users do. Pure.

https://help.obsidian.md/attachments: they lie in a folder that is set for the vault, or in one
below that of the note.
"""

import posixpath
from collections.abc import Iterator

_FOLDERS = (
    *("attachments", "Attachments", "assets", "Assets", "images", "Images", "media", "Media"),
    *("_attachments", "_resources", "_media", "files", "Files", "img", "static"),
)
_MOST = 6  # folders above the note that are looked into


def places_of(path: str) -> Iterator[str]:
    """The paths at which a file may be that is not at its own, the likeliest first.

    Args:
        path: of the file as if it were beside the note; POSIX, relative to the newsroom's folder.
    """
    folder, name = posixpath.split(path)
    for _ in range(_MOST):
        for one in _FOLDERS:
            yield posixpath.join(folder, one, name)
        if not folder:
            return
        folder = posixpath.dirname(folder)
        yield posixpath.join(folder, name)
