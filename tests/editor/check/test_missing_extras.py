"""A library that would serve the articles is named once, with the command that installs it."""

from contextlib import nullcontext
from typing import Any

import pytest

from feedsvc.editor.check import check_folder
from feedsvc.indexer.report import quiet
from feedsvc.summary import thai

TEXT = (
    "โรงเรียนประจำจังหวัดจะเปิดห้องสมุดใหม่ในวันจันทร์หน้า อาคารสองชั้นนี้มีหนังสือมากกว่า 8,000 เล่ม"
    " นักเรียนสามารถยืมหนังสือได้ครั้งละ 5 เล่ม"
)


def told(desk: Any, code: str = "thai-sentences") -> list[tuple[str, str, str]]:
    problems = check_folder(desk.folder, desk.environ, lambda what: nullcontext(quiet))
    return [(p.path, p.severity, p.message) for p in problems if p.code == code]


def test_it_is_told_once_at_the_first_article(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("b.md", f"# ข่าว\n\n{TEXT}\n")
    desk.write("a.md", f"# ข่าวเช้า\n\n{TEXT}\n")
    desk.write(
        "c.md", "# Rain\n\nIt rains. The word สวัสดี means hello, and is heard all day long.\n"
    )
    assert told(desk) == []  # it is installed
    monkeypatch.setattr(thai, "_installed", str)
    ((path, severity, message),) = told(desk)
    assert (path, severity) == ("a.md", "info")
    assert message.startswith("2 articles have text in Thai")
    assert message.endswith("install: pip install 'feedsvc[thai]'")


def test_a_newsroom_without_thai_is_told_nothing(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thai, "_installed", str)
    desk.write(
        "a.md", "# Rain\n\nIt rains. The word สวัสดี means hello, and is heard all day long.\n"
    )
    desk.write("b.md", "# Short\n\nสวัสดี\n")
    desk.write("c.md", "# ລາວ\n\n" + "ຫໍສະໝຸດແຫ່ງໃໝ່ຈະເປີດໃນວັນຈັນໜ້າ " * 5 + "\n")
    assert told(desk) == []


def test_a_hub_is_no_error_where_nothing_is_published(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("site.toml", 'id_base = "x.example,2026"\n[websub]\nhub = "own"\n')
    desk.write("a.md", "# Rain\n\nIt rains.\n")
    assert told(desk, "push-library") == []  # it is installed
    monkeypatch.setattr("feedsvc.settings.websub.find_spec", lambda name: None)
    ((path, severity, message),) = told(desk, "push-library")
    assert (path, severity) == ("site.toml", "warning")
    assert message.endswith("pip install 'feedsvc[push]'")
