"""Tells of podcasts whose identifier hangs on an address that may change."""

from feedsvc.model.feed import feed_path
from feedsvc.model.problem import Problem
from feedsvc.render import podcast_guid
from feedsvc.settings import FILE_NAME, Site


def unkept_guids(site: Site) -> list[Problem]:
    """A problem for each podcast of which site.toml does not say the guid, with the guid.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md: a podcast
    gets one once, and keeps it wherever it goes.
    """
    settings, found = site.settings, []
    for name, podcast in settings.podcasts.items():
        if podcast.guid or not settings.base_url:
            continue
        guid = podcast_guid(settings.site + feed_path(name, "rss"))
        slug = name.partition("/")[2]
        table = f"categories.{slug}.podcast" if slug else "podcast"
        message = (
            "the podcast's guid is made of its address, so another base_url or category would make"
            f' it another podcast; under [{table}] write: guid = "{guid}"'
        )
        line = site.line(f"{table}.guid") or 1
        found.append(Problem(FILE_NAME, line, "info", "podcast-guid", message))
    return found
