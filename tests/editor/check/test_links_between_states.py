"""Links between articles that are not all published at once."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ("embargo: 2026-07-02\n", "embargo: 2026-07-01\n", None),
        ("embargo: 2026-07-01\n", "embargo: 2026-07-02 09:00\n", "until 2026-07-02 09:00 (UTC)"),
        ("embargo: 2026-07-02\n", "expires: 2026-07-01\n", "its expiry date is 2026-07-01"),
        ("", "expires: 2026-07-01\n", None),
        ("", "embargo: 2026-07-01\n", "cannot see yet"),
        ("", "draft: true\n", "it is a draft"),
        ("draft: true\n", "draft: true\n", "it is a draft"),
        ("", "status: withdrawn\n", "take the link out"),
    ],
)
def test_a_link_is_followed_when_its_article_can_be_read(
    office: Any, here: str, there: str, said: str | None
) -> None:
    office.article("a.md", "[x](b.md)\n", here)
    office.article("b.md", header=there)
    found = [problem for problem in office.problems("broken-link") if problem.path == "a.md"]
    assert len(found) == (said is not None)
    assert all(str(said) in problem.message for problem in found)


def test_time_alone_makes_a_link_lead_somewhere_and_nowhere(office: Any) -> None:
    office.article("a.md", "[x](b.md)\n")
    office.article("b.md", header="embargo: 2026-06-02\nexpires: 2026-06-03\n")
    told = []
    newsroom = office.desk.open()
    checker = office.checker(newsroom)
    for _ in range(3):
        told.append([p.code for p in checker.problems()])
        office.desk.clock.forward(days=1)
    newsroom.close()
    assert told == [["broken-link", "future-date"], [], ["broken-link"]]


def test_a_draft_may_link_to_what_is_there_because_of_it(office: Any) -> None:
    links = "[x](a.md) [x](/articles/a#part) [x](/old/a) [x](/tag/ferry) [x](/category/sea)\n"
    header = "draft: true\ntags: [ferry]\ncategory: Sea\naliases: [/old/a]\n"
    office.article("a.md", f"## Part\n\n{links}\n", header)
    assert office.problems() == []


def test_an_old_address_of_two_leads_to_the_newer_one(office: Any) -> None:
    office.article("a.md", "[x](/old/one#part)\n")
    office.article("b.md", "## Part\n\nText.\n", "aliases: [/old/one]\nembargo: 2026-05-02\n")
    office.article("c.md", header="aliases: [/old/one]\n")
    assert office.problems() == []
    office.article("c.md", header="aliases: [/old/one]\nembargo: 2026-05-03\n")
    (problem,) = office.problems()
    assert (problem.path, problem.code) == ("a.md", "broken-link")
    assert "c.md" in problem.message


def test_a_picture_that_appears_is_told_no_more(office: Any) -> None:
    office.article("a.md", "![Quay](quay.png)\n")
    newsroom = office.desk.open()
    checker = office.checker(newsroom)
    assert [p.code for p in checker.problems()] == ["missing-file"]
    office.desk.write("quay.png", b"a picture")
    assert checker.problems() == []
    newsroom.close()
