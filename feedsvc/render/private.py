"""What holders of a key are shown: the same entries, at addresses that only they know."""

import re
from urllib.parse import urlsplit

import msgspec

from feedsvc.model.article import ORIGIN, SITE
from feedsvc.model.entry import Entry
from feedsvc.render.entry import EntryView, TermView, entry_view
from feedsvc.settings import Settings

_ELSEWHERE = re.compile(f"{SITE}(?!/(?:articles|media)/)")


def private_settings(settings: Settings, place: str) -> Settings:
    """Settings by which articles and media have their addresses below a place.

    Args:
        settings: the newsroom's.
        place: the address of the key, without a slash at its end.
    """
    return msgspec.structs.replace(settings, base_url=place)


def private_view(
    entry: Entry, summaries: tuple[str, ...], settings: Settings, place: str
) -> EntryView:
    """What the formats say of an entry to the holder of a key.

    Its page, and articles and media that it links to, have the holder's addresses. Everything else
    of the site has its public ones: nothing private is there.

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
