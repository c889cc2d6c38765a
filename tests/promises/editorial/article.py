"""An article and a retraction, with what must stay true of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from saved import Version, picture_path

EVERYTHING = "feed"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(eq=False)
class Article:
    """One article, with what must stay true of it.

    Attributes:
        said: the last version that could be read.
        corrected: when the last correction came that lifts it.
        was_public: readers could see it once.
        left: how it left, where readers could see it last: "", "expired" or "told".
        shut: its category is private.
        faulty: an error in its file may mean to hold it back.
        hushed: when it last left or came back because of such an error.
        missed: the feeds that it left because of one, whose readers have it still.
        foreseen: `changes` and `updated`, when the holder of a key last saw an entry of it.
        changes: counts what readers see as a change.
        floor: `updated` is not before it.
        exact: what `updated` is, where the rules say it to the second.
        slugs: under which it was seen, the last one last.
        asked: the slug that it wanted when it got the last one.
        wishes: slugs that it wanted while it was public.
        seen: `changes` and `updated`, when an entry of it was last seen.
    """

    id: str
    path: str
    said: Version
    first_seen: datetime
    present: bool = True
    corrected: datetime = LONG_AGO
    was_public: bool = False
    left: str = ""
    shut: bool = False
    faulty: bool = False
    hushed: datetime = LONG_AGO
    missed: tuple[str, ...] = ()
    foreseen: tuple[int, datetime] | None = None
    changes: int = 0
    floor: datetime = LONG_AGO
    exact: datetime | None = None
    slugs: list[str] = field(default_factory=list)
    asked: str = ""
    wishes: set[str] = field(default_factory=set)
    seen: tuple[int, datetime] | None = None

    @property
    def published(self) -> datetime:
        return self.said.published(self.first_seen)

    @property
    def live(self) -> bool:
        """Only time can keep it from readers."""
        return self.said.live and not self.shut and not self.faulty

    def public(self, now: datetime) -> bool:
        said = self.said
        started = self.present and self.live and self.published <= now
        return started and not said.over(now)

    @property
    def wanted(self) -> str:
        return self.said.slug or self.path.rpartition("/")[2].partition(".")[0]

    def answers_to_its_file(self, name: str) -> bool:
        """Whether this is the name of its file, and not what it is called itself."""
        return bool(self.said.slug) and self.path.rpartition("/")[2].partition(".")[0] == name

    @property
    def media(self) -> str:
        return picture_path(self.path, self.said.number) if self.said.picture else ""

    @property
    def feeds(self) -> tuple[str, ...]:
        said = self.said
        category = said.category or self.path.rpartition("/")[0]
        names = [EVERYTHING, f"category/{category.lower()}" if category else ""]
        names += [f"tag/{tag}" for tag in said.tags]
        names += [f"author/{said.desk.lower().replace(' ', '-')}" if said.desk else ""]
        return tuple(name for name in names if name)

    def look(self) -> tuple[object, ...]:
        """All that a reader sees of it; where its picture lies makes no difference."""
        said = self.said
        shown = (said.number, said.text, self.feeds, said.picture)
        return (*shown, said.corrections, self.published)

    @property
    def shown(self) -> tuple[object, ...]:
        """What the bytes of its entry depend on."""
        return (self.id, self.changes, self.wanted, self.media)


@dataclass
class Deletion:
    """A tombstone; `over` once the article is public again, `late` where it had left before."""

    id: str
    when: datetime
    reason: str
    feeds: tuple[str, ...]
    over: bool = False
    late: bool = False
