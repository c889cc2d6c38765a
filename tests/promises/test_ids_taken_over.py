"""An id goes from one file to another while the first one asks for a third one's."""

from typing import Any


def test_an_id_that_another_file_took_is_not_held_back_with_the_file_that_had_it(desk: Any) -> None:
    """One file asks for an id that is taken, and a new one has the id that it had."""
    text = "---\ntitle: {0}\ndate: 2026-04-01\nid: urn:x:{1}\n{2}---\nText.\n"
    desk.write("a.md", text.format("A", 1, ""))
    desk.write("c.md", text.format("C", 2, ""))
    desk.open()
    desk.clock.forward(hours=1)
    desk.write("a.md", text.format("A", 2, "expires: 2026-05-01\n"))
    desk.write("b.md", text.format("B", 1, ""))
    newsroom = desk.open()
    shown = {one.id: one.headline for one in newsroom.feeds.entries("feed", 9)}
    assert shown == {"urn:x:1": "B", "urn:x:2": "C"}
    assert [p.code for p in newsroom.problems.all() if p.severity == "error"] == ["same-id"]
