"""Makes entries of private feeds, with URLs that only the holder of the key knows."""

import re
from urllib.parse import urlsplit

import msgspec

from feedsvc.model.article import ORIGIN, SITE
from feedsvc.model.entry import Entry
from feedsvc.render.entry import EntryView, TermView, entry_view
from feedsvc.settings import Settings

_ELSEWHERE = re.compile(f"{SITE}(?!/(?:articles|media)/)")


def private_settings(settings: Settings, place: str) -> Settings:
    """Settings with which the URLs of articles and media begin with the address of a key.

    Args:
        settings: of the newsroom.
        place: the address of the key, without a slash at its end.
    """
    return settings.elsewhere(place)


def private_view(
    entry: Entry, summaries: tuple[str, ...], settings: Settings, place: str
) -> EntryView:
    """The values of an entry that all formats of a private feed show.

    URLs of its page, and of articles and media that it names, begin with the address of the key.
    All other URLs of the site are the public ones, because nothing private is there.

    Args:
        entry, summaries, settings: as for entry_view.
        place: the address of the key, without a slash at its end.
    """
    site, article = settings.site, entry.article
    ours = re.escape(ORIGIN + urlsplit(site).path) + "(?=/(?:articles|media)/)"
    content = _ELSEWHERE.sub(lambda _: site, re.sub(ours, SITE, article.content))
    article = msgspec.structs.replace(article, content=content)
    entry = msgspec.structs.replace(entry, article=article)
    view = entry_view(entry, summaries, private_settings(settings, place))

    def public(terms: tuple[TermView, ...]) -> tuple[TermView, ...]:
        return tuple(t._replace(scheme=site + t.scheme.removeprefix(place)) for t in terms)

    return view._replace(terms=public(view.terms), desks=public(view.desks))
