"""What the indexer says of its work."""

import json
import logging
from typing import Any

from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.report import ScanReport, UpdateReport
from feedsvc.model.problem import Problem
from tests.indexer.indexing import Room


def test_articles_gone_at_once_are_told_of_once(room: Room, caplog: Any) -> None:
    room.newsroom.answer = UpdateReport(0, (), (), (), held=("a.md", "b.md"))
    room.newsroom.differences = [[Difference("a.md", True), Difference("b.md", True)]]
    room.go(200)
    told = [m for m in caplog.messages if "feedsvc index --accept-deletions" in m]
    assert [m[:35] for m in told] == ["2 articles are gone at once, so the"]
    room.newsroom.differences = [[]]
    room.go(100)
    assert "the articles that were gone are back" in caplog.messages


def test_each_change_and_each_problem_is_a_line(room: Room, caplog: Any) -> None:
    problem = Problem("bad.md", 4, "error", "date", "no such day")
    room.newsroom.answer = UpdateReport(
        1, ("a.md",), ("b.md",), ("c.md",), ("d.md",), (), (problem,)
    )
    caplog.clear()
    room.hear(room.save("a.md"))
    room.go(1)
    assert caplog.messages == [
        "published a.md",
        "updated b.md",
        "moved c.md",
        "withdrawn d.md",
        "bad.md:4: error: date: no such day",
    ]
    assert caplog.records[-1].levelname == "ERROR"


STORY = "---\ntitle: {0}\ndate: 2026-05-01\n{1}---\nThe text of {0}.\n"
HISTORY = [  # what an editor writes into the header, and what the log says that readers saw
    ("draft: true\n", "taken in, not public:"),
    ("draft: true\ntags: x\n", "taken in, not public:"),
    ("", "published"),
    ("tags: x\n", "updated"),
    ("embargo: 2099-01-01\n", "withdrawn"),
    ("embargo: 2099-01-01\ntags: x\n", "taken in, not public:"),
    ("", "back"),
    ("expires: 2026-05-20\n", "not public any more:"),
    ("tags: y\n", "back"),
    ("correction: It was Ann.\n", "corrected"),
    ("correction: It was Ann.\ntags: x\n", "updated"),
    ("draft: mayb\n", "not public any more:"),
    ("draft: maybe\n", None),
    ("tags: z\n", "back"),
    ("status: withdrawn\n", "withdrawn"),
    (None, "taken in, not public:"),
    ("", "back"),
    (None, "withdrawn"),
    ("draft: true\n", "taken in, not public:"),
    ("draft: mayb\n", "taken in, not public:"),
]


NAMES = {
    "taken in, not public:": {"unseen"},
    "not public any more:": {"untold"},
    "back": {"published", "back"},
    "corrected": {"updated", "corrected"},
}


def test_it_says_what_readers_saw(desk, caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    for number in range(9):
        desk.write(f"other{number}.md", STORY.format(number, ""))
    newsroom = desk.open()
    told: list[str] = []
    log = IndexerLog(logging.getLogger("feedsvc.test"), told.append)
    for header, said in HISTORY:
        caplog.clear()
        desk.clock.forward(minutes=1)
        if header is None:
            (desk.folder / "a.md").unlink()
        else:
            desk.write("a.md", STORY.format("A", header))
        log.taken(newsroom.index.update(["a.md"]))
        lines = [line for line in caplog.messages if ": error: " not in line]
        assert lines == ([f"{said} a.md"] if said else []), header
        batch = json.loads(told.pop())
        kinds = {what for what, paths in batch.items() if paths} - {"problems"}
        assert kinds == NAMES.get(said, {said} if said else set())


def test_a_scan_counts_as_withdrawn_what_readers_had(desk) -> None:
    for number in range(9):
        desk.write(f"other{number}.md", STORY.format(number, ""))
    desk.write("draft.md", STORY.format("Draft", "draft: true\n"))
    newsroom = desk.open()
    (desk.folder / "draft.md").unlink()
    assert (report := newsroom.scan()).withdrawn == 0
    assert report.gone_count == 1
    desk.write("other1.md", STORY.format("1", "draft: true\n"))
    assert newsroom.scan().withdrawn == 1


def test_names_cannot_steer_a_terminal(room: Room, caplog: Any) -> None:
    log = IndexerLog(logging.getLogger("feedsvc.test"))
    message = "the label \x1b[31m \u202egnp.exe is odd"
    problem = Problem("é\u202e\x1b]0;x.md", 1, "warning", "odd", message)
    caplog.clear()
    log.taken(UpdateReport(1, ("a\u2066\x9b.md",), (), (), problems=(problem,)))
    assert all(line.isprintable() for line in caplog.messages)
    assert caplog.messages[0] == "published a\\u2066\\x9b.md"
    assert caplog.messages[1].startswith("é\\u202e\\x1b]0;x.md:1: warning: odd: the label")


def test_what_is_no_problem_is_not_logged(caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    log = IndexerLog(logging.getLogger("feedsvc.test"))
    severities = ("info", "warning", "error")
    problems = tuple(Problem("a.md", 1, severity, "code", "Text.") for severity in severities)
    log.taken(UpdateReport(1, (), (), (), problems=problems))
    assert caplog.messages == [f"a.md:1: {severity}: code: Text." for severity in severities[1:]]


def test_the_first_scan_is_told_in_a_line_of_what_there_is(caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    log = IndexerLog(logging.getLogger("feedsvc.test"))
    quiet = ScanReport(3, 0, 0, 0, 0, (), (), 2, 1)
    log.scanned(quiet, {"info": 7})
    log.scanned(
        quiet._replace(new=1234, moved=1, withdrawn=2, untold=("a.md",), untold_count=1),
        {"error": 1, "warning": 3},
    )
    assert caplog.messages == [
        "2 articles, 1 published",
        "2 articles, 1 published, 1,234 new, 1 moved, 2 withdrawn, 1 not public any more,"
        " 1 errors, 3 warnings",
        "not public any more: a.md",
    ]


def test_many_changes_at_once_are_a_line(caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    told: list[str] = []
    log = IndexerLog(logging.getLogger("feedsvc.test"), told.append)
    log.taken(UpdateReport(0, (), (), ()))
    assert (caplog.messages, told) == ([], [])
    paths = tuple(f"{number}.md" for number in range(2000))
    log.taken(UpdateReport(2000, paths, ("b.md",), ("b.md",)))
    assert caplog.messages == ["published 2,000 articles", "moved b.md"]
    (batch,) = map(json.loads, told)
    assert len(batch["published"]) == 2000
