"""Reads slug, category and date of an article from the path of its file."""

import posixpath
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.model.slugs import slugify
from feedsvc.sources.frontmatter import dates
from feedsvc.sources.source import Findings

_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[-_ ]+(.*))?", re.ASCII)
_BUNDLE = "index"


class Name(msgspec.Struct, frozen=True):
    """Slug, category label ("" if there is none) and date (None if there is none) of a path."""

    slug: str
    category: str
    date: datetime | None


def read_name(path: str, zone: ZoneInfo, findings: Findings, *, wants_date: bool) -> Name:
    """Slug, category and date of a path such as `world-news/2024-06-01-slug.md`.

    Args:
        path: POSIX, relative to the newsroom's folder.
        zone: the time zone in which the day of the name begins.
        findings: gets a warning if the name begins with a date that does not exist.
        wants_date: whether the header has no date; only then is there a warning.
    """
    *folders, name = path.split("/")
    stem = posixpath.splitext(name)[0]
    if stem.casefold() == _BUNDLE and folders:
        stem = folders.pop()
    date = None
    if match := _DATED.fullmatch(stem):
        try:
            date = dates.midnight(int(match[1]), int(match[2]), int(match[3]), zone)
            stem = match[4] or stem
        except ValueError:
            if wants_date:
                findings.add(
                    "warning",
                    "date-in-name",
                    f"the file's name begins with {stem[:10]!r}, which is no day; rename it, or"
                    " write `date:` in the header",
                )
    return Name(slugify(stem), category_of(folders), date)


def category_of(folders: list[str]) -> str:
    """The label of the first folder that is not a number and does not start with "_"."""
    for folder in folders:
        if not folder.startswith("_") and not folder.isdigit():
            label = " ".join(re.sub(r"[-_]+", " ", folder).split())
            if label:
                return label[0].upper() + label[1:]
    return ""
