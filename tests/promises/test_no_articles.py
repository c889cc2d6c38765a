"""What is no article is not published, and what was leaves untold and comes back as it was."""

from datetime import UTC, datetime
from pathlib import Path

from tests.promises.desk import Desk

TEXT = "---\ntitle: {}\ndate: 2026-02-03\n---\nAbout the ferry."


def test_what_stands_beside_articles_is_left_out(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for path in (
        "README.md",
        "robots.txt",
        "requirements.txt",
        "node_modules/x/README.md",
        "_a.md",
    ):
        desk.write(path, "# Beside\n\nNobody wants it.")
    desk.save("a.md", TEXT.format("Ferry"))
    assert desk.titles() == ["Ferry"]
    assert "Nobody wants it" not in desk.everything()
    assert {(severity, code) for _, _, severity, code in desk.told()} == {("info", "left-out")}


def test_a_copy_takes_neither_id_nor_place(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    copy = "ferry (desk's conflicted copy 2026-06-01).md"
    desk.write(copy, "---\nid: urn:x:1\ntitle: Stale\ndate: 2026-06-01\n---\nStale text.")
    desk.save("ferry.md", "---\nid: urn:x:1\ntitle: Right\ndate: 2026-06-01\n---\nRight text.")
    assert [(item["id"], item["title"]) for item in desk.items()] == [("urn:x:1", "Right")]
    assert "Stale" not in desk.everything()
    assert (copy, 1, "warning", "conflict-copy") in desk.told()


def test_what_is_excluded_leaves_untold_and_comes_back_as_it_was(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for number in range(4):
        desk.write(f"notes/{number}.md", TEXT.format(f"Memo {number}"))
    desk.save("ferry.md", TEXT.format("Ferry"))
    before = desk.items()
    (tmp_path / "site.toml").write_text('exclude = ["notes/"]\n')
    without = Desk(tmp_path)
    without.now = datetime(2026, 11, 28, 15, tzinfo=UTC)
    without.newsroom.scan()
    assert without.titles() == ["Ferry"]
    assert "Memo" not in without.everything()
    assert "deleted-entry" not in without.get("/feed.atom")
    (tmp_path / "site.toml").write_text("")
    again = Desk(tmp_path)
    again.now = datetime(2026, 11, 28, 16, tzinfo=UTC)
    again.newsroom.scan()
    assert again.items() == before


def test_an_article_that_a_copy_had_taken_is_given_back(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('include = ["*.md"]\n')
    taken = Desk(tmp_path)
    copy = "ferry (conflicted copy).md"
    taken.write(copy, "---\nid: urn:x:1\ntitle: Stale\ndate: 2026-06-01\n---\nStale text.")
    taken.save("ferry.md", "---\nid: urn:x:1\ntitle: Right\ndate: 2026-06-01\n---\nRight text.")
    assert taken.titles() == ["Stale"]
    (tmp_path / "site.toml").write_text("")
    desk = Desk(tmp_path)
    desk.newsroom.scan()
    assert [(item["id"], item["title"]) for item in desk.items()] == [("urn:x:1", "Right")]
    assert "deleted-entry" not in desk.get("/feed.atom")
