"""Elements of RSS modules that settings ask for: how often to poll, and rights for machines."""

from feedsvc.render.element import NOTHING, Element, Extension
from feedsvc.settings import USES, MachinesSettings, Settings

_SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
_RSL = "https://rslstandard.org/rsl"  # RSL 1.0, module for RSS


def feed_modules(settings: Settings, *, archive: bool) -> Extension:
    """What a feed of RSS says of itself, and declares for its entries.

    Args:
        settings: of the newsroom.
        archive: whether it is a document of an archive, which nobody needs to poll.
    """
    found = Extension((("rsl", _RSL),)) if settings.machines.license else NOTHING
    minutes = settings.feeds.poll_minutes
    if not minutes or archive:
        return found
    said = (("updatePeriod", "hourly"), ("updateFrequency", str(60 // minutes)))
    elements = tuple(Element(_SYNDICATION, name, text) for name, text in said)
    return found.plus(Extension((("sy", _SYNDICATION),), elements))


def entry_modules(machines: MachinesSettings, page: str) -> Extension:
    """The licence of an entry for machines, where there is one.

    Args:
        machines: names the licence.
        page: URL of the entry's page.
    """
    if not machines.license:
        return NOTHING
    wishes = machines.wishes
    uses = (
        ("permits", " ".join(USES[use] for use, yes in wishes.items() if yes)),
        ("prohibits", " ".join(USES[use] for use, yes in wishes.items() if not yes)),
    )
    said = tuple(Element(_RSL, name, text, (("type", "usage"),)) for name, text in uses if text)
    inner = (Element(_RSL, "license", children=said),) if said else ()
    terms = Element(_RSL, "terms", machines.license)
    content = Element(_RSL, "content", "", (("url", page),), (terms, *inner))
    return Extension((("rsl", _RSL),), (content,))
