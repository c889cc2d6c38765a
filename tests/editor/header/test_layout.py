"""Where the header of a file lies, and how its form writes values."""

import pytest

from feedsvc.editor.header import lay_out
from feedsvc.editor.header.layout import edited, line_end, start_of


@pytest.mark.parametrize(
    ("path", "text", "form", "first", "end", "keys"),
    [
        ("a.md", "---\ntitle: T\nid: x\n---\nText.\n", "yaml", 0, 3, ["title", "id"]),
        ("a.md", "\n---\ntitle: T\n...\nText.\n", "yaml", 1, 3, ["title"]),
        ("a.md", '+++\ntitle = "T"\n+++\nText.\n', "toml", 0, 2, ["title"]),
        ("a.txt", "Title: T\nTags: a\n\nText.\n", "lines", 0, 2, ["Title", "Tags"]),
        ("a.md", "Text.\n", "none", 0, 0, []),
        ("a.html", "Title: T\n\n<p>Text.\n", "none", 0, 0, []),
    ],
)
def test_where_it_lies(
    path: str, text: str, form: str, first: int, end: int, keys: list[str]
) -> None:
    for mark, codec in ((b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le")):
        data = mark + text.encode(codec)
        found = lay_out(path, data)
        assert (found.form, found.first, found.end) == (form, first, end)
        assert list(found.fields) == keys
        assert edited(found, []) == data
        assert start_of(found, len(found.lines)) == len(text)


def test_small_things() -> None:
    assert [line_end(line) for line in ("a\r\n", "a\r", "a\n", "a")] == ["\r\n", "\r", "\n", "\n"]
