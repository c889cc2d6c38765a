"""What an export says of media, people and reusable blocks, which posts refer to by number."""

import html
import re

import msgspec

from feedsvc.model.characters import one_line

_MOST_CHILDREN = 500  # pictures of one post that a gallery without numbers shows
_TAGS = re.compile(r"<[^<>]*>")


class Medium(msgspec.Struct, frozen=True):
    """A file of the media library.

    Attributes:
        url: where it is.
        alt: what it shows; plain text.
        caption: inline HTML.
        title: plain text.
    """

    url: str
    alt: str = ""
    caption: str = ""
    title: str = ""


class Library:
    """What posts refer to.

    Attributes:
        media: by the number of the attachment.
        children: the numbers of attachments by the number of the post to which they were uploaded.
        people: display names, by login and by nicename.
        blocks: the texts of reusable blocks, by number.
        site: the address of the old site.
        posts: how many posts there are.
    """

    def __init__(self) -> None:
        self.media: dict[int, Medium] = {}
        self.children: dict[int, list[int]] = {}
        self.people: dict[str, str] = {}
        self.blocks: dict[int, str] = {}
        self.site = ""
        self.posts = 0

    def add_medium(self, number: int, parent: int, medium: Medium) -> None:
        """Take an attachment in."""
        self.media[number] = medium
        children = self.children.setdefault(parent, []) if parent else []
        if len(children) < _MOST_CHILDREN:
            children.append(number)

    def name_of(self, login: str) -> str:
        """The name of a person to show, by login or nicename; else the login itself."""
        return self.people.get(login) or self.people.get(login.removeprefix("cap-")) or login


def plain(text: str) -> str:
    """One line of plain text from HTML of a label or caption."""
    return one_line(html.unescape(_TAGS.sub(" ", text) if "<" in text else text))


def picture(medium: Medium, caption: str | None = None) -> str:
    """A medium as a figure, with its caption, or as a player."""
    url = html.escape(medium.url)
    shown = medium.caption if caption is None else caption
    suffix = medium.url.rpartition(".")[2].lower()
    if suffix in ("mp3", "m4a", "ogg", "wav", "flac", "opus"):
        inner = f'<audio controls src="{url}"></audio>'
        shown = shown or html.escape(medium.title)
    elif suffix in ("mp4", "m4v", "webm", "ogv", "mov"):
        inner = f'<video controls src="{url}"></video>'
        shown = shown or html.escape(medium.title)
    else:
        inner = f'<img src="{url}" alt="{html.escape(medium.alt)}">'
    caption_html = f"<figcaption>{shown}</figcaption>" if shown.strip() else ""
    return f"<figure>{inner}{caption_html}</figure>"
