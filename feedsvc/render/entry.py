"""The values of entries and feeds that all formats show, with absolute URLs and HTML summaries."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from feedsvc.model.article import (
    ORIGIN,
    PAGE,
    SITE,
    TOP,
    Article,
    Author,
    Correction,
    Enclosure,
    Episode,
)
from feedsvc.model.date_format import day
from feedsvc.model.entry import Entry, Tombstone
from feedsvc.model.feed import EVERYTHING, Feed, Format, archive_name, feed_path
from feedsvc.model.uri import as_uri
from feedsvc.render.element import NOTHING, Extension
from feedsvc.render.episode import absolute_episode
from feedsvc.render.large import SectionView, cut_headline, fitting
from feedsvc.render.lead_picture import lead_picture
from feedsvc.render.modules import entry_modules, feed_modules
from feedsvc.render.own_elements import own_elements, own_namespaces
from feedsvc.settings import Settings, category_title


class TermView(NamedTuple):
    """A category, tag or author of an entry.

    Attributes:
        slug: of its feed.
        label: its name for readers.
        scheme: the URL of its page without the slug (RFC 4287 4.2.2.2).
    """

    slug: str
    label: str
    scheme: str

    @property
    def url(self) -> str:
        """The URL of its page."""
        return self.scheme + quote(self.slug)


class CorrectionView(NamedTuple):
    """A correction of an entry.

    Attributes:
        text: plain text.
        time: when it was made; None if the article does not say.
        label: the words before the text, such as `Correction, 1 June 2026`.
    """

    text: str
    time: datetime | None
    label: str


class EntryView(NamedTuple):
    """The values of an entry for all formats. Times are UTC; texts are plain unless said otherwise.

    `full` says whether the entry holds the full text of its article, or its summary only;
    `untitled`, that its headline stands only where a format demands one; `lead`, that readers are
    told of the image as the one that stands for the entry.
    """

    id: str
    headline: str
    url: str  # the address to which readers are sent
    page: str  # its page on this site
    published: datetime
    updated: datetime
    sections: tuple[SectionView, ...]
    content: str  # HTML; empty if there is none, or the feed holds summaries only
    site_language: str
    full: bool
    untitled: bool = False
    language: str = ""  # empty for the site's language
    standfirst: str = ""
    authors: tuple[Author, ...] = ()
    desks: tuple[TermView, ...] = ()  # the authors as terms, in the same order
    terms: tuple[TermView, ...] = ()  # the category, if any, and the tags
    image: Enclosure | None = None
    image_alt: str = ""
    image_credit: str = ""
    lead: bool = False
    figure: str = ""  # HTML: the image, where it is to stand before the content
    before: str = ""  # HTML around the content, in feeds alone
    after: str = ""
    own: Extension = NOTHING  # elements of the newsroom's own, in Atom and RSS
    enclosures: tuple[Enclosure, ...] = ()
    episode: Episode | None = None
    corrections: tuple[CorrectionView, ...] = ()
    # Those of a digest's period, whose sections are short forms of them.
    articles: tuple["EntryView", ...] = ()
    extension: Extension = NOTHING  # elements of RSS that settings or a kind of feed add


class ArchiveLinks(NamedTuple):
    """The links between a feed and the documents of its archive (RFC 5005 4).

    Attributes:
        archive: whether this is a document of the archive.
        previous: URL of the archive document before it, which is older; or empty.
        next: URL of the archive document after it, which is newer; or empty.
        current: URL of the feed itself; empty if this is the feed.
        cut: whether older entries are missing and there is no archive.
    """

    archive: bool
    previous: str
    next: str
    current: str
    cut: bool = False

    @property
    def complete(self) -> bool:
        """Whether the document holds all entries of the feed (RFC 5005 2)."""
        return not self.archive and not self.previous and not self.cut


class FeedView(NamedTuple):
    """The values of a feed for one format.

    Attributes:
        feed: its definition.
        id: a `tag:` URI.
        home: URL of its page.
        self_url: URL of this document (RFC 4287 4.2.7.2 `self`).
        updated: the time of its latest change of an entry or retraction, in UTC.
        author, rights: of the newsroom; rights may be empty.
        icon: URL of a picture, or empty.
        language: a BCP 47 tag.
        tombstones: the retractions that it tells of, the latest first.
        chain: its links to the archive.
        hubs: the addresses of its hubs (W3C WebSub 4).
        poll_minutes: how often readers are asked to poll; 0: nothing is said.
        extension: elements of RSS that settings or a kind of feed add.
        own: the namespaces of the newsroom's own elements.
    """

    feed: Feed
    id: str
    home: str
    self_url: str
    updated: datetime
    author: str
    rights: str
    icon: str
    language: str
    tombstones: tuple[Tombstone, ...]
    chain: ArchiveLinks
    hubs: tuple[str, ...] = ()
    poll_minutes: int = 0
    own: Extension = NOTHING
    extension: Extension = NOTHING


def page_url(site: str, slug: str) -> str:
    """The URL of an article's page; `site` is the base_url, without a slash at its end."""
    return f"{site}/articles/{quote(slug)}"


def absolute(text: str, site: str, page: str) -> str:
    """HTML or a URL, with its placeholders (SITE, PAGE, ORIGIN of model.article) replaced."""
    parts = urlsplit(site)
    origin = f"{parts.scheme}://{parts.netloc}"
    return text.replace(SITE, site).replace(PAGE, page).replace(ORIGIN, origin)


def site_url(value: str, site: str) -> str:
    """The URL for a value of the settings, which is a URL or a path; empty for an empty value.

    A path that begins with a slash is one of the site. Another one is a file beside the articles.
    """
    if not value or urlsplit(value).scheme:
        return as_uri(value)
    place = "" if value.startswith("/") else "/media/"
    return f"{site}{place}{quote(value, safe='/%?#=&')}"


def entry_view(entry: Entry, summaries: tuple[str, ...], settings: Settings) -> EntryView:
    """The values of an entry that all formats show.

    Args:
        entry: URLs in its article may begin with placeholders of model.article.
        summaries: one for each section, in order; empty if a section has no sentence.
        settings: give base_url, category titles, whether entries hold the full text, and how long
            that may be; of a longer one stand the section summaries in as much room.

    Raises:
        ValueError: there is not one summary for each section.
    """
    article, site = entry.article, settings.site
    own_page = page_url(site, entry.slug)
    room = settings.feeds.longest_text
    large = article.size > room
    full = settings.feeds.content == "full" and not large
    mark = f"[{entry.state.capitalize()}] " if entry.state else ""
    sections = _sections(article, summaries, own_page)

    def absolute_media(media: Enclosure) -> Enclosure:
        return msgspec.structs.replace(media, url=as_uri(absolute(media.url, site, own_page)))

    view = EntryView(
        id=entry.id,
        headline=mark + (cut_headline(article.headline) if large else article.headline),
        url=as_uri(article.url) or own_page,
        page=own_page,
        published=entry.published,
        updated=entry.updated,
        authors=tuple(
            msgspec.structs.replace(author, uri=as_uri(author.uri)) for author in article.authors
        ),
        desks=tuple(TermView(a.slug, a.label, f"{site}/author/") for a in entry.authors),
        terms=_terms(entry, settings),
        standfirst=article.standfirst,
        sections=fitting(sections, room) if large else sections,
        content=absolute(article.content, site, own_page) if full else "",
        language=article.language,
        site_language=settings.language,
        image=absolute_media(article.image) if article.image else None,
        image_alt=article.image_alt if article.image else "",
        image_credit=article.image_credit if article.image else "",
        enclosures=tuple(map(absolute_media, article.enclosures)),
        episode=absolute_episode(article.episode, absolute_media),
        corrections=tuple(_correction(one, settings.zone) for one in article.corrections),
        full=full,
        untitled=article.untitled and not mark,
        before=settings.feeds.before,
        after=settings.feeds.after,
        own=own_elements(settings.feeds.elements, article.extra),
        extension=entry_modules(settings.machines, own_page),
    )
    return _led(view, article.content, site) if settings.feeds.lead_image else view


def _sections(article: Article, summaries: tuple[str, ...], page: str) -> tuple[SectionView, ...]:
    """The sections of an article that have something to show, each with its URL."""
    return tuple(
        SectionView(
            section.id,
            section.heading,
            section.level,
            page if section.id == TOP else f"{page}#{quote(section.id)}",
            summary,
        )
        for section, summary in zip(article.sections, summaries, strict=True)
        if section.heading or summary
    )


def _led(view: EntryView, content: str, site: str) -> EntryView:
    """The values of an entry with its lead picture, which may be one of its text (HTML)."""
    content = absolute(content, site, view.page)
    found = lead_picture(view.image, view.image_alt, view.image_credit, content)
    if found is None:
        return view
    return view._replace(
        image=found.image,
        image_alt=found.alt,
        image_credit=found.credit,
        lead=True,
        figure=found.figure,
    )


def _correction(correction: Correction, zone: tzinfo) -> CorrectionView:
    time = correction.time
    label = f"Correction, {day(time, zone)}" if time else "Correction"
    return CorrectionView(correction.text, time, label)


def _terms(entry: Entry, settings: Settings) -> tuple[TermView, ...]:
    terms = [TermView(tag.slug, tag.label, f"{settings.site}/tag/") for tag in entry.tags]
    if entry.category:
        slug = entry.category.slug
        title = category_title(slug, entry.category.label, settings)
        terms.insert(0, TermView(slug, title, f"{settings.site}/category/"))
    return tuple(terms)


def feed_view(
    feed: Feed,
    id_base: str,
    updated: datetime,
    settings: Settings,
    format: Format,
    tombstones: Iterable[Tombstone] = (),
    archives: int = 0,
) -> FeedView:
    """The values of a feed, or of one of its archive documents, for one format.

    Args:
        feed: its definition.
        id_base: authority and date of the newsroom's ids, as the store keeps it.
        updated: the time of its latest change of an entry or retraction.
        settings: give base_url, author, rights, icon and language.
        format: decides the URL of the document.
        tombstones: the retractions that it tells of.
        archives: number of documents in the feed's archive.
    """
    site = settings.site
    return FeedView(
        feed=feed,
        id=f"tag:{id_base}:feeds/{quote(feed.name, safe='/')}",
        home=f"{site}/" if feed.name == EVERYTHING else site + feed_path(feed.name),
        self_url=site + feed_path(feed.document, format),
        updated=updated,
        author=settings.author or settings.title,
        rights=settings.rights,
        icon=site_url(settings.icon, site),
        language=settings.language,
        tombstones=tuple(tombstones),
        chain=_chain(feed, archives, site, format),
        own=own_namespaces(settings.feeds.elements),
        poll_minutes=0 if feed.archive else settings.feeds.poll_minutes,
        extension=feed_modules(settings, archive=bool(feed.archive))
        if format == "rss"
        else NOTHING,
    )


def _chain(feed: Feed, archives: int, site: str, format: Format) -> ArchiveLinks:
    def address(archive: int) -> str:
        there = 1 <= archive <= archives
        return site + feed_path(archive_name(feed.name, archive), format) if there else ""

    if not feed.archive:
        return ArchiveLinks(False, address(archives), "", "", bool(feed.digest))
    current = site + feed_path(feed.name, format)
    return ArchiveLinks(True, address(feed.archive - 1), address(feed.archive + 1), current)
