"""What partners want of a feed beside what each feed has. Pure.

Where each says so is in docs/partners.md.
"""

from feedsvc.model.feed import EVERYTHING, feed_path
from feedsvc.render.element import Element, Extension
from feedsvc.render.entry import EntryView, FeedView, site_url
from feedsvc.settings import Settings

_SNF = "http://www.smartnews.be/snf"
_DCTERMS = "http://purl.org/dc/terms/"
_NAMESPACES = {
    "smartnews": (("snf", _SNF),),
    "msn": (("dcterms", _DCTERMS),),
}
_MINUTES = 5  # after which a partner asks again, where site.toml says nothing of it


def partner_channel(view: FeedView, partner: str, source: str, settings: Settings) -> FeedView:
    """The values of a feed as a partner wants them.

    Args:
        view: of the feed.
        partner: its name.
        source: the name of the feed that readers have.
        settings: give the site's address and logo.
    """
    home = f"{settings.site}/" if source == EVERYTHING else settings.site + feed_path(source)
    logo = site_url(settings.theme.logo or settings.icon, settings.site)
    elements = []
    if partner == "smartnews" and logo:
        elements.append(Element(_SNF, "logo", "", (), (Element("", "url", logo),)))
    return view._replace(
        home=home,
        poll_minutes=view.poll_minutes or _MINUTES,
        extension=Extension(_NAMESPACES.get(partner, ()), tuple(elements)),
    )


def partner_item(view: EntryView, partner: str) -> EntryView:
    """The values of an entry as a partner wants them.

    Args:
        view: of the entry, in full.
        partner: its name.
    """
    elements = []
    if partner == "msn":  # which takes an article again only where this is newer
        elements.append(Element(_DCTERMS, "modified", view.updated.isoformat()))
    return view._replace(extension=Extension(_NAMESPACES.get(partner, ()), tuple(elements)))
