"""What an editor saves: one version of an article, and the file that says it."""

import struct
import zlib
from dataclasses import dataclass
from datetime import datetime

FOLDERS = ("world", "sport", "")
TAGS = ("wet", "cold")
DESKS = ("Weather desk", "Night desk")
SUFFIXES = ("md", "txt", "html")


@dataclass(frozen=True)
class Version:
    """One article as its file says it.

    Attributes:
        number: which article; its headline, its text and its picture name it.
        text: counts the texts that it has had.
        unseen: counts changes that no reader sees.
        broken: the file cannot be read.
        corrections: text, and the time that it states or None.
        withdrawn, reason: `status: withdrawn`, and what readers are told.
    """

    number: int
    suffix: str = "md"
    text: int = 1
    unseen: int = 0
    broken: bool = False
    id: str = ""
    slug: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    desk: str = ""
    picture: bool = False
    date: datetime | None = None
    embargo: datetime | None = None
    expires: datetime | None = None
    draft: bool = False
    withdrawn: bool = False
    reason: str = ""
    corrections: tuple[tuple[str, datetime | None], ...] = ()

    @property
    def live(self) -> bool:
        """Neither a draft nor withdrawn."""
        return not self.draft and not self.withdrawn

    def published(self, first_seen: datetime) -> datetime:
        """The later of date and embargo."""
        date = self.date or first_seen
        return max(date, self.embargo or date)

    def over(self, now: datetime) -> bool:
        """Whether it has expired."""
        return self.expires is not None and self.expires <= now

    def holding(self) -> set[tuple[str, str]]:
        """The lines of its header that name a key that may hold it back."""
        found = {("embargo", str(self.embargo)), ("expires", str(self.expires))}
        found |= {("draft", str(self.draft)), ("status", str(self.withdrawn))}
        return {one for one in found if one[1] not in ("None", "False")}

    def file(self) -> bytes:
        """The article's file."""
        header = [f"title: Story {self.number}"]
        date = "2024" if self.broken else self.date and _iso(self.date)
        for key, value in (
            ("date", date),
            ("id", self.id),
            ("slug", self.slug),
            ("category", self.category),
            ("author", self.desk),
            ("embargo", self.embargo and _iso(self.embargo)),
            ("expires", self.expires and _iso(self.expires)),
            ("draft", "true" if self.draft else ""),
            ("status", "withdrawn" if self.withdrawn else ""),
            ("reason", self.reason if self.withdrawn else ""),
            ("image", picture_name(self.number) if self._in_header else ""),
            ("tags", f"[{', '.join(self.tags)}]" if self.tags else ""),
            ("mood", f"{self.unseen}" if self.unseen % 3 == 1 else ""),
            ("aliases", f"[/old/{self.number}/{self.unseen}]" if self.unseen % 3 == 2 else ""),
        ):
            if value:
                header.append(f"{key}: {value}")
        header += ["correction:"] if self.corrections else []
        for text, time in self.corrections:
            header += [f"  - text: {text}", *([f"    time: {_iso(time)}"] if time else [])]
        blanks = " " * (self.unseen // 3) + "\n"
        return ("\n".join(["---", *header, "---", *self._body(), blanks])).encode()

    @property
    def _in_header(self) -> bool:
        return self.picture and self.suffix != "html"

    def _body(self) -> list[str]:
        first, more = f"Copy {self.number}.{self.text} stands here.", "More of it follows."
        if self.suffix == "html":
            shown = f'<p><img src="{picture_name(self.number)}" alt="A map"></p>'
            picture = [shown] if self.picture else []
            return [f"<p>{first}</p>", *picture, "<h2>Details</h2>", f"<p>{more}</p>"]
        heading = "## Details" if self.suffix == "md" else "Details"
        return [first, "", heading, "", more]


def _iso(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def picture_name(number: int) -> str:
    """The picture of an article, beside its file."""
    return f"pic{number}.png"


def picture_path(path: str, number: int) -> str:
    """Where the picture of an article that is in that file lies."""
    folder = path.rpartition("/")[0]
    return f"{folder}/{picture_name(number)}" if folder else picture_name(number)


def picture() -> bytes:
    """A PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + end

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00\x7f")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
