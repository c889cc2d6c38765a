"""What is in a newsroom's folder before an import."""

from pathlib import Path

import pytest

from feedsvc.importers.existing import find_existing


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert find_existing(tmp_path / "none").paths == {}


@pytest.mark.parametrize("value", ['"wxr:a: #1"', "'wxr:a: #1'", '"wxr:a\\u003a #1"', "wxr:a: #1 "])
def test_imports_are_found_wherever_they_are(value: str, tmp_path: Path) -> None:
    file = tmp_path / "a" / "deep" / "b.html"
    file.parent.mkdir(parents=True)
    file.write_text(f"---\r\ntitle: x\r\nid: 'it''s'\r\nsource: {value}\r\n---\r\nid: no\r\n")
    found = find_existing(tmp_path)
    assert found.paths == {"wxr:a: #1": "a/deep/b.html"}
    assert found.ids_of == {"wxr:a: #1": "it's"}
    assert found.own == {}


def test_other_articles_have_ids_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nid: urn:x\n---\nText.\n")
    (tmp_path / "b.md").write_text("id: of the text\n")
    (tmp_path / "c.jpg").write_text("---\nid: urn:y\n---\n")
    (tmp_path / ".feedsvc").mkdir()
    (tmp_path / ".feedsvc" / "d.md").write_text("---\nid: urn:z\n---\n")
    found = find_existing(tmp_path)
    assert found.ids == {"urn:x": ""}
    assert found.own == {"urn:x": "a.md"}
    assert found.paths == {}
