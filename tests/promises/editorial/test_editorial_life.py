"""Promises 2, 3, 5 and 6: whatever editors do, subscribers have exactly what is published.

Thousands of random changes to a real newsroom, beside a model of what a subscriber may see.
EDITORIAL_EXAMPLES=1000 looks for longer.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from life import SITES, Life
from portions import few_in_a_transaction
from saved import DESKS, FOLDERS, SUFFIXES, TAGS, Version

HOW = st.sampled_from(["scan", "files", "folders", "later"])
WHICH = st.integers(0, 30)
STEPS = [timedelta(seconds=1), timedelta(hours=1)]
STEPS += [timedelta(days=days) for days in (1, 29, 30, 31)]
# A time from now: long past, a moment ago, now, soon.
FROM_NOW = st.sampled_from([timedelta(0), *STEPS, *(-step for step in STEPS)])
SELDOM = st.sampled_from([False] * 7 + [True])
MAYBE = st.none() | FROM_NOW
LATER = st.sampled_from(STEPS)
SOMETHING_SAVED = precondition(lambda self: self.life and self.life.files)
SOMETHING_DELETED = precondition(lambda self: self.life and self.life.bin)


class EditorialLife(RuleBasedStateMachine):
    """What editors, time and subscribers do."""

    def __init__(self, desks: Callable[[str], Any]) -> None:
        super().__init__()
        self.desks = desks
        self.ends = ExitStack()
        self.life: Life | None = None

    @initialize(
        entries=st.sampled_from([4, 50]),
        many=st.sampled_from([0, 0, 0, 24]),
        few_at_a_time=st.booleans(),
    )
    def begin(self, entries: int, many: int, few_at_a_time: bool) -> None:
        if few_at_a_time:
            self.ends.enter_context(few_in_a_transaction())
        folder = self.ends.enter_context(tempfile.TemporaryDirectory(prefix="editorial-"))
        self.life = Life(self.desks(folder), entries, many)
        self.ends.callback(self.life.close)

    def teardown(self) -> None:
        with self.ends:
            if self.life is not None and sys.exc_info()[0] is None:
                self.life.end()

    @invariant()
    def feeds_are_right(self) -> None:
        if self.life is not None:
            self.life.glance()

    # What editors do.

    @rule(
        folder=st.sampled_from(FOLDERS),
        suffix=st.sampled_from(SUFFIXES),
        reuse=st.booleans(),
        own_id=st.booleans(),
        slug=st.sampled_from(["", "", "", "rain", "snow"]),
        category=st.sampled_from(["", "", "World", "Sport", "Board"]),
        tags=st.sampled_from([(), TAGS[:1], TAGS[1:], TAGS]),
        desk=st.sampled_from(["", *DESKS]),
        picture=st.booleans(),
        how=HOW,
    )
    def write(
        self, folder: str, suffix: str, reuse: bool, own_id: bool, how: str, **values: Any
    ) -> None:
        self._write(folder, suffix, reuse, own_id, how, **values)

    @rule(
        date=MAYBE,
        embargo=st.none() | LATER,
        expires=st.none() | LATER,
        corrected=MAYBE,
        stated=st.booleans(),
        draft=st.booleans(),
        broken=SELDOM,
        how=HOW,
    )
    def write_for_later(
        self,
        date: timedelta | None,
        embargo: timedelta | None,
        expires: timedelta | None,
        corrected: timedelta | None,
        stated: bool,
        how: str,
        **values: Any,
    ) -> None:
        at = self.life.at
        first = ("It was corrected.", at(corrected) if stated else None)
        corrections = () if corrected is None else (first,)
        self._write(
            *("world", "md", False, False, how),
            date=at(date),
            embargo=at(embargo),
            expires=at(expires),
            corrections=corrections,
            tags=TAGS[:1],
            **values,
        )

    def _write(
        self, folder: str, suffix: str, reuse: bool, own_id: bool, how: str, **values: Any
    ) -> None:
        path = self.life.free_path(folder, suffix, reuse=reuse)
        number = self.life.next_number()
        said = Version(number, suffix, id=f"urn:x-story:{number}" if own_id else "", **values)
        self.life.save(path, said, how)

    def _change(
        self, which: int, how: str, change: Callable[[Version], Version], **wanted: Any
    ) -> None:
        """Save another version of one of the articles for which `wanted` holds."""
        files = self.life.files

        def fits(path: str) -> bool:
            return all(getattr(files[path], name) == value for name, value in wanted.items())

        if path := self.life.pick(which, fits):
            self.life.save(path, change(files[path]), how)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW)
    def edit(self, which: int, how: str) -> None:
        self._change(which, how, lambda said: replace(said, text=said.text + 1))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW)
    def edit_what_no_reader_sees(self, which: int, how: str) -> None:
        self._change(which, how, lambda said: replace(said, unseen=said.unseen + 1))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, folder=st.sampled_from(FOLDERS), edited=st.booleans())
    def rename(self, which: int, how: str, folder: str, edited: bool) -> None:
        files = self.life.files
        if path := self.life.pick(which, lambda path: not files[path].broken):
            said = files[path]
            alone = how != "later" and not self.life.waiting
            # By slug and date it is known again where no other has both, or by an id of its own.
            edited = edited and bool(said.id or (said.slug and said.date and alone))
            to = self.life.free_path(folder, said.suffix, reuse=False)
            self.life.move(path, to, replace(said, text=said.text + edited), how)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, slug=st.sampled_from(["rain", "snow", "hail"]))
    def change_slug(self, which: int, how: str, slug: str) -> None:
        self._change(which, how, lambda said: replace(said, slug=slug))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, category=st.sampled_from(["", "World", "Sport", "Board"]))
    def change_category(self, which: int, how: str, category: str) -> None:
        self._change(which, how, lambda said: replace(said, category=category))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, tags=st.sampled_from([(), TAGS[:1], TAGS]))
    def change_tags(self, which: int, how: str, tags: tuple[str, ...]) -> None:
        self._change(which, how, lambda said: replace(said, tags=tags))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, date=MAYBE)
    def change_date(self, which: int, how: str, date: timedelta | None) -> None:
        self._change(which, how, lambda said: replace(said, date=self.life.at(date)))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, embargo=MAYBE)
    def embargo(self, which: int, how: str, embargo: timedelta | None) -> None:
        self._change(which, how, lambda said: replace(said, embargo=self.life.at(embargo)))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, expires=MAYBE)
    def expire(self, which: int, how: str, expires: timedelta | None) -> None:
        self._change(which, how, lambda said: replace(said, expires=self.life.at(expires)))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW)
    def make_a_draft_or_not(self, which: int, how: str) -> None:
        self._change(which, how, lambda said: replace(said, draft=not said.draft))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, stated=st.lists(MAYBE, min_size=1, max_size=2))
    def correct(self, which: int, how: str, stated: list[timedelta | None]) -> None:
        def change(said: Version) -> Version:
            number = len(said.corrections) + 1
            new = [
                (f"Correction {number + more} of it.", self.life.at(time))
                for more, time in enumerate(stated)
            ]
            return replace(said, corrections=(*said.corrections, *new))

        self._change(which, how, change)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, reason=st.sampled_from(["", "It was wrong."]))
    def withdraw(self, which: int, how: str, reason: str) -> None:
        change = lambda said: replace(said, withdrawn=True, reason=reason)  # noqa: E731
        self._change(which, how, change, withdrawn=False)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW)
    def publish_again(self, which: int, how: str) -> None:
        self._change(which, how, lambda said: replace(said, withdrawn=False), withdrawn=True)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, embargo=LATER)
    def embargo_what_was_withdrawn(self, which: int, how: str, embargo: timedelta) -> None:
        change = lambda said: replace(said, withdrawn=False, embargo=self.life.at(embargo))  # noqa: E731
        self._change(which, how, change, withdrawn=True)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, expires=LATER, deleted=st.booleans())
    def return_expire_and_leave(
        self, which: int, how: str, expires: timedelta, deleted: bool
    ) -> None:
        files = self.life.files
        path = self.life.pick(which, lambda path: files[path].withdrawn and not files[path].broken)
        if not path:
            return
        before, said = files[path], replace(files[path], withdrawn=False, draft=False)
        self.life.save(path, replace(said, expires=self.life.at(expires)), "files")
        self.life.glance()
        self.life.forward(expires + timedelta(hours=1))
        if deleted:
            self.life.delete(path, how)
        else:
            self.life.save(path, replace(files[path], withdrawn=True, reason=before.reason), how)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, number=st.integers(3, 5))
    def delete_some(self, which: int, how: str, number: int) -> None:
        self.life.delete_some(which, number, how)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW)
    def break_or_mend(self, which: int, how: str) -> None:
        self._change(which, how, lambda said: replace(said, broken=not said.broken))

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW, deleted=st.booleans())
    def err_and_take_back(self, which: int, how: str, deleted: bool) -> None:
        if path := self.life.pick(which, self.life.there_for_readers):
            said = replace(self.life.files[path], broken=True, draft=True)
            self.life.save(path, said, "files")
            self.life.glance()
            if deleted:
                self.life.delete(path, how)
            else:
                self.life.save(path, replace(said, broken=False, withdrawn=True), how)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW)
    def give_an_id(self, which: int, how: str) -> None:
        files = self.life.files

        def fits(path: str) -> bool:
            # One that left keeps the id under which it did: readers know it by that.
            article, said = self.life.article(path), files[path]
            settled = not said.broken and said.expires is None
            return settled and article is not None and article.left == ""

        if path := self.life.pick(which, fits):
            self.life.give_id(path, how)

    @SOMETHING_SAVED
    @rule(which=WHICH, how=HOW)
    def delete(self, which: int, how: str) -> None:
        if path := self.life.pick(which):
            self.life.delete(path, how)

    @SOMETHING_DELETED
    @rule(which=WHICH, how=HOW, elsewhere=st.booleans(), edited=st.booleans())
    def bring_back(self, which: int, how: str, elsewhere: bool, edited: bool) -> None:
        self.life.bring_back(which, how, elsewhere=elsewhere, edited=edited)

    # What else happens.

    @rule(how=HOW)
    def look_at_the_folder(self, how: str) -> None:
        if how != "later":
            self.life.look_at_folder(how)

    @rule(step=LATER)
    def time_passes(self, step: timedelta) -> None:
        self.life.forward(step)

    @rule(looks=st.integers(2, 4))
    def nobody_looks_for_a_while(self, looks: int) -> None:
        self.life.away = looks

    @rule(which=WHICH, seconds=st.sampled_from([-1, 0, 1]))
    def time_passes_to_what_is_due(self, which: int, seconds: int) -> None:
        self.life.forward_to_due(which, timedelta(seconds=seconds))

    @rule(scan=st.booleans())
    def restart(self, scan: bool) -> None:
        self.life.restart(scan=scan)

    @rule(site=st.sampled_from(SITES))
    def move_site(self, site: str) -> None:
        self.life.move_site(site)

    @rule(private=st.booleans())
    def make_a_category_private_or_not(self, private: bool) -> None:
        self.life.make_board(private=private)

    @rule(which=WHICH, tag=st.booleans(), since=st.booleans(), coding=st.sampled_from(["", "gzip"]))
    def poll(self, which: int, tag: bool, since: bool, coding: str) -> None:
        self.life.poll(which, tag=tag, since=since, coding=coding)

    @rule(which=WHICH)
    def gather(self, which: int) -> None:
        self.life.gather(self.life.gatherers[which % 2])

    @rule(which=WHICH)
    def look_at_everything(self, which: int) -> None:
        self.life.look_at_everything(self.life.client())


def test_subscribers_have_exactly_what_is_published(desks: Callable[[str], Any]) -> None:
    run_state_machine_as_test(
        lambda: EditorialLife(desks),
        settings=settings(
            max_examples=int(os.environ.get("EDITORIAL_EXAMPLES", "12")),
            stateful_step_count=40,
            suppress_health_check=list(HealthCheck),
        ),
    )
