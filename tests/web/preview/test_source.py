"""A file's text with each problem at its line, and the entry beside it."""

from collections.abc import Callable
from typing import Any

import pytest

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from tests.web.preview.asking import page, text


def test_problems_stand_at_their_lines(desk: Any, preview: Callable[[], Desk]) -> None:
    lines = ["---", "title: Rain <b>", "date: 2026-05-01", "statsu: draft", "---", "Wet & cold."]
    desk.write("bad.md", "\n".join(lines) + "\n")
    desk.write("good.md", "---\ntitle: Good\ndate: 2026-05-01\n---\nFine [it](gone.md) is.\n")
    client = create_preview(preview()).test_client()
    shown = page(client, "/desk/files/bad.md")
    rows = shown.css(".lines li")
    assert [row.css_first("code").text() for row in rows] == [*lines, ""]
    marked = [row.attributes["id"] for row in rows if row.css(".mark.error")]
    assert marked == ["_line4"]
    assert "There is no entry" in shown.css_first("[aria-label='As readers show it']").text()
    shown = page(client, "/desk/files/good.md")
    assert text(shown.css_first(".reader h2")) == "Good"
    assert "_line5" in [row.attributes["id"] for row in shown.css(".lines .marked")]
    (link,) = page(client, "/desk/problems?severity=error").css("a[href*='/desk/files/']")
    assert (link.attributes["href"] or "").endswith("/desk/files/bad.md#_line4")


@pytest.mark.parametrize("path", ["site.toml", "none.md", "../x.md", "%2e%2e/x.md", "/etc/passwd"])
def test_other_files_are_not_shown(desk: Any, preview: Callable[[], Desk], path: str) -> None:
    desk.write("good.md", "---\ntitle: Good\ndate: 2026-05-01\n---\nFine.\n")
    client = create_preview(preview()).test_client()
    assert client.get(f"/desk/files/{path}").status_code == 404
