"""Lists the files of the newsroom's folder, and reads one of them as an article and problems."""

from feedsvc.sources import author_maps
from feedsvc.sources.decode import decode
from feedsvc.sources.disk_list import DiskList, in_order
from feedsvc.sources.durations import lacks_library as lacks_durations
from feedsvc.sources.filenames import is_text
from feedsvc.sources.folder import Folder
from feedsvc.sources.folder_files import (
    ENDINGS,
    METADATA,
    FolderFile,
    files_for,
    inherited,
    is_folder_file,
    likely_names,
    place_of,
    reach_of,
    read_folder_file,
)
from feedsvc.sources.formats.gfm import render as markdown_html
from feedsvc.sources.formats.shortcodes import shielded
from feedsvc.sources.frontmatter.enclosures import is_media
from feedsvc.sources.frontmatter.yaml import mapping as yaml_mapping
from feedsvc.sources.html.fragment import clean_fragment
from feedsvc.sources.html.heading_slugs import HeadingSlugs
from feedsvc.sources.html.urls import media_path
from feedsvc.sources.inherited import NOTHING, Inherited
from feedsvc.sources.language_folders import languages_of
from feedsvc.sources.languages import language_of
from feedsvc.sources.left_out import left_out
from feedsvc.sources.metadata_file import is_metadata, is_source, with_metadata
from feedsvc.sources.parse import (
    LIMITED,
    SUFFIXES,
    Reading,
    holding_of,
    is_article,
    is_listed,
    lacks_reader,
    read,
)
from feedsvc.sources.path_rules import category_of, read_name
from feedsvc.sources.source import Findings
from feedsvc.sources.whole_files import create, rewrite

__all__ = [
    "ENDINGS",
    "LIMITED",
    "METADATA",
    "NOTHING",
    "SUFFIXES",
    "DiskList",
    "Findings",
    "Folder",
    "FolderFile",
    "HeadingSlugs",
    "Inherited",
    "Reading",
    "author_maps",
    "category_of",
    "clean_fragment",
    "create",
    "decode",
    "files_for",
    "holding_of",
    "in_order",
    "inherited",
    "is_article",
    "is_folder_file",
    "is_listed",
    "is_media",
    "is_metadata",
    "is_source",
    "is_text",
    "lacks_durations",
    "lacks_reader",
    "language_of",
    "languages_of",
    "left_out",
    "likely_names",
    "markdown_html",
    "media_path",
    "place_of",
    "reach_of",
    "read",
    "read_folder_file",
    "read_name",
    "rewrite",
    "shielded",
    "with_metadata",
    "yaml_mapping",
]
