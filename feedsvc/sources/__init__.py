"""Lists the files of the newsroom's folder, and reads one of them as an article and problems."""

from feedsvc.sources.decode import decode
from feedsvc.sources.disk_list import DiskList, in_order
from feedsvc.sources.filenames import is_text
from feedsvc.sources.folder import Folder
from feedsvc.sources.frontmatter.enclosures import is_media
from feedsvc.sources.html.heading_slugs import HeadingSlugs
from feedsvc.sources.html.urls import media_path
from feedsvc.sources.language_folders import languages_of
from feedsvc.sources.left_out import left_out
from feedsvc.sources.metadata_file import METADATA, is_metadata, is_source, with_metadata
from feedsvc.sources.parse import (
    LIMITED,
    SUFFIXES,
    Reading,
    holding_of,
    is_article,
    lacks_reader,
    read,
)
from feedsvc.sources.path_rules import category_of, read_name
from feedsvc.sources.source import Findings

__all__ = [
    "LIMITED",
    "METADATA",
    "SUFFIXES",
    "DiskList",
    "Findings",
    "Folder",
    "HeadingSlugs",
    "Reading",
    "category_of",
    "decode",
    "holding_of",
    "in_order",
    "is_article",
    "is_media",
    "is_metadata",
    "is_source",
    "is_text",
    "lacks_reader",
    "languages_of",
    "left_out",
    "media_path",
    "read",
    "read_name",
    "with_metadata",
]
