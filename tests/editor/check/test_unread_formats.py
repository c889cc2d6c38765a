"""Files of formats that are not read are named once a format, with what to do."""

from contextlib import nullcontext
from typing import Any

import pytest

from feedsvc.editor.check import check_folder
from feedsvc.indexer.report import quiet


@pytest.fixture
def told(desk: Any) -> Any:
    def found() -> list[tuple[str, str, str]]:
        problems = check_folder(desk.folder, desk.environ, lambda what: nullcontext(quiet))
        return [(p.path, p.severity, p.message) for p in problems if p.code == "unknown-format"]

    return found


def test_once_a_format_at_its_first_file(desk: Any, told: Any) -> None:
    for path in ("world/b.docx", "world/c.DOCX", "a.org", "{x}.adoc", "x.jpg", "x.json"):
        desk.write(path, "x")
    assert told() == [
        (
            "a.org",
            "warning",
            ".org is no format that is read here, so this file is left out; make Markdown of each,"
            " for instance by `pandoc a.org -o a.md`",
        ),
        (
            "world/b.docx",
            "warning",
            ".docx is no format that is read here, so 2 files are left out; make Markdown of each,"
            " for instance by `pandoc b.docx -o b.md`",
        ),
        (
            "{x}.adoc",
            "warning",
            ".adoc is no format that is read here, so this file is left out; make HTML of each,"
            " for instance by `asciidoctor {x}.adoc`",
        ),
    ]


@pytest.mark.parametrize(
    "suffix", ["odt", "rtf", "doc", "pages", "textile", "ipynb", "mkd", "qmd", "xhtml", "text"]
)
def test_every_such_format_says_what_to_do(desk: Any, told: Any, suffix: str) -> None:
    desk.write(f"a.{suffix}", "x")
    ((path, _, message),) = told()
    assert path == f"a.{suffix}"
    assert "a.md" in message or "each" in message


def test_what_is_no_article_or_is_linked_is_not_told(desk: Any, told: Any) -> None:
    desk.write("site.toml", "exclude = ['old/']\n")
    for path in ("README.org", "_layout.org", "old/a.org", "node_modules/a.org", ".x/a.org"):
        desk.write(path, "x")
    desk.write("form.docx", "x")
    desk.write("a.md", "# A\n\nFill in [the form](form.docx).\n")
    assert told() == []
