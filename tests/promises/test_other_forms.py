"""Another form of a key that holds an article back holds it back, and says how to write it."""

from pathlib import Path

import pytest

from tests.promises.desk import Desk

FORMS = [
    "embargoed: 2099-01-01",
    "embargo-until: 2099-01-01",
    "Embargo_Date: 2099-01-01",
    "embargoed: true",
    "expiration_date: 2026-01-01",
    "expired: yes",
    "unpublish_at: 2026-01-01",
    "withdrawn: true",
    "withdraw: true",
    "Retracted: yes",
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def headed(front: str) -> str:
    return f"---\ntitle: Secret\n{front}\n---\nNobody may know."


@pytest.mark.parametrize("front", FORMS)
def test_it_holds_a_new_article_back_and_takes_a_public_one_away(desk: Desk, front: str) -> None:
    desk.save("secret.md", headed(front))
    assert desk.titles() == []
    assert desk.told() == [("secret.md", 3, "error", "misspelt-key")]
    desk.save("secret.md", headed("date: 2026-02-03"))
    assert desk.titles() == ["Secret"]
    desk.save("secret.md", headed(f"date: 2026-02-03\n{front}"))
    assert "Secret" not in desk.everything()


@pytest.mark.parametrize(
    "front",
    [
        *(
            "embargoed: false",
            "withdrawn: false",
            "expires_in: 3 days",
            "embargo_note: by the board",
        ),
        *("retractable: no", "expiry_warning: none"),
    ],
)
def test_what_says_that_it_is_not_held_back_is_published(desk: Desk, front: str) -> None:
    desk.save("open.md", f"---\ntitle: Open\n{front}\n---\nAll may know.")
    assert desk.titles() == ["Open"]


def test_how_to_withdraw_is_told(desk: Desk) -> None:
    desk.save("secret.md", headed("withdrawn: true"))
    said = {one.code: one.message for one in desk.newsroom.problems.all()}
    assert "write status: withdrawn" in said["misspelt-key"]
