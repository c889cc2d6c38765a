"""Gives an article the names for which its header has short ones, from a file of its publisher."""

import msgspec

from feedsvc.model.article import Article
from feedsvc.model.file_stat import NO_FILE, FileStat
from feedsvc.sources import Folder, author_maps

_MOST = 512 * 1024  # bytes of such a file that are read


def with_author_map(folder: Folder, article: Article) -> tuple[Article, dict[str, FileStat]]:
    """The article, and the state of each file that was looked for.

    So it is read again when one of them changes, or arrives where it has the short name of an
    author. A file that cannot be read counts as one that is not there.

    Args:
        folder: where the article is.
        article: with the short name of an author, or with tags.
    """
    looks: dict[str, FileStat] = {}
    there = author_maps.tag_places_of(article.path)
    if any(author_maps.KEY.fullmatch(author.name) for author in article.authors):
        for place in author_maps.places_of(article.path):
            if (data := _look(folder, place, looks)) is not None:
                article = author_maps.with_authors(article, data)
                break
    elif article.tags:
        there = filter(folder.stat, there)
    for place in there if article.tags else ():
        if (data := _look(folder, place, looks)) is not None:
            article = author_maps.with_tags(article, data)
            break
    return msgspec.structs.replace(article, media=(*article.media, *looks)), looks


def _look(folder: Folder, path: str, looks: dict[str, FileStat]) -> bytes | None:
    looks[path] = NO_FILE
    if folder.stat(path) is None:
        return None
    try:
        stat, data, changed = folder.look(path, _MOST)
    except OSError:
        return None
    looks[path] = stat.doubted() if changed else stat
    return data
