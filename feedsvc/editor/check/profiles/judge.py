"""Judges what a partner would have of a newsroom by the rules of that partner."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from feedsvc.editor.check.line_numbers import SourceLines
from feedsvc.editor.check.lookups import FolderLookups
from feedsvc.editor.check.profiles import apple_podcasts
from feedsvc.editor.check.profiles.profile import PartnerFeed, Profile, Rule, Story
from feedsvc.model.article import Enclosure
from feedsvc.model.feed import EVERYTHING, Format
from feedsvc.model.media_types import media_type
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.settings import FILE_NAME, Settings, Site

_NO_PODCAST = (
    "site.toml has no podcast; write [podcast], or [categories.NAME.podcast], with a category"
)


def judge(newsroom: Newsroom, site: Site, profile: Profile) -> list[Problem]:
    """What a partner would refuse, or advises against, by file and line.

    Args:
        newsroom: all of whose articles were read.
        site: what its site.toml says.
        profile: of the partner.
    """
    if not profile.rules:
        return []
    if profile.name == apple_podcasts.PROFILE.name:
        return judge_podcasts(newsroom, site) or _without_podcast(site.settings)
    own = profile.name in site.settings.partners
    feed = _feed(newsroom, f"partner/{profile.name}" if own else EVERYTHING, "rss")
    if own and profile.name == "msn":
        shown = {story.entry.id for story in feed.stories}
        source = site.settings.partners["msn"].category
        every = _feed(newsroom, f"category/{source}" if source else EVERYTHING, "atom").stories
        feed = feed._replace(others=tuple(s for s in every if s.entry.id not in shown))
    return list(_told(profile.rules, feed, site, newsroom))


def judge_podcasts(newsroom: Newsroom, site: Site) -> list[Problem]:
    """What Apple Podcasts would refuse of each podcast; none where site.toml has no podcast."""
    found: list[Problem] = []
    for name, podcast in site.settings.podcasts.items():
        slug = name.partition("/")[2]
        table = f"categories.{slug}.podcast" if slug else "podcast"
        feed = _feed(newsroom, name, "rss")
        art = _artwork(newsroom, podcast.image)
        feed = feed._replace(podcast=podcast, table=table, artwork=art)
        found += _told(apple_podcasts.PROFILE.rules, feed, site, newsroom)
    return found


def _without_podcast(settings: Settings) -> list[Problem]:
    if settings.podcasts:
        return []
    return [Problem(FILE_NAME, 1, "error", "apple-no-podcast", _NO_PODCAST)]


def _feed(newsroom: Newsroom, name: str, format: Format) -> PartnerFeed:
    feed = newsroom.feeds.feed(name)
    views = newsroom.feeds.shown(feed, format).entries
    wanted = {view.id for view in views}
    entries = {entry.id: entry for entry in newsroom.articles.every() if entry.id in wanted}
    return PartnerFeed(
        feed,
        newsroom.settings,
        newsroom.now(),
        len(newsroom.document(name, format).body),
        tuple(Story(entries[view.id], view) for view in views),
    )


def _artwork(newsroom: Newsroom, image: str) -> Enclosure | None:
    if not image:
        return None
    local = not urlsplit(image).scheme and not image.startswith("/")
    width, height = newsroom.folder.pixels(image) or ((0, 0) if local else (None, None))
    return Enclosure(image, media_type(image), None, width, height)


def _told(
    rules: tuple[Rule, ...], feed: PartnerFeed, site: Site, newsroom: Newsroom
) -> Iterator[Problem]:
    desk = FolderLookups(newsroom.folder)

    @cache
    def lines(path: str) -> SourceLines:
        return SourceLines(desk.source(path), path)

    for rule in rules:
        for fault in rule.broken(feed):
            if fault.story is None:
                line = site.line(fault.key) or site.line(feed.table) or 1
                yield Problem(FILE_NAME, line, rule.severity, rule.code, fault.message)
            else:
                path = fault.story.entry.article.path
                line = lines(path).key(fault.key)
                yield Problem(path, line, rule.severity, rule.code, fault.message)
