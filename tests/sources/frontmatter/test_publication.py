"""When an article is published, and what holds it back."""

from datetime import UTC, datetime

import pytest
from reading import headed, reading


@pytest.mark.parametrize(
    ("front", "draft", "status", "severity"),
    [
        ("draft: true", True, "", None),
        ("draft: yes", True, "", None),
        ("draft: false", False, "", None),
        ("published: false", True, "", None),
        ("published: no", True, "", None),
        ("published: true", False, "", None),
        ("published: true\ndraft: true", True, "", None),
        ("status: Draft", True, "", None),
        ("status: hidden", True, "", "info"),
        ("status: published", False, "", None),
        ("status: withdrawn", False, "withdrawn", None),
        ("status: featured", False, "", None),
        ("publish: false", True, "", None),
        ("publish: true", False, "", None),
        ("status: ''", False, "", None),
    ],
)
def test_publication(front: str, draft: bool, status: str, severity: str | None) -> None:
    found = reading("a.md", f"---\ntitle: T\n{front}\n---\nx")
    assert found.article is not None
    assert (found.article.draft, found.article.status) == (draft, status)
    assert [p.severity for p in found.problems] == ([severity] if severity else [])


def test_published_may_be_the_date() -> None:
    assert headed("published: 2024-06-01").date == datetime(2024, 6, 1, tzinfo=UTC)
    both = headed("published: 2024-06-01\ndate: 2024-06-02")
    assert both.date == datetime(2024, 6, 2, tzinfo=UTC)
    assert both.extra == {"published": "2024-06-01"}
    assert not both.draft


@pytest.mark.parametrize(
    "front",
    [
        "date: last modified\ncreated: 2024-06-01",
        "date: 0001-01-01\ncreated: 2024-06-01",
        "date:\ncreated: some time\ndate_created: 2024-06-01",
    ],
)
def test_the_date_is_told_by_the_first_key_that_has_one(front: str) -> None:
    assert headed(front).date == datetime(2024, 6, 1, tzinfo=UTC)
