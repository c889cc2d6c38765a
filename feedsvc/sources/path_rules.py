"""Reads slug, category, date and headline of an article from the path of its file."""

import posixpath
import re
from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.model.characters import one_line
from feedsvc.model.slugs import slugify
from feedsvc.sources.frontmatter import dates
from feedsvc.sources.languages import language_of
from feedsvc.sources.source import Findings

_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[-_ ]+(.*))?", re.ASCII)
_DATED_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/(?!\d+/)[^/]", re.ASCII)
_BUNDLE = "index"
# A name that says nothing: digits and signs, as of a date and its time; a hash; a UUID (RFC 9562).
_WORDLESS = re.compile(
    r"[\d\W_]*(?:(?<=\d)[Tt]\d[\d\W_]*[Zz]?)?"
    r"|(?=[a-f]*\d)[0-9a-f]{7,128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)


class Name(msgspec.Struct, frozen=True):
    """What the path of an article says of it.

    Attributes:
        stem: the name of the file, or of the folder of an `index` file, without date and suffix.
        slug: made of it.
        category: its label, or empty.
        date: None if there is none.
        language: a BCP 47 tag, or empty.
    """

    stem: str
    slug: str
    category: str
    date: datetime | None
    language: str = ""


def read_name(
    path: str,
    zone: ZoneInfo,
    findings: Findings,
    *,
    wants_date: bool,
    languages: Collection[str] = (),
) -> Name:
    """Slug, category, language and date of a path such as `world-news/2024-06-01-slug.md`.

    Args:
        path: POSIX, relative to the newsroom's folder.
        zone: the time zone in which the day of the name begins.
        findings: gets a warning if the name begins with a date that does not exist.
        wants_date: whether the header has no date; only then is there a warning.
        languages: tags of the newsroom's languages.
    """
    *folders, name = path.split("/")
    place = language_of(folders, posixpath.splitext(name)[0], languages)
    folders, stem = [*place.folders], place.stem
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
    if date is None and wants_date:
        date = date_in(path, zone)
    return Name(stem, slugify(stem), category_of(folders), date, place.language)


def date_in(path: str, zone: ZoneInfo) -> datetime | None:
    """The day that a path or an address such as `2023/10/05/slug` names; None: it names none.

    Args:
        path: parts between slashes.
        zone: the time zone in which the day begins.
    """
    if found := _DATED_FOLDERS.search(path):
        try:
            return dates.midnight(int(found[1]), int(found[2]), int(found[3]), zone)
        except ValueError:
            return None
    return None


def headline_of(stem: str) -> str:
    """The name of a file in words: `mooring-lines` is "Mooring lines", `Sub-total of May` stays.

    It is empty where the name is only digits, a date or a hash.

    Args:
        stem: as of Name.
    """
    if _WORDLESS.fullmatch(stem):
        return ""
    words = one_line(stem)
    if " " not in words:
        words = one_line(re.sub(r"[-_]+", " ", words))
        words = words[:1].upper() + words[1:]
    return words


def undated(stem: str) -> str:
    """The stem of a file's name without the date in front of it."""
    found = _DATED.fullmatch(stem)
    return (found[4] if found else "") or stem


def category_of(folders: list[str]) -> str:
    """The label of the first folder that is not a number and does not start with "_"."""
    for folder in folders:
        if not folder.startswith("_") and not folder.isdigit():
            label = " ".join(re.sub(r"[-_]+", " ", folder).split())
            if label:
                return label[0].upper() + label[1:]
    return ""
