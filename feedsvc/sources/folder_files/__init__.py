"""Files that say something for the articles below their folder, or beside it.

Of Hugo, Zola, Eleventy and Jekyll; only what may hold articles back is taken.
"""

from feedsvc.sources.folder_files.folder_file import FolderFile
from feedsvc.sources.folder_files.names import (
    ENDINGS,
    METADATA,
    files_for,
    is_folder_file,
    is_other_data,
    likely_names,
    reach_of,
)
from feedsvc.sources.folder_files.reader import inherited, read_folder_file
from feedsvc.sources.folder_files.targets import Place, place_of

__all__ = [
    "ENDINGS",
    "METADATA",
    "FolderFile",
    "Place",
    "files_for",
    "inherited",
    "is_folder_file",
    "is_other_data",
    "likely_names",
    "place_of",
    "reach_of",
    "read_folder_file",
]
