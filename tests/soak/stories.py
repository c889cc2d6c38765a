"""Stories as the editor knows them: every copy that was saved, and who may see it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from feedsvc.model.entry import tag_uri

ID_BASE = "news.example,2026"
CATEGORIES = ("World", "Sport", "Arts")
TAGS = ("wet", "cold")
PLAIN = "plain"  # the folder of stories without slug and date
_FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def site(entries: int) -> str:
    """A site.toml whose feeds have so many entries; older ones are in archives."""
    return (
        f'base_url = "https://news.example"\nid_base = "{ID_BASE}"\n'
        f"[feeds]\nentries = {entries}\narchive_entries = {entries}\n"
        "[categories.board]\nprivate = true\n"
    )


# What a copy is saved as. Nobody may ever read a draft, a private or a withdrawn copy, nor one that
# is embargoed, before its time.
Form = Literal["public", "draft", "private", "withdrawn", "embargoed", "broken"]


@dataclass(frozen=True)
class Copy:
    """One saved version of a story.

    Attributes:
        number: counts a story's copies.
        form: what it was saved as.
        lifts: when its embargo does.
        minor: whether the edit was a quiet one.
        corrections: how many it tells.
    """

    number: int
    form: Form
    lifts: datetime | None = None
    minor: bool = False
    corrections: int = 0

    def public(self, now: datetime) -> bool:
        """Whether readers may see it at a time."""
        return self.form == "public" or (self.lifts is not None and self.lifts <= now)


@dataclass(eq=False)
class Story:
    """One story.

    Attributes:
        number: of the story.
        path: of its file.
        own_id: in its header; "" for none.
        steady: its header has slug and date, so that it is known again wherever it is moved.
        copies: all that were saved, the newest last.
        paths: all that it ever had until a subscriber saw it.
        deleted: its file is gone.
        moved: since all was quiet.
        misdated: it was saved while the clock was wrong, or after that before all was quiet.
        wrong_times: it has been broken since a time at which the clock was wrong.
        broke: it was broken since all was quiet, or is.
        seen_id: the id with which subscribers saw it first.
        standing: the copy that subscribers saw when all was quiet; None: none.
        floor: no copy before it may be seen any more.
    """

    number: int
    path: str
    own_id: str = ""
    steady: bool = True
    copies: list[Copy] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    deleted: bool = False
    moved: bool = False
    broke: bool = False
    misdated: bool = False
    wrong_times: bool = False
    seen_id: str = ""
    standing: Copy | None = None
    floor: int = 0

    @property
    def copy(self) -> Copy:
        return self.copies[-1]

    @property
    def category(self) -> str:
        return CATEGORIES[self.number % len(CATEGORIES)]

    @property
    def tag(self) -> str:
        return TAGS[self.number % len(TAGS)]

    @property
    def possible_ids(self) -> set[str]:
        """Ids that it may have: one that it states, or one of a path at which it was first seen."""
        return {self.own_id} if self.own_id else {tag_uri(ID_BASE, path) for path in self.paths}

    @property
    def page(self) -> str:
        """The path of its page; empty: it depends on what its file is called."""
        return f"/articles/story-{self.number}" if self.steady else ""

    def shows_in(self, feed: str) -> bool:
        """Whether a feed holds it while it is public."""
        names = (f"category/{self.category.lower()}", f"tag/{self.tag}")
        return feed == "feed" or feed in names

    def text(self, copy: Copy) -> str:
        """The file of a copy."""
        return "\n".join((*self._header(copy), *self._body(copy), ""))

    def _header(self, copy: Copy) -> Iterator[str]:
        yield "---"
        yield f"title: Story {self.number}"
        if self.steady:
            moment = _FIRST_DAY + timedelta(minutes=self.number)
            yield f"date: {moment.isoformat()}"
            yield f"slug: story-{self.number}"
        if self.own_id:
            yield f"id: {self.own_id}"
        yield f"category: {'Board' if copy.form == 'private' else self.category}"
        yield f"tags: [{self.tag}]"
        if copy.form == "draft":
            yield "draft: true"
        if copy.form == "withdrawn":
            yield "status: withdrawn"
            yield "reason: It was wrong."
        if copy.lifts is not None:
            yield f"embargo: {copy.lifts.isoformat()}"
        if copy.minor:
            yield "minor: true"
        if copy.corrections:
            yield "correction:"
            for number in range(copy.corrections):
                yield f"  - text: The tide was {number + 1} m high."
        if copy.form == "broken":
            yield "authors: [Weather desk"
        yield "---"

    def _body(self, copy: Copy) -> Iterator[str]:
        name = f"Copy {self.number}.{copy.number}"
        yield f"{name} begins here, says the desk."
        for number in range(self.number % 4):
            yield f"\n## Part {number + 1}\n\nThe water came at {number + 5} and left. It is wet."
        yield f"\n## Later\n\nIt went on until it was over. {name} ends here."
