"""Other values for keys of a header, in each form; every other byte stays."""

import pytest

from feedsvc.editor.header import append, change

YAML = "---\ntitle: Rain\ndraft: true  # not yet\ntags: [a, b]\n---\nWet.\n"
TOML = '+++\ntitle = "Rain"\ndraft = true # not yet\n+++\nWet.\n'
LINES = "Title: Rain\nDraft: yes\n\nWet.\n"


def changed(path: str, text: str, **values: str | None) -> str | None:
    found = next(change(path, text.encode(), values), None)
    return None if found is None else found.decode()


@pytest.mark.parametrize(
    ("path", "text", "line", "new"),
    [
        ("a.md", YAML, "draft: true  # not yet", "draft: false  # not yet"),
        ("a.md", TOML, "draft = true # not yet", "draft = false # not yet"),
        ("a.txt", LINES, "Draft: yes", "Draft: false"),
        ("a.md", YAML.replace("draft: true  # not yet", "'draft':"), "'draft':", "'draft': false"),
        ("a.md", YAML.replace("\n", "\r\n"), "draft: true  # not yet", "draft: false  # not yet"),
    ],
)
def test_a_value_is_changed_on_its_line(path: str, text: str, line: str, new: str) -> None:
    assert text.count(line) == 1
    assert changed(path, text, draft="false") == text.replace(line, new)


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a.md", YAML, "draft: true  # not yet\n"),
        ("a.md", TOML, "draft = true # not yet\n"),
        ("a.txt", LINES, "Draft: yes\n"),
    ],
)
def test_a_line_is_taken_out(path: str, text: str, line: str) -> None:
    assert changed(path, text, draft=None) == text.replace(line, "")


def test_a_key_that_is_missing_is_added_or_left_out() -> None:
    assert changed("a.md", YAML, status=None) == YAML
    expected = YAML.replace("---\nWet", 'status: withdrawn\nreason: "It was wrong."\n---\nWet')
    assert changed("a.md", YAML, status="withdrawn", reason="It was wrong.") == expected
    both = changed("a.md", YAML, draft=None, minor="true")
    assert both == YAML.replace("draft: true  # not yet\n", "").replace(
        "---\nWet", "minor: true\n---\nWet"
    )


@pytest.mark.parametrize(
    "lines",
    [
        "reason: >\n  It was\n  wrong.\n",
        "reason:\n  It was wrong.\n",
        "reason: [a,\n  b]\n",
    ],
)
def test_a_value_on_several_lines_is_left_alone(lines: str) -> None:
    text = f"---\ntitle: Rain\n{lines}date: 2026-05-01\n---\nWet.\n"
    assert changed("a.md", text, reason="Other.") is None
    assert changed("a.md", text, reason=None) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'correction: "It was snow."\n'),
        (
            "correction: It was hail.\n",
            'correction: ["It was hail.", "It was snow."]\n',
        ),
        (
            'correction: ["It was hail."]  # told\n',
            'correction: ["It was hail.", "It was snow."]  # told\n',
        ),
        (
            "correction:\n  - It was hail.\n  - time: 2026-05-01\n    text: Or ice.\n",
            "correction:\n  - It was hail.\n  - time: 2026-05-01\n    text: Or ice.\n"
            '  - "It was snow."\n',
        ),
        (
            "correction:\n- It was hail.\n",
            'correction:\n- It was hail.\n- "It was snow."\n',
        ),
    ],
)
def test_a_text_is_added_to_a_list(before: str, after: str) -> None:
    text = f"---\ntitle: Rain\n{before}---\nWet.\n"
    found = next(append("a.md", text.encode(), "correction", "It was snow."))
    assert found.decode() == f"---\ntitle: Rain\n{after}---\nWet.\n"
