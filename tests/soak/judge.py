"""Judges what subscribers are given by what the editor saved.

In a storm an answer may be of before or after what was just saved, but must be whole and of what
readers may see. When all is quiet, it must be exactly what was saved.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tests.soak.clock import MovedClock
from tests.soak.documents import Entry, Read
from tests.soak.stories import Copy, Story

_GRAIN = timedelta(seconds=2)  # documents tell whole seconds


class Judge:
    """Knows what subscribers were given.

    Args:
        stories: of the editor, by number.
        clock: of the service.
    """

    def __init__(self, stories: Mapping[int, Story], clock: MovedClock) -> None:
        self._stories, self._clock = stories, clock
        self._bytes: dict[tuple[str, str], str] = {}  # digests, by path and tag
        self._updated: dict[tuple[int, int], datetime] = {}  # by story and copy
        self._before: dict[int, datetime] = {}  # `updated` of what stood when all was quiet

    # In a storm.

    def bytes(self, path: str, tag: str, body: bytes) -> Iterable[str]:
        """What is wrong with an answer's tag."""
        digest = hashlib.sha256(body).hexdigest()
        if not tag:
            yield "it has no ETag"
        elif self._bytes.setdefault((path, tag), digest) != digest:
            yield f"the tag {tag} stands for other bytes than before"

    def document(self, feed: str, found: Read) -> Iterable[str]:
        """What is wrong with a document of a feed, whatever was saved just now."""
        told = found.told or set()
        for entry in found.entries:
            if entry.id in told:
                yield f"{entry.id} is an entry, and told as withdrawn"
            for fault in self._entry(feed, entry):
                yield f"{entry.id}, copy {entry.number}.{entry.copy}: {fault}"
        if told:
            for story in list(self._stories.values()):
                if story.possible_ids & told and not any(map(_may_be_read, list(story.copies))):
                    yield f"story {story.number} is told as withdrawn, and never was public"

    def _entry(self, feed: str, entry: Entry) -> Iterable[str]:
        story = self._stories.get(entry.number)
        if story is None or entry.copy > len(story.copies):
            yield "nobody saved it"
            return
        copy = story.copies[entry.copy - 1]
        if not story.seen_id and entry.id in story.possible_ids:
            story.seen_id = entry.id
        if entry.id != story.seen_id:
            yield f"its id should be {story.seen_id or sorted(story.possible_ids)}"
        if not story.shows_in(feed):
            yield f"it does not belong into {feed}"
        if not (copy.form == "public" or (copy.lifts and copy.lifts <= self._clock.latest())):
            yield f"nobody may read it: it is {copy.form}" + (
                f" until {copy.lifts}" if copy.lifts else ""
            )
        if entry.copy < story.floor:
            yield f"it was retracted or replaced before all was quiet (floor {story.floor})"
        if not self._clock.was_moved():
            yield from self._time(story, copy, entry.updated)

    def _time(self, story: Story, copy: Copy, updated: datetime) -> Iterable[str]:
        key = (story.number, copy.number)
        known = self._updated.setdefault(key, updated)
        if known != updated:
            yield f"`updated` moved from {known} to {updated}, and readers see no change"
        before = self._updated.get((story.number, copy.number - 1))
        if before is None:
            return
        was = story.copies[copy.number - 2]
        if copy.minor and was.form == "public" and updated != before:
            yield f"`updated` moved from {before} to {updated} at a quiet edit"
        if updated < before:
            yield f"`updated` went back from {before} to {updated}"

    # When all is quiet.

    def settled(self, feed: str, found: Read, *, whole: bool = True) -> list[str]:
        """What a document does not show yet of what was saved, or still shows of before.

        Args:
            feed: its name.
            found: what the document says.
            whole: whether all entries of the feed are in it, none in its archive alone.
        """
        shown = {entry.number: entry for entry in found.entries}
        faults: list[str] = []
        for story in list(self._stories.values()):
            if story.shows_in(feed) and (whole or story.number in shown):
                faults += self._settled(story, shown.get(story.number), found.told)
        return faults

    def _settled(self, story: Story, entry: Entry | None, told: set[str] | None) -> list[str]:
        name = f"story {story.number}"
        unsure, wanted = self._wanted(story)
        if unsure:
            return []
        if wanted is None:
            if entry is not None:
                return [f"{name} is still there, copy {entry.copy}, though {_why(story)}"]
            left = story.standing is not None and not story.broke
            # By a clock that is behind, nobody has seen one whose date is that of its first sight.
            left = left and (story.steady or not self._clock.was_moved())
            if told is not None and left and story.seen_id not in told:
                return [f"{name} left, since {_why(story)}, and nobody is told"]
            return []
        if entry is None:
            return [f"{name} is missing: copy {wanted.number} is public"]
        if entry.copy != wanted.number:
            return [f"{name} shows copy {entry.copy} instead of {wanted.number}"]
        return [f"{name}: {fault}" for fault in self._settled_time(story, entry.updated)]

    def _settled_time(self, story: Story, updated: datetime) -> list[str]:
        if self._keeps_wrong_times(story) or (story.misdated and self._clock.was_moved()):
            return []  # a clock that is wrong again brings back times of the first one
        if updated > self._clock.now() + _GRAIN:
            return [f"`updated` lies ahead of now: {updated}"]
        before, standing = self._before.get(story.number), story.standing
        if before is None or standing is None or before > self._clock.now():
            return []
        if standing is story.copy or story.copy.form == "broken":
            moved = updated != before
            return [f"`updated` moved from {before} to {updated}, unseen"] if moved else []
        # A quiet edit hides those before it that were never looked at.
        if updated < before or (updated == before and not story.copy.minor):
            return [f"`updated` is {updated}, and was {before} before the edit"]
        return []

    def _wanted(self, story: Story) -> tuple[bool, Copy | None]:
        """Whether it cannot be told what stands, and the copy that must."""
        if story.deleted:
            return False, None
        if story.copy.form != "broken":
            return False, story.copy if story.copy.public(self._clock.now()) else None
        # The last good copy stays, if the indexer saw it before the file was broken.
        last = next((one for one in reversed(story.copies) if one.form != "broken"), None)
        unsure = last is None or last is not story.standing
        return unsure or (not story.steady and self._keeps_wrong_times(story)), last

    def _keeps_wrong_times(self, story: Story) -> bool:
        """Whether a story may have times of a wrong clock: they are mended as its file is read."""
        return story.copy.form == "broken" and (story.wrong_times or self._clock.was_moved())

    def page(self, story: Story) -> set[int]:
        """What the page of a story may answer; empty: it cannot be told."""
        unsure, wanted = self._wanted(story)
        if unsure or story.broke:
            return set()
        if wanted is not None:
            return {200}
        if story.standing is not None:
            return {410}
        return {404, 410} if any(map(_may_be_read, story.copies)) else {404}

    def calm(self, found: Read) -> None:
        """Note what the feed of everything shows now that all is quiet."""
        shown = {entry.number: entry for entry in found.entries}
        self._updated = {(one.number, one.copy): one.updated for one in found.entries}
        self._before = {number: one.updated for number, one in shown.items()}
        for story in self._stories.values():
            entry = shown.get(story.number)
            story.standing = story.copies[entry.copy - 1] if entry else None
            story.floor = entry.copy if entry else len(story.copies) + 1
            if not entry and story.copy.form in ("embargoed", "broken") and not story.deleted:
                story.floor = len(story.copies)
            story.moved = False
            story.wrong_times = self._keeps_wrong_times(story)
            story.broke = story.copy.form == "broken" and not story.deleted


def _may_be_read(copy: Copy) -> bool:
    return copy.form in ("public", "embargoed")


def _why(story: Story) -> str:
    if story.deleted:
        return "its file is deleted"
    lifts = f" until {story.copy.lifts}" if story.copy.lifts else ""
    return f"copy {story.copy.number} is {story.copy.form}{lifts}"
