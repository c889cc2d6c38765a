"""Whether readers see an article: all that can be said of one, at all times that make a difference.

What the rule must answer is written here a second time, once for each who asks: the editor, the
preview's marks, the holders of keys and the store.
"""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import NamedTuple

import pytest

from feedsvc.model.article import Article
from feedsvc.model.entry import Entry, Term
from feedsvc.model.key import Key, access_group_of, marked, opens
from feedsvc.model.status import holds_of, next_change, reasons_of, status_at

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Case(NamedTuple):
    withdrawn: bool
    draft: bool
    private: bool
    category: str
    published: datetime
    expires: datetime | None

    @property
    def entry(self) -> Entry:
        return Entry(
            id="id:a",
            slug="a",
            published=self.published,
            updated=NOW,
            article=Article(
                path="a.md",
                headline="A",
                slug="a",
                draft=self.draft,
                status="withdrawn" if self.withdrawn else "",
            ),
            category=Term(self.category, self.category) if self.category else None,
            private=self.private,
        )

    @property
    def expired(self) -> bool:
        return self.expires is not None and self.expires <= NOW


CASES = [
    Case(*values)
    for values in product(
        (False, True),
        (False, True),
        (False, True),
        ("", "board", "world"),
        (NOW - HOUR, NOW, NOW + HOUR),
        (None, NOW - 2 * HOUR, NOW - HOUR, NOW, NOW + HOUR, NOW + 2 * HOUR),
    )
]


def told_to_editors(case: Case) -> str:
    if case.withdrawn:
        return "withdrawn"
    if case.draft:
        return "draft"
    if case.private:
        return "private"
    if case.published > NOW:
        return "embargoed"
    return "expired" if case.expired else "published"


def shown_to_holder(case: Case, key: Key) -> bool:
    if case.withdrawn or case.expired:
        return False
    ahead = case.draft or case.published > NOW
    if not case.private:
        return key.drafts and ahead
    return case.category in key.categories and (key.drafts or not ahead)


def group(case: Case) -> str:
    if case.withdrawn:
        return ""
    if not case.private or not case.category:
        return "draft" if case.draft else ""
    return f"{'draft/' * case.draft}category/{case.category}"


def test_an_editor_is_told_one_reason() -> None:
    for case in CASES:
        holds = holds_of(case.entry.article, private=case.private)
        assert status_at(NOW, holds, case.published, case.expires) == told_to_editors(case)


def test_all_reasons_are_known() -> None:
    for case in CASES:
        given = {
            "withdrawn": case.withdrawn,
            "draft": case.draft,
            "private": case.private,
            "embargoed": case.published > NOW,
            "expired": case.expired,
        }
        assert reasons_of(case.entry, case.expires, NOW) == [name for name in given if given[name]]


@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize("categories", [(), ("board",), ("board", "world")])
def test_a_key_opens_what_it_is_for(drafts: bool, categories: tuple[str, ...]) -> None:
    key = Key(name="K", digest="d", drafts=drafts, categories=categories, made=NOW)
    for case in CASES:
        assert opens(key, case.entry, case.expires, NOW) is shown_to_holder(case, key)


def test_to_a_holder_it_is_a_draft_or_embargoed() -> None:
    for case in CASES:
        ahead = "embargoed" if case.published > NOW else ""
        assert marked(case.entry, NOW).state == ("draft" if case.draft else ahead)


def test_what_is_withheld_for_the_same_reason_is_in_one_group() -> None:
    for case in CASES:
        assert access_group_of(case.entry) == group(case)


def test_a_status_lasts_until_the_moment_that_is_told() -> None:
    for case in CASES:
        holds = holds_of(case.entry.article, private=case.private)
        status = status_at(NOW, holds, case.published, case.expires)
        moment = next_change(status, case.published, case.expires)
        before = (moment or NOW + 24 * HOUR) - timedelta(seconds=1)
        assert status_at(before, holds, case.published, case.expires) == status
        if moment is not None:
            assert moment > NOW
            assert status_at(moment, holds, case.published, case.expires) != status
