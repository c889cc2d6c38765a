"""The settings of a newsroom, and what each may be."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from feedsvc.errors import SettingsError
from feedsvc.model.feed import EVERYTHING
from feedsvc.model.uri import as_uri
from feedsvc.settings.categories import CategorySettings, category_complaints
from feedsvc.settings.elements import (
    ElementSettings,
    element_complaints,
    fragment_complaints,
)
from feedsvc.settings.file_patterns import pattern_complaints
from feedsvc.settings.hooks import HookSettings, hook_complaints
from feedsvc.settings.limits import LimitSettings, beyond, complaints
from feedsvc.settings.machines import MachinesSettings, machines_complaints
from feedsvc.settings.media import MediaSettings, fewer_threads, media_complaints
from feedsvc.settings.partners import PartnerSettings, partner_complaints
from feedsvc.settings.podcast import NO_PODCAST, PodcastSettings, podcast_complaints
from feedsvc.settings.readers import ReadersSettings, ServeSettings, serve_complaints
from feedsvc.settings.searches import CONTROL, SearchSettings, search_complaints
from feedsvc.settings.theme import ThemeSettings, theme_complaints
from feedsvc.settings.websub import OWN, WebsubSettings, websub_complaints

FILE_NAME = "site.toml"
Content = Literal["full", "summary"]  # of an article, in its entry
HUB_PATH = "/hub"
LOCAL_URL = "http://127.0.0.1:8000"
_USUAL_MINUTES = 5
POLL_MINUTES = tuple(number for number in range(5, 61) if 60 % number == 0)
_FEED_BOUNDS = {
    "entries": (1, 1000),
    "archive_entries": (1, 1000),
    "digest_periods": (1, 1000),
    "digest_articles": (1, 1000),
    "document_kilobytes": (16, 16 * 1024),
    "section_sentences": (1, 10),
    "correction_days": (0, 3660),
    "tombstone_days": (0, 3660),
}
# RFC 4151 2.1: authority, comma, date
_ID_BASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@_-]*,\d{4}(-\d\d(-\d\d)?)?")


class FeedSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[feeds]`: what entries hold, how many entries feeds have, and for how long.

    Attributes:
        entries: number of entries in a feed, the newest ones.
        archive_entries: number of older entries in a document of its archive.
        document_kilobytes: about the largest size of a document; long entries make it hold fewer.
        content: `full` for whole articles, `summary` for their summaries only.
        summary: the method by which section summaries are chosen (summary.summarize).
        section_sentences: the most sentences of a section summary.
        correction_days: days for which an older entry that is corrected stands in its feeds again.
        tombstone_days: days for which feeds tell that an entry was retracted.
        digest_periods: number of closed days, or weeks, in a digest.
        digest_articles: number of articles of each that a digest shows, the newest ones.
        lead_image: whether readers are told which picture stands for an entry, and it opens a text
            that does not hold it.
        poll_minutes: how often readers are asked to poll; 0: five minutes, which nothing says.
        before, after: HTML that stands before and after the full text of each entry.
        elements: elements of the newsroom's own in Atom and RSS, by any name.
        deltas: whether a reader that says `A-IM: feed` is sent what is new alone (RFC 3229).
    """

    entries: int = 50
    archive_entries: int = 100
    document_kilobytes: int = 512
    content: Content = "full"
    summary: Literal["hybrid", "lead"] = "hybrid"
    section_sentences: int = 1
    correction_days: int = 30
    tombstone_days: int = 30
    digest_periods: int = 30
    digest_articles: int = 100
    deltas: bool = False
    lead_image: bool = False
    poll_minutes: int = 0
    before: str = ""
    after: str = ""
    elements: dict[str, ElementSettings] = {}

    @property
    def budget(self) -> int:
        """About the largest size of a document, in bytes."""
        return self.document_kilobytes * 1024

    @property
    def longest_text(self) -> int:
        """Bytes of an article beyond which its entry has only the summary and the link."""
        return self.budget // 4

    @property
    def max_age(self) -> int:
        """Seconds for which readers and caches may keep a feed before they ask again."""
        return 60 * (self.poll_minutes or _USUAL_MINUTES)

    @property
    def corrections(self) -> timedelta:
        """How long a corrected entry stands in its feeds again, whatever its age."""
        return timedelta(days=self.correction_days)

    @property
    def tombstones(self) -> timedelta:
        """How long feeds tell of a retraction."""
        return timedelta(days=self.tombstone_days)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of a newsroom. Every setting has a default that works.

    Attributes:
        title, subtitle, author, rights: of the whole newsroom; plain text.
        icon: URL of a picture, a path on the site, or a file beside the articles.
        favicon: as icon: a square picture for tabs and search results; empty: the icon.
        base_url: http or https address of the site, without a slash at its end.
        id_base: authority and date of the entry ids (RFC 4151); if empty, made from base_url.
        language: a BCP 47 tag.
        languages: tags of the languages whose folders are no categories.
        timezone: IANA name; the zone of dates without an offset.
        ignore_expiry: whether articles whose expiry date has passed are published.
        exclude, include: patterns as in .gitignore of files that are no articles, and of files that
            are articles although they are left out otherwise.
        opt_in: whether only articles that say `publish: true` are published.
        store: where state is kept: a folder or a database URL; empty for `.feedsvc/` in the folder.
        categories: settings of categories, by slug.
        redirects: new paths or URLs, by the old paths that lead to them.
        limits, media: how much is accepted from articles and clients; who sends media files.
        theme: how the pages look.
        searches: queries whose results are feeds, by name.
        readers, serve: what is counted of polls; how the service stands in the network.
        hooks: who is told what readers saw change.
        websub: which hubs tell subscribers of changes.
        podcast: what makes the RSS of the feed of everything a podcast.
        partners: the feeds of partners, by their names.
        machines: what machines may do with what is published.
    """

    title: str = "News"
    subtitle: str = ""
    base_url: str = ""
    id_base: str = ""
    language: str = "en"
    languages: list[str] = []
    timezone: str = "UTC"
    author: str = ""
    rights: str = ""
    icon: str = ""
    favicon: str = ""
    ignore_expiry: bool = False
    exclude: list[str] = []
    include: list[str] = []
    opt_in: bool = False
    store: str = ""
    feeds: FeedSettings = FeedSettings()
    categories: dict[str, CategorySettings] = {}
    redirects: dict[str, str] = {}
    limits: LimitSettings = LimitSettings()
    media: MediaSettings = MediaSettings()
    theme: ThemeSettings = ThemeSettings()
    searches: dict[str, SearchSettings] = {}
    readers: ReadersSettings = ReadersSettings()
    serve: ServeSettings = ServeSettings()
    hooks: HookSettings = HookSettings()
    websub: WebsubSettings = WebsubSettings()
    podcast: PodcastSettings = NO_PODCAST
    partners: dict[str, PartnerSettings] = {}
    machines: MachinesSettings = MachinesSettings()

    @property
    def site(self) -> str:
        """The address that every absolute URL starts with, without a slash at its end."""
        return as_uri(self.base_url or LOCAL_URL)

    def elsewhere(self, address: str) -> "Settings":
        """The settings of a site that stands at another address, which no hub may learn.

        Args:
            address: without a slash at its end.
        """
        return msgspec.structs.replace(self, base_url=address, websub=WebsubSettings())

    @property
    def hubs(self) -> tuple[str, ...]:
        """The addresses of the hubs that documents announce (W3C WebSub 4)."""
        own = f"{self.site}{HUB_PATH}"
        return tuple(own if hub == OWN else hub for hub in self.websub.named)

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def pictures(self) -> frozenset[str]:
        """The site's own pictures, of which some may be files beside the articles."""
        artwork = {podcast.image for podcast in self.podcasts.values()}
        return frozenset({self.icon, self.favicon, self.theme.logo, *artwork} - {""})

    @property
    def private_categories(self) -> frozenset[str]:
        """Slugs of the categories whose articles only holders of a key see."""
        return frozenset(name for name, one in self.categories.items() if one.private)

    @property
    def podcasts(self) -> dict[str, PodcastSettings]:
        """The podcasts, by the names of the feeds whose RSS they are."""
        of_categories = {f"category/{name}": one.podcast for name, one in self.categories.items()}
        every = {EVERYTHING: self.podcast} | of_categories
        return {name: podcast for name, podcast in every.items() if podcast.category}

    @property
    def tag_authority(self) -> str:
        """Authority and date of entry ids: id_base, else the site's host and a fixed date."""
        return self.id_base or _authority(urlsplit(self.base_url or LOCAL_URL).hostname or "")


def _authority(host: str) -> str:
    """Authority and date for a host. RFC 4151 allows only ASCII names, and no IPv6 addresses."""
    try:
        made = f"{host.encode('idna').decode()},2026"
    except UnicodeError:
        made = ""
    return made if _ID_BASE.fullmatch(made) else "localhost,2026"


def check_settings(values: Mapping[str, Any], origin: str = FILE_NAME) -> Settings:
    """Make settings of plain values, and check them.

    Args:
        values: by key, as TOML gives them. Numbers and truth values may also be texts, as they
            are in variables.
        origin: the file or variables that they are from, for errors.

    Raises:
        SettingsError: a key is unknown, or a value has the wrong type or is out of range; the
            text names `origin` and the key.
    """
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$.")
        key = place.rstrip("`") or "a value"
        raise SettingsError(f"{origin}: {key}: {reason}") from error
    if settings.media.accel:
        limits = fewer_threads(settings.limits, values.get("limits", {}))
        settings = msgspec.structs.replace(settings, limits=limits)
    for key, complaint in _complaints(settings):
        raise SettingsError(f"{origin}: {key}: {complaint}")
    return msgspec.structs.replace(settings, base_url=settings.base_url.rstrip("/"))


def _complaints(settings: Settings) -> Iterator[tuple[str, str]]:
    for key in ("title", "subtitle", "author", "rights", "icon", "favicon", "language"):
        if CONTROL.search(getattr(settings, key)):
            yield key, "holds a control character; take it out"
    if not settings.title.strip():
        yield "title", "is empty; give the newsroom a name, or leave the key out"
    for key, tag in (
        ("language", settings.language),
        *(("languages", tag) for tag in settings.languages),
    ):
        if not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", tag):
            yield key, f"{tag!r} is no language tag; write one such as en or pt-BR"
    if settings.base_url:
        yield from _url_complaints(settings.base_url)
    if settings.id_base and not _ID_BASE.fullmatch(settings.id_base):
        yield (
            "id_base",
            f"{settings.id_base!r} is no tag authority; write a domain that is yours and a date"
            ' on which it was, such as "example.org,2026"',
        )
    yield from pattern_complaints({"exclude": settings.exclude, "include": settings.include})
    yield from category_complaints(settings.categories)
    yield from search_complaints(settings.searches)
    for old, new in settings.redirects.items():
        if CONTROL.search(new) or not new.strip():
            yield "redirects", f"{old!r} leads to no address; write a path or a URL"
        elif old.strip("/") == new.strip("/"):
            yield "redirects", f"{old!r} leads to itself; take it out"
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield (
            "timezone",
            f"{settings.timezone!r} is not known; write a name such as Europe/Berlin or UTC",
        )
    for key, least, most in beyond(settings.feeds, _FEED_BOUNDS):
        yield f"feeds.{key}", f"must be {least} to {most}"
    yield from element_complaints(settings.feeds.elements)
    yield from fragment_complaints({"before": settings.feeds.before, "after": settings.feeds.after})
    if settings.feeds.poll_minutes not in (0, *POLL_MINUTES):
        yield "feeds.poll_minutes", f"must be one of {', '.join(map(str, POLL_MINUTES))}, or 0"
    yield from complaints(settings.limits)
    yield from media_complaints(settings.media)
    yield from theme_complaints(settings.theme)
    yield from serve_complaints(settings.serve)
    yield from hook_complaints(settings.hooks)
    yield from websub_complaints(settings.websub)
    yield from podcast_complaints(settings.podcast, "podcast")
    yield from partner_complaints(settings.partners, settings.categories)
    yield from machines_complaints(settings.machines)


def _url_complaints(url: str) -> Iterator[tuple[str, str]]:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or re.search(r"[\s\"<>\\^`{|}\x00-\x20]", url):
        yield "base_url", f"{url!r} is no web address; write one such as https://news.example.org"
    elif parts.query or parts.fragment or parts.username:
        yield "base_url", "has a query, fragment or user name; leave only scheme, host and path"


def category_title(slug: str, label: str, settings: Settings) -> str:
    """The title of a category in site.toml, or else its label in the articles."""
    category = settings.categories.get(slug)
    return (category.title if category else "") or label
