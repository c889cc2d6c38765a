"""An entry with everything that the formats say of it: absolute URLs, summaries as HTML."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from html import escape
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from feedsvc.model.article import ORIGIN, PAGE, SITE, TOP, Author, Correction, Enclosure
from feedsvc.model.date_format import day
from feedsvc.model.entry import Entry, Tombstone
from feedsvc.model.feed import EVERYTHING, Feed, Format, archive_name, feed_path
from feedsvc.settings import Settings, category_title

# Languages that are written from right to left (Unicode CLDR, script direction by language).
_FROM_RIGHT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"))
_MARKS = {
    "draft": "Draft",
    "private": "Private",
    "embargoed": "Embargoed",
    "expired": "Expired",
}


class SectionView(NamedTuple):
    """A section in an entry: its anchor, subheading, HTML level, URL and summary."""

    id: str
    heading: str
    level: int
    url: str
    summary: str


class TermView(NamedTuple):
    """A category, tag or author: its slug, what it is called, what its page's address begins with.

    The scheme is what RFC 4287 4.2.2.2 calls so: scheme and slug together name the page.
    """

    slug: str
    label: str
    scheme: str

    @property
    def url(self) -> str:
        """Its page."""
        return self.scheme + quote(self.slug)


class CorrectionView(NamedTuple):
    """A correction: its text, when it was made if that is said, and what stands in front of it."""

    text: str
    time: datetime | None
    label: str


class EntryView(NamedTuple):
    """One entry, ready for any format. Texts are plain unless said otherwise; times are UTC."""

    id: str
    headline: str
    url: str  # where readers are sent
    page: str  # its page on this site
    published: datetime
    updated: datetime
    authors: tuple[Author, ...]
    desks: tuple[TermView, ...]  # the authors' own pages, in the same order
    terms: tuple[TermView, ...]  # the category, if any, and the tags
    standfirst: str
    sections: tuple[SectionView, ...]
    content: str  # HTML; empty where the feed holds summaries only, or there is none
    language: str  # empty: the site's
    site_language: str
    image: Enclosure | None
    enclosures: tuple[Enclosure, ...]
    corrections: tuple[CorrectionView, ...]
    full: bool
    articles: tuple[
        "EntryView", ...
    ] = ()  # of a period of a digest; its sections are these in short


class ArchiveLinks(NamedTuple):
    """Where a document stands in the history of its feed (RFC 5005 4): addresses, or empty.

    Attributes:
        archive: whether it is a document of the archive.
        previous, next: the archive documents before and after it, older and newer.
        current: the feed itself, where this is not it.
        cut: it holds only the newest entries, and there is no archive.
    """

    archive: bool
    previous: str
    next: str
    current: str
    cut: bool = False

    @property
    def complete(self) -> bool:
        """Whether it holds all of the feed (RFC 5005 2)."""
        return not self.archive and not self.previous and not self.cut


class FeedView(NamedTuple):
    """One feed, ready for any format.

    Attributes:
        updated: the latest of its entries and retractions, UTC.
        tombstones: the retractions that it tells of, the latest first.
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


def page_url(site: str, slug: str) -> str:
    """The address of an article's page."""
    return f"{site}/articles/{quote(slug)}"


def absolute(text: str, site: str, page: str) -> str:
    """The text with the marks of unknown URL parts replaced (model.SITE, PAGE, ORIGIN)."""
    parts = urlsplit(site)
    origin = f"{parts.scheme}://{parts.netloc}"
    return text.replace(SITE, site).replace(PAGE, page).replace(ORIGIN, origin)


def site_url(value: str, site: str) -> str:
    """An address of the settings: as it is, or, where it is a path, on the site.

    A path with a slash at its front is the site's; one without is a file beside the articles.
    """
    if not value or urlsplit(value).scheme:
        return value
    place = "" if value.startswith("/") else "/media/"
    return f"{site}{place}{quote(value, safe='/%?#=&')}"


def entry_view(entry: Entry, summaries: tuple[str, ...], settings: Settings) -> EntryView:
    """What the formats say of an entry.

    Args:
        entry: its article's URLs may begin with the marks of model.
        summaries: one a section, in order; empty where a section has no sentence.
        settings: for base_url, category titles, and whether entries are full.
    """
    article, site = entry.article, settings.site
    own_page = page_url(site, entry.slug)
    url = article.url or own_page
    full = settings.feeds.content == "full"
    mark = f"[{_MARKS[entry.state]}] " if entry.state else ""
    sections = tuple(
        SectionView(
            section.id,
            section.heading,
            section.level,
            own_page if section.id == TOP else f"{own_page}#{quote(section.id)}",
            summary,
        )
        for section, summary in zip(article.sections, summaries, strict=True)
        if section.heading or summary
    )

    def absolute_media(media: Enclosure) -> Enclosure:
        return Enclosure(
            absolute(media.url, site, own_page), media.type, media.length, media.width, media.height
        )

    return EntryView(
        id=entry.id,
        headline=mark + article.headline,
        url=url,
        page=own_page,
        published=entry.published,
        updated=entry.updated,
        authors=article.authors,
        desks=tuple(TermView(a.slug, a.label, f"{site}/author/") for a in entry.authors),
        terms=_terms(entry, settings),
        standfirst=article.standfirst,
        sections=sections,
        content=absolute(article.content, site, own_page) if full else "",
        language=article.language,
        site_language=settings.language,
        image=absolute_media(article.image) if article.image else None,
        enclosures=tuple(absolute_media(media) for media in article.enclosures),
        corrections=tuple(_correction(one, settings.zone) for one in article.corrections),
        full=full,
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
    """What a format says of a feed.

    Args:
        feed: its definition.
        id_base: authority and date of the newsroom's ids, as kept.
        updated: the latest of its entries and retractions.
        settings: for base_url, author, rights, icon and language.
        format: decides the feed's own address.
        tombstones: the retractions that it tells of.
        archives: how many archive documents the feed has.
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
    )


def _chain(feed: Feed, archives: int, site: str, format: Format) -> ArchiveLinks:
    def address(archive: int) -> str:
        there = 1 <= archive <= archives
        return site + feed_path(archive_name(feed.name, archive), format) if there else ""

    if not feed.archive:
        return ArchiveLinks(False, address(archives), "", "", bool(feed.digest))
    current = site + feed_path(feed.name, format)
    return ArchiveLinks(True, address(feed.archive - 1), address(feed.archive + 1), current)


def direction(language: str) -> str:
    """The direction in which a language is written, as HTML's `dir` wants it: rtl or ltr."""
    primary, *others = language.lower().split("-")
    if {"arab", "hebr", "thaa", "syrc"} & set(others):
        return "rtl"
    return "ltr" if "latn" in others or primary not in _FROM_RIGHT else "rtl"


def directed(html: str, view: EntryView) -> str:
    """HTML of an entry that reads in its own direction wherever a reader shows it.

    Feed formats say the language of an entry at most; readers take the direction from the HTML.
    """
    language = view.language or view.site_language
    if not html or direction(language) == "ltr":
        return html
    return f'<div lang="{escape(language)}" dir="rtl">{html}</div>'


def content_html(view: EntryView) -> str:
    """The text of an entry, its corrections in front; empty where it is summarized only."""
    return directed(_corrections_html(view) + view.content, view) if view.full else ""


def _corrections_html(view: EntryView) -> str:
    notes = (
        f"<p><strong>{escape(one.label)}:</strong> {escape(one.text)}</p>"
        for one in view.corrections
    )
    return "".join(notes)


def summary_html(view: EntryView) -> str:
    """Standfirst, corrections and section summaries as HTML that is XML too; may be empty."""
    parts = [f"<p>{escape(view.standfirst)}</p>"] if view.standfirst else []
    parts += [_corrections_html(view)]
    items = []
    for section in view.sections:
        text = escape(section.summary)
        if section.heading:
            link = f'<a href="{escape(section.url)}">{escape(section.heading)}</a>'
            text = f"{link}: {text}" if text else link
        items.append(f"<li>{text}</li>")
    if items:
        parts.append(f"<ul>{''.join(items)}</ul>")
    return directed("".join(parts), view)


def summary_text(view: EntryView) -> str:
    """Standfirst, corrections and section summaries as plain text, one a line; may be empty."""
    lines = [view.standfirst] if view.standfirst else []
    lines += [f"{one.label}: {one.text}" for one in view.corrections]
    for section in view.sections:
        lines.append(": ".join(part for part in (section.heading, section.summary) if part))
    return "\n".join(lines)
