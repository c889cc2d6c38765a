"""Decides what a new newsroom is offered and what is written for it. Pure."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.editor.init.first_article import NAME, first_article
from feedsvc.editor.init.folder_view import FolderView
from feedsvc.editor.init.local_zone import is_zone
from feedsvc.editor.init.recognise import Layout, excluded
from feedsvc.editor.init.site_address import site_address
from feedsvc.editor.init.site_toml import SiteToml, site_toml
from feedsvc.errors import FeedsvcError
from feedsvc.model.characters import legal, one_line
from feedsvc.settings import FILE_NAME, check_settings

GIT_IGNORE = ".gitignore"
_GIT_IGNORE = """\
# feedsvc keeps its state here; keep a backup of it elsewhere: feedsvc store backup FILE
.feedsvc/

# What editors and systems leave behind
*~
.*.swp
.DS_Store
Thumbs.db
"""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


class Seen(msgspec.Struct, frozen=True):
    """What was seen of the folder that is to become a newsroom.

    Attributes:
        name: the folder's own.
        view: of it.
        layout: whose it is; None: nobody's that is known.
        zone: the machine's time zone.
    """

    name: str
    view: FolderView
    layout: Layout | None
    zone: str

    @property
    def place(self) -> str:
        """The folder of the newsroom, relative to the one that was seen; empty: that one."""
        return self.layout.place if self.layout else ""

    @property
    def has_articles(self) -> bool:
        """Whether there are articles in the newsroom already."""
        return next(self.view.articles(self.place), None) is not None


class Offer(msgspec.Struct, frozen=True):
    """What is taken where nobody says anything else.

    Attributes:
        title, language, timezone: of the newsroom.
        domain: or address, of the site; empty: only its owner knows.
        opt_in: whether only marked articles are published; None: that is no question here.
    """

    title: str
    domain: str
    language: str
    timezone: str
    opt_in: bool | None


class Answers(msgspec.Struct, frozen=True):
    """What was chosen; as in Offer, with nothing left open but opt_in."""

    title: str
    domain: str
    language: str
    timezone: str
    opt_in: bool | None


class NewFile(msgspec.Struct, frozen=True):
    """A file to be written.

    Attributes:
        path: relative to the folder of the newsroom.
        text: of it.
    """

    path: str
    text: str


class Plan(msgspec.Struct, frozen=True):
    """What is written for a newsroom.

    Attributes:
        settings: in site.toml.
        files: all that are written, in order.
    """

    settings: SiteToml
    files: tuple[NewFile, ...]


def offer(seen: Seen) -> Offer:
    """What is offered for a folder: what the publisher's configuration says, else what is usual."""
    layout = seen.layout
    if layout is None:
        return Offer(_title(seen.name), "", "en", seen.zone, None)
    said, publisher = layout.configuration, layout.publisher
    zone = "UTC" if publisher.dates_in_utc else seen.zone
    return Offer(
        title=_title(said.title) or _title(seen.name),
        domain=_domain(said.url),
        language=_language(said.language) or "en",
        timezone=said.timezone if is_zone(said.timezone) else zone,
        # Notes are private until they are marked: nothing leaves that was not meant to.
        opt_in=True if publisher.marks_notes else None,
    )


def plan(seen: Seen, answers: Answers, now: datetime) -> Plan:
    """What is written for a newsroom.

    Args:
        seen: the folder.
        answers: what was chosen.
        now: the time; its year, in the site's zone, goes into id_base.

    Raises:
        FeedsvcError: an answer cannot be; the text names the key.
    """
    address = site_address(answers.domain)
    title = _title(answers.title)
    if not title:
        raise FeedsvcError("the title is empty; give the newsroom a name")
    values = SiteToml(
        title=title,
        base_url=address.base_url,
        id_base="",
        language=answers.language,
        timezone=answers.timezone,
        opt_in=answers.opt_in,
        exclude=excluded(seen.layout, seen.view) if seen.layout else (),
    )
    check_settings(msgspec.to_builtins(values), FILE_NAME)
    here = now.astimezone(ZoneInfo(answers.timezone))
    values = msgspec.structs.replace(values, id_base=address.id_base(here.year))
    files = [NewFile(FILE_NAME, site_toml(values))]
    within = f"{seen.place}/" if seen.place else ""
    # A publisher's site has its own, and `.feedsvc/` is ignored by itself as well.
    if seen.layout is None and not seen.view.has(within + GIT_IGNORE):
        files.append(NewFile(GIT_IGNORE, _GIT_IGNORE))
    if seen.layout is None and not seen.has_articles:
        files.append(NewFile(NAME, first_article(here, answers.language)))
    return Plan(values, tuple(files))


def _title(text: str) -> str:
    return one_line("".join(c for c in legal(text) if c.isspace() or c.isprintable()))


def _domain(url: str) -> str:
    """The address that a configuration says, unless it is none or that of a template."""
    try:
        address = site_address(url)
    except FeedsvcError:
        return ""
    return "" if address.is_placeholder else address.base_url


def _language(text: str) -> str:
    """The tag that a configuration means, as it is usually written; empty where it is none."""
    tag = text.strip().replace("_", "-").partition(".")[0]
    if not _LANGUAGE.fullmatch(tag):
        return ""
    first, *others = tag.split("-")
    cased = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(cased.get(len(one), str)(one) for one in others)])
