"""Reads a file that says something for the articles below its folder, or beside it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from feedsvc.errors import UnreadableArticle
from feedsvc.model.hashing import digest
from feedsvc.settings import LimitSettings
from feedsvc.sources.decode import decode
from feedsvc.sources.folder_files.eleventy_data import read_eleventy_data
from feedsvc.sources.folder_files.folder_file import FolderFile, Rule
from feedsvc.sources.folder_files.jekyll_config import read_jekyll_config
from feedsvc.sources.folder_files.names import DATA, JEKYLL, METADATA, SCRIPTS
from feedsvc.sources.folder_files.section_page import read_section_page
from feedsvc.sources.folder_files.targets import Place
from feedsvc.sources.frontmatter import holding_lines
from feedsvc.sources.inherited import NOTHING, Default, Inherited, chosen
from feedsvc.sources.source import Findings, Source


def read_folder_file(
    path: str, data: bytes, zone: ZoneInfo, limits: LimitSettings, now: datetime
) -> FolderFile:
    """What such a file says. Nothing that it holds makes this function raise.

    Args:
        path: POSIX, NFC, relative to the newsroom's folder.
        data: its bytes.
        zone, limits, now: as for sources.read.
    """
    if path.endswith(METADATA):
        return FolderFile()  # it is a header, and is read with its article
    findings = Findings(path)
    text = ""
    try:
        text = decode(data, findings, limits.article_bytes) if data.strip() else ""
        rules = _reader(path)(Source(path, text, zone, findings, limits, now=now))
    except UnreadableArticle as error:
        return FolderFile(fault=error, holding=_holding(path, text, now, limits))
    return FolderFile(rules, None, _holding(path, text, now, limits))


def inherited(files: Iterable[tuple[str, FolderFile]], place: Place) -> Inherited:
    """What such files say for one article.

    Args:
        files: with their paths, the nearest to the article first.
        place: of the article.
    """
    found: list[Default] = []
    holding: list[str] = []
    fault = ""
    for path, file in files:
        if file.fault is not None:
            fault = fault or f"{path}:{file.fault.line} cannot be read: {file.fault}"
        for rule in file.rules:
            if rule.means is None or rule.means(place):
                found += rule.defaults
        holding += [f"{path}: {line}" for line in file.holding]
    defaults = chosen(found)
    if not defaults and not fault and not holding:
        return NOTHING
    said = [f"{one.key} {one.value} {one.place} {one.written} {one.firm}" for one in defaults]
    return Inherited(defaults, fault, tuple(holding), digest(fault, *said, *holding))


def _reader(path: str) -> Callable[[Source], tuple[Rule, ...]]:
    name = path.rpartition("/")[2]
    if name in JEKYLL:
        return read_jekyll_config
    return read_eleventy_data if name.endswith(DATA) else read_section_page


def _holding(path: str, text: str, now: datetime, limits: LimitSettings) -> tuple[str, ...]:
    """The lines that may hold articles back.

    Those of a script are none: they hold back no article that is public already.
    """
    if path.endswith(SCRIPTS):
        return ()
    name = path.rpartition("/")[2]
    if name in JEKYLL:
        if "defaults" not in text:
            return ()
        text = f"---\n{text[text.index('defaults') :]}\n---\n"
    elif name.endswith(DATA) and not text.lstrip().startswith("{"):
        return ()
    return holding_lines(path, text, now, limits)
