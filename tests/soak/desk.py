"""The editor: saves, moves and deletes files at random, and keeps what each story should be."""

import os
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.soak.clock import MovedClock
from tests.soak.stories import CATEGORIES, PLAIN, Copy, Form, Story, site

FEWEST, MOST = 30, 60  # stories
_DELETIONS = 2  # between two times of quiet: a quarter of all files at once would be held back
_SOON = (1.0, 5.0)  # seconds until an embargo lifts
_BREATH = 0.1  # seconds between the halves of a file, at most
Act = Callable[[], str]  # returns what was done; empty: nothing could be


class Desk:
    """The editor of one newsroom.

    Args:
        folder: of the newsroom.
        dice: decides.
        clock: of the service.
        entries: of a feed.
    """

    def __init__(
        self, folder: Path, dice: random.Random, clock: MovedClock, entries: int = 1000
    ) -> None:
        self._site = site(entries)
        self.folder, self._dice, self._clock = folder, dice, clock
        self.stories: dict[int, Story] = {}
        self._deletions = 0
        self._files = 0
        self._places = {name: name.lower() for name in CATEGORIES}  # their folders
        folder.mkdir()
        self.site(broken=False)
        for _ in range(FEWEST + 10):
            self.write()

    def acts(self) -> list[tuple[int, Act]]:
        """All that the editor may do, with weights."""
        return [
            (6, self.write),
            (8, self.edit),
            (3, self.edit_quietly),
            (3, self.correct),
            (5, self.move),
            (4, self.move_and_edit),
            (2, self.rename_folder),
            (3, self.delete),
            (3, self.withdraw),
            (3, self.make_draft),
            (3, self.make_private),
            (4, self.embargo),
            (5, self.publish_again),
            (2, self.break_file),
            (3, self.mend_file),
        ]

    def calm(self) -> None:
        """Begin anew to count what happens at once."""
        self._deletions = 0

    def site(self, *, broken: bool) -> None:
        """Write site.toml."""
        fresh = self.folder.with_name("site.new")
        fresh.write_text(self._site + ("[feeds\n" if broken else ""))
        os.replace(fresh, self.folder / "site.toml")

    # What it picks.

    def there(self) -> list[Story]:
        return [one for one in self.stories.values() if not one.deleted]

    def _pick(self, *forms: Form, wanted: Callable[[Story], bool] = lambda _: True) -> Story | None:
        found = [one for one in self.there() if one.copy.form in forms and wanted(one)]
        return self._dice.choice(found) if found else None

    def _free_path(self, story: Story) -> str:
        self._files += 1
        places = list(self._places.values()) if story.steady else [PLAIN]
        return f"{self._dice.choice(places)}/{self._dice.choice(['a', 'b'])}-{self._files}.md"

    # What it does.

    def write(self) -> str:
        """A new story."""
        if len(self.there()) >= MOST:
            return ""
        number = len(self.stories) + 1
        story = Story(number, "", steady=number == 1 or self._dice.random() < 0.7)
        if self._dice.random() < 0.15:
            story.own_id = f"urn:x-story:{number}"
        story.path = self._free_path(story)
        forms: list[Form] = ["public"] * 6 + ["draft", "private", "embargoed", "embargoed"]
        form = self._dice.choice(forms)
        self.stories[number] = story
        self._save(story, Copy(1, form, self._lift() if form == "embargoed" else None))
        return f"wrote {self._name(story)}"

    def edit(self) -> str:
        return self._change("edited", "public", "draft", "private")

    def edit_quietly(self) -> str:
        return self._change("edited quietly", "public", minor=True)

    def correct(self) -> str:
        story = self._pick("public", wanted=_edited)
        if story is None:
            return ""
        self._save(story, self._next(story, corrections=story.copy.corrections + 1))
        return f"corrected {self._name(story)}"

    def withdraw(self) -> str:
        return self._change("withdrew", "public", form="withdrawn")

    def make_draft(self) -> str:
        return self._change("made a draft of", "public", form="draft")

    def make_private(self) -> str:
        return self._change("made private", "public", form="private")

    def embargo(self) -> str:
        return self._change("embargoed", "public", "draft", form="embargoed", lifts=self._lift())

    def publish_again(self) -> str:
        forms: list[Form] = ["draft", "withdrawn", "private", "embargoed"]
        return self._change("published", *forms, form="public", lifts=None)

    def break_file(self) -> str:
        """Break a file; where it was just moved as well, nothing could tell which story it is."""
        story = self._pick("public", wanted=lambda one: _edited(one) and not one.moved)
        if story is None:
            return ""
        self._save(story, self._next(story, form="broken"))
        return f"broke {self._name(story)}"

    def mend_file(self) -> str:
        return self._change("mended", "broken", form="public")

    def mend_all(self) -> None:
        """Leave no file broken."""
        while self.mend_file():
            pass

    def move(self) -> str:
        story = self._pick("public", "draft", "private", "withdrawn", "embargoed", wanted=_moved)
        if story is None:
            return ""
        self._move(story, self._free_path(story))
        return f"moved {self._name(story)}"

    def move_and_edit(self) -> str:
        story = self._pick("public", wanted=lambda one: one.steady and not one.broke)
        if story is None:
            return ""
        self._move(story, self._free_path(story))
        self._save(story, self._next(story))
        return f"moved and edited {self._name(story)}"

    def rename_folder(self) -> str:
        """Give a folder another name; stories there that a broken file would lose keep it."""
        category = self._dice.choice(CATEGORIES)
        was = self._places[category]
        held = [one for one in self.there() if one.path.startswith(f"{was}/")]
        if not held or any(one.broke for one in held):
            return ""
        self._files += 1
        place = f"{category.lower()}-{self._files}"
        os.rename(self.folder / was, self.folder / place)
        self._places[category] = place
        for story in held:
            self._to(story, f"{place}/{story.path.partition('/')[2]}")
        return f"renamed {was} to {place}"

    def delete(self) -> str:
        if self._deletions >= _DELETIONS or len(self.there()) <= FEWEST:
            return ""
        story = self._dice.choice(self.there()[1:])
        self._deletions += 1
        story.deleted = True
        (self.folder / story.path).unlink()
        return f"deleted {self._name(story)}"

    def probe(self) -> str:
        """Save a new copy of the first story, which is never deleted: whoever sees it saw all."""
        story = self.stories[1]
        self._save(story, self._next(story, form="public", lifts=None))
        return f"saved {self._name(story)}"

    # How it does it.

    def _change(self, done: str, *forms: Form, **values: object) -> str:
        story = self._pick(*forms, wanted=_edited)
        if story is None:
            return ""
        self._save(story, self._next(story, **values))
        return f"{done} {self._name(story)}"

    def _next(self, story: Story, **values: object) -> Copy:
        values = {"minor": False} | values
        return replace(story.copy, number=story.copy.number + 1, **values)  # type: ignore[arg-type]

    def _lift(self) -> datetime:
        soon = self._clock.now() + timedelta(seconds=self._dice.uniform(*_SOON))
        return soon.replace(microsecond=0)

    def _move(self, story: Story, path: str) -> None:
        was = self.folder / story.path
        self._to(story, path)
        (self.folder / path).parent.mkdir(exist_ok=True)
        os.rename(was, self.folder / path)

    @staticmethod
    def _to(story: Story, path: str) -> None:
        story.path, story.moved = path, True
        if not story.seen_id:
            story.paths.add(path)

    def _save(self, story: Story, copy: Copy) -> None:
        """Save a copy in one of the ways that editors' programs have; it is known before."""
        story.copies.append(copy)
        story.misdated |= self._clock.was_moved()
        story.broke |= copy.form == "broken"
        if not story.seen_id:
            story.paths.add(story.path)
        file, text = self.folder / story.path, story.text(copy)
        file.parent.mkdir(exist_ok=True)
        how = self._dice.choice(["at once", "renamed", "in halves"])
        if how == "renamed":
            fresh = file.with_name(f".{file.name}.new")
            fresh.write_text(text)
            self._stamp([fresh])
            os.replace(fresh, file)
            return
        with file.open("w") as out:
            if how == "in halves":
                out.write(text[: len(text) // 2])
                out.flush()
                time.sleep(self._dice.uniform(0, _BREATH))
                out.write(text[len(text) // 2 :])
            else:
                out.write(text)
        self._stamp([file])

    def _stamp(self, files: Iterable[Path]) -> None:
        """Give files the time that the service's clock says, as if it were the machine's."""
        if self._clock.ahead:
            moment = self._clock.now().timestamp()
            for file in files:
                os.utime(file, (moment, moment))

    @staticmethod
    def _name(story: Story) -> str:
        form = "" if story.copy.form == "public" else f", {story.copy.form}"
        return f"story {story.number} ({story.path}, copy {story.copy.number}{form})"


def _moved(story: Story) -> bool:
    """Whether a story may be moved: one without slug and date is either moved or edited."""
    return not story.broke and (story.steady or story.number % 2 == 0)


def _edited(story: Story) -> bool:
    return story.steady or story.number % 2 == 1
