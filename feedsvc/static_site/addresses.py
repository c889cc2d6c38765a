"""Lists all addresses of a site that can be files, from what is published at a moment."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, tzinfo
from typing import NamedTuple
from urllib.parse import unquote

from feedsvc.feeds import KINDS, is_unlisted
from feedsvc.model.feed import (
    DIGESTS,
    EVERYTHING,
    FORMATS,
    GUESSED,
    DigestKind,
    FeedName,
    archive_name,
    digest_name,
    feed_path,
    page_name,
    part_name,
)
from feedsvc.model.period import period_of
from feedsvc.newsroom import Newsroom
from feedsvc.pages import TEXT
from feedsvc.settings import Settings
from feedsvc.static_site.manifest import Group
from feedsvc.static_site.paths import NOT_FOUND, file_path, page_path
from feedsvc.store.addresses import alias_path
from feedsvc.store.site_addresses import ArticleNames

A_PAGE = 20  # articles of a numbered page (feeds.list_catalog)


class Wanted(NamedTuple):
    """An address that is to be asked for.

    Attributes:
        address: below the site, decoded.
        path: of the file for it.
        group: what it is to readers.
        browser: whether the page is meant that a browser gets in place of a feed.
    """

    address: str
    path: str
    group: Group
    browser: bool = False


def page(address: str, group: Group = "list") -> Wanted:
    """The address of a page for people."""
    return Wanted(address, page_path(address), group)


def file(address: str, group: Group) -> Wanted:
    """The address of anything else."""
    return Wanted(address, file_path(address), group)


def documents(name: str, group: Group = "feed") -> Iterator[Wanted]:
    """The documents of a feed, and the pages that browsers get in their place."""
    pages: Group = "list" if group == "feed" else group
    for format in FORMATS:
        address = unquote(feed_path(name, format))
        yield file(address, group)
        yield Wanted(address, page_path(address), pages, browser=True)


def archive_documents(name: str, numbers: Iterable[int]) -> Iterator[Wanted]:
    """Documents of a feed's archive; feeds lead to them, so they come before."""
    for number in numbers:
        yield from documents(archive_name(name, number), "page")


def numbered_pages(name: str, numbers: Iterable[int]) -> Iterator[Wanted]:
    """Pages of all articles of a feed."""
    for number in numbers:
        yield page(f"/{page_name(name, number)}")


def head_of(name: str) -> Iterator[Wanted]:
    """What shows the newest of a feed: its documents and its page; of an unlisted one its RSS."""
    if is_unlisted(name):
        yield file(unquote(feed_path(name, "rss")), "feed")
        return
    yield from documents(name)
    if name != EVERYTHING:
        yield page(f"/{name}")


def digests_of(name: str) -> Iterator[Wanted]:
    """The digests of a feed: their documents, and the pages that list their periods."""
    if KINDS[FeedName.parse(name).kind].digests:
        for digest in DIGESTS:
            yield from digest_of(name, digest)


def digest_of(name: str, digest: DigestKind) -> Iterator[Wanted]:
    """A digest of a feed: its documents, and the page that lists its periods."""
    yield from documents(digest_name(name, digest))
    yield page(f"/{digest_name(name, digest)}")


def periods_of(
    name: str, times: Iterable[datetime], now: datetime, zone: tzinfo
) -> Iterator[Wanted]:
    """The pages of the closed periods of a feed's digests in which something was published.

    Args:
        name: of the feed.
        times: of publication, the earliest first.
        now: decides which periods are closed.
        zone: of the site.
    """
    times = list(times)
    for digest in DIGESTS if KINDS[FeedName.parse(name).kind].digests else ():
        period = None
        for time in times:
            if period is None or time >= period.end:
                period = period_of(digest, time, zone)
                if period.end > now:
                    break
                yield page(f"/{digest_name(name, digest)}/{period.name}", "page")


def of_article(names: ArticleNames) -> Iterator[Wanted]:
    """The addresses of an article: its page, and what leads to it."""
    if names.slug:
        yield page(f"/articles/{names.slug}", "page")
    for address in claims_of(names):
        yield page(address, "page")
    yield from texts_of(names)


def texts_of(names: ArticleNames) -> Iterator[Wanted]:
    """The addresses at which an article is or was as Markdown."""
    for slug in dict.fromkeys((names.slug, *names.slugs)):
        if slug:
            yield text_of(slug)


def text_of(slug: str) -> Wanted:
    """The address of an article as Markdown."""
    return file(f"/articles/{slug}{TEXT}", "page")


def gone(address: str) -> Wanted:
    """An address at which an article was that is withdrawn: of its page, or of its text."""
    text = address.startswith("/articles/") and address.endswith(TEXT)
    return file(address, "page") if text else page(address, "page")


def media(paths: Iterable[str], newsroom: Newsroom) -> Iterator[Wanted]:
    """Those of the files that articles name which are there."""
    folder = newsroom.folder
    for path in paths:
        if folder.file(folder.attached(path)) is not None:
            yield file(f"/media/{path}", "media")


def claims_of(names: ArticleNames) -> list[str]:
    """The addresses that lead to an article, or tell that it was withdrawn, beside its page's."""
    found = [f"articles/{slug}" for slug in names.slugs if slug != names.slug]
    if names.path:
        found.append(f"articles/{names.path}")
    if names.slug:
        stem = names.path.rpartition(".")[0] or names.path
        found.append(f"articles/{stem}")
        folder, _, last = stem.rpartition("/")
        if last in ("index", "_index") and folder:
            found.append(f"articles/{folder}")
        found += names.aliases
    own = f"articles/{names.slug}"
    return [f"/{one}" for one in dict.fromkeys(found) if one.strip("/") and one != own]


def feed_names(opened: Collection[str], settings: Settings) -> list[str]:
    """The names of all feeds that answer.

    Args:
        opened: of those that an article was ever public in.
        settings: declare others.
    """
    declared = [slug for slug, one in settings.categories.items() if not one.private]
    named = [part_name("category", slug) for slug in declared]
    named += [part_name("search", slug) for slug in settings.searches]
    named += [part_name("partner", slug) for slug in settings.partners]
    kept = [name for name in opened if FeedName.parse(name).kind in KINDS]
    return list(dict.fromkeys([EVERYTHING, *kept, *named]))


def general(newsroom: Newsroom, styles: Collection[str], *, searches: bool) -> Iterator[Wanted]:
    """What there is once, and shows something of all that is published.

    Args:
        newsroom: of the site.
        styles: addresses of the style and the theme's pictures.
        searches: whether searches are answered.
    """
    yield page("/")
    yield page("/archive")
    yield page("/search")
    if searches:
        yield file("/opensearch.xml", "list")
    for address in ("/feeds.opml", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt"):
        yield file(address, "list")
    for address in ("/static/icon.svg", *styles):
        yield file(address, "media")
    for picture in sorted(newsroom.settings.pictures):
        yield file(f"/media/{picture.removeprefix('/media/')}", "media")
    stated = (alias_path(old) for old in newsroom.settings.redirects)
    for address in dict.fromkeys((*GUESSED, "favicon.ico", *stated)):
        if address:
            yield page(f"/{address}")


def months(newsroom: Newsroom) -> Iterator[Wanted]:
    """The pages of all months and years in which something was published."""
    names = [line.month.name for line in newsroom.feeds.lists.months()]
    for year in dict.fromkeys(name.partition("/")[0] for name in names):
        yield page(f"/archive/{year}")
    for name in names:
        yield page(f"/archive/{name}")


def not_found(number: int = 404) -> Wanted:
    """An address at which nothing is, and of which no word could be searched for."""
    return Wanted(f"/_{number}", NOT_FOUND, "list")
