"""Measures the media files that an article names: their size, pixels, and how long they are.

A file that is missing becomes a problem. What each looked like is remembered, so that the article
is read again when one of them changes or arrives.
"""

import posixpath
from datetime import datetime

import msgspec

from feedsvc import sources
from feedsvc.indexer.author_map_beside import with_author_map
from feedsvc.model.article import Article, Enclosure, Episode
from feedsvc.model.file_stat import NO_FILE, FileStat
from feedsvc.model.problem import Problem
from feedsvc.settings import Settings
from feedsvc.sources import Folder

GRAIN = 2  # seconds: the coarsest clock of a file system
_AUTHOR_KEY, _TAGS = sources.author_maps.KEY, sources.author_maps.TAGS


def is_fresh(stat: FileStat, now: datetime) -> bool:
    """Whether a file changed within the clock's resolution, so that it may change again unseen."""
    return any(abs(now.timestamp() - one / 1e9) < GRAIN for one in (stat.modified, stat.changed))


def measure_media(
    folder: Folder, article: Article, settings: Settings, now: datetime
) -> tuple[Article, list[Problem], dict[str, FileStat]]:
    """The article with what its media files are like, the problems with them, and their states.

    Short names of authors and tags become those that files of their publisher have for them.

    Args:
        folder: where the files are.
        article: as its file says.
        settings: say whether there is a podcast, which tells how long each episode is.
        now: the time of reading.
    """
    problems: list[Problem] = []
    looks: dict[str, FileStat] = {}
    at = posixpath.dirname(article.path)
    tagged = article.tags and (
        folder.stat(posixpath.join(at, _TAGS))
        or folder.stat(posixpath.join(posixpath.dirname(at), _TAGS))
    )
    if tagged or any(_AUTHOR_KEY.fullmatch(author.name) for author in article.authors):
        article, looks = with_author_map(folder, article)

    def measured(media: Enclosure) -> Enclosure:
        path = sources.media_path(media.url)
        if path is None:
            return media
        path = folder.attached(path)
        stat = folder.stat(path)
        looks[path] = stat.doubted() if stat and is_fresh(stat, now) else stat or NO_FILE
        if stat is None:
            message = f"{path} is not there; put the file beside the article, or mend its name"
            problems.append(Problem(article.path, 1, "warning", "missing-file", message))
            return media
        pixels = folder.pixels(path) if media.type.startswith("image/") else None
        width, height = pixels or (media.width, media.height)
        return msgspec.structs.replace(media, length=stat.size, width=width, height=height)

    if not article.image and not article.enclosures:
        return article, problems, looks
    whole = msgspec.structs.replace(
        article,
        image=measured(article.image) if article.image else None,
        enclosures=tuple(measured(media) for media in article.enclosures),
    )
    if article.episode:
        for file in article.episode.files:
            measured(file)
    if settings.podcasts:
        whole = _timed(folder, whole)
    return whole, problems, looks


def _timed(folder: Folder, article: Article) -> Article:
    """The article with how long its audio or video is, where its header does not say."""
    episode = article.episode or Episode()
    media = next((one for one in article.enclosures if one.medium), None)
    path = sources.media_path(media.url) if media else None
    if episode.seconds is not None or path is None:
        return article
    seconds = folder.seconds(folder.attached(path))
    if seconds is None:
        return article
    return msgspec.structs.replace(
        article, episode=msgspec.structs.replace(episode, seconds=seconds)
    )
