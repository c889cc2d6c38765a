"""Reads the pictures, sounds and films that belong to an item of ninjs. Pure."""

import html
from collections.abc import Iterator
from typing import Any, NamedTuple

from feedsvc.importers.feeds import plain
from feedsvc.importers.json_file import texts
from feedsvc.importers.news_agency.nitf_body import captioned
from feedsvc.importers.post import Attachment

_WIDEST = 4_000  # pixels; what is wider is for print


class AgencyPicture(NamedTuple):
    """A picture: its address, what it shows, and whose it is."""

    url: str
    alt: str
    credit: str

    @property
    def figure(self) -> str:
        """The picture as HTML."""
        note = captioned(self.alt, self.credit)
        caption = f"<figcaption>{html.escape(note)}</figcaption>" if note else ""
        image = f'<img src="{html.escape(self.url)}" alt="{html.escape(self.alt)}">'
        return f"<figure>{image}{caption}</figure>"


def pictures_of(value: dict[str, Any]) -> list[AgencyPicture]:
    """The pictures that belong to an item; one that is called its main or feature one first."""
    found = []
    for name, one in _associated(value):
        said = texts(one)
        if said.get("type") in ("picture", "graphic") and (url := _rendition(one, "image")):
            about = said.get("description_text") or _value(one, "descriptions")
            about = about or said.get("headline") or _value(one, "headlines")
            credit = said.get("byline") or said.get("by") or said.get("copyrightholder", "")
            picture = AgencyPicture(url, plain(about), plain(credit))
            found.append(("main" in name or "feature" in name, picture))
    found.sort(key=lambda one: not one[0])
    return [picture for _, picture in found]


def players_of(value: dict[str, Any]) -> tuple[Attachment, ...]:
    """The sounds and films that belong to an item."""
    found = []
    for _, one in _associated(value):
        kind = texts(one).get("type", "")
        if kind in ("audio", "video") and (url := _rendition(one, kind)):
            found.append(Attachment(url))
    return tuple(found)


def _associated(value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The items that belong to one: by name in version 1, in lists later."""
    found = value.get("associations")
    if not isinstance(found, dict | list):
        return
    pairs = found.items() if isinstance(found, dict) else enumerate(found)
    for name, one in pairs:
        for each in one if isinstance(one, list) else [one]:
            if isinstance(each, dict):
                folded = {key.lower(): inner for key, inner in each.items()}
                yield str(folded.get("name") or name).casefold(), folded


def _rendition(value: dict[str, Any], kind: str) -> str:
    """The address of the widest rendition that is of a kind and not for print."""
    found = value.get("renditions")
    each = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    best, widest = "", -1
    for one in each:
        said = {key.lower(): text for key, text in texts(one).items()}
        type_ = said.get("contenttype") or said.get("mimetype") or kind
        width = int(said["width"]) if said.get("width", "").isdecimal() else 0
        fits = type_.startswith(kind) and bool(said.get("href"))
        if fits and widest < width <= _WIDEST:
            best, widest = said["href"], width
    return best


def _value(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    return texts(found[0]).get("value", "") if isinstance(found, list) and found else ""
