"""Keys that hold back: nearly known ones, and the lines of headers that have one."""

from datetime import UTC, datetime

import pytest

from feedsvc.sources.frontmatter.holding import holding_lines, is_key, meant

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "value", "name"),
    [
        ("embrago", "2099-01-01", "embargo"),
        (" Emabrgo ", "2020-01-01", "embargo"),
        ("embargo", "2099-01-01", ""),
        ("embrag", "2099-01-01", ""),
        ("embrago", "soon", ""),
        ("drat", "no", "draft"),
        ("sttaus", "Hidden", "status"),
        ("sttaus", "well", ""),
        ("publisher", "Ann", ""),
        ("publisher", "true", "published"),
        ("stats", "Draft", "status"),
        ("dat", "2099-01-01", "date"),
        ("dat", "2020-01-01", ""),
    ],
)
def test_which_key_is_meant(key: str, value: str, name: str) -> None:
    assert meant(key, value, now=NOW) == name


def test_a_header_may_begin_with_one() -> None:
    assert is_key("Embrago", "2099-01-01")
    assert not is_key("Embrago", "the song")


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("a.md", "---\ntitle: T\ndraft: true\n---\nstatus: x", ("draft: true",)),
        ("a.md", "---\nstatus:\n  draft\nx: [\n", ("status:\n  draft",)),
        ("a.md", "---\nembrago: x\ndate: 2099-01-01\n", ("embrago: x", "date: 2099-01-01")),
        ("a.md", "---\ndate: 2020-01-01\n---\n", ()),
        ("a.md", "+++\ndraft = true\n+++", ("draft = true",)),
        ("a.md", '{"title": "T", "draft": true', ('{"title": "T", "draft": true',)),
        ("a.txt", "Title: T\nStatus: x\n\nDraft: true", ("Status: x",)),
        ("a.html", '<meta name="status" content="x"><body><meta name="draft">',
            ('<meta name="status" content="x">',)),
        ("a.md", "Text of a draft.", ()),
        ("a.md", "<!-- x -->\n---\ndraft true\n---\n", ("draft true",)),
        ("a.md", "--- # fm\nx: y\nstatus: x\n--- # end\nDraft: true", ("status: x",)),
        ("a.md", "---\ntitle: T\n\nThe report was published.", ()),
        ("a.md", "---\nparams:\n  a: b\n  drafts: x\n    y\n---\n", ("drafts: x\n    y",)),
        ("a.md", "---\nx: 1, date: 2099-01-01\ny: the date was 2020-01-01\n---\n",
            ("x: 1, date: 2099-01-01",)),
    ],
)  # fmt: skip
def test_lines_that_name_one(path: str, text: str, lines: tuple[str, ...]) -> None:
    assert holding_lines(path, text, NOW) == lines


@pytest.mark.parametrize(
    "line",
    [
        "draft true",
        "draft",
        "? draft",
        "? draft\n: true",
        "!!str draft: true",
        "&a draft: true",
        "- draft: true",
        r'"dr\x61ft": true',
        r'"\u0064raft": true',
        r'"dra\u200bft": true',
        "draft\xa0: true",
        "\xa0draft: true",
        "dra\xa0ft: true",
        "dra\u200bft: true",
        "dra\ufeffft: true",
        "dra\u2064ft: true",
        "x: 1, draft: true",
        "x: {draft: true}",
        "is_draft: true",
        "Draft = true",
        "drfat",
        "darft",
        "embrago 2099",
        "publish-date: 2099",
        "statsu: x",
        "\uff44raft: true",
        "* status",
    ],
)
def test_in_a_header_each_line_with_the_word_of_one_counts(line: str) -> None:
    for header in ("---\ntitle: T\n{}\nnote: n\n---\nText.", "Title: T\n{}\nNote: n\n\nText."):
        assert holding_lines("a.md", header.format(line), NOW) == (line.strip(),)


@pytest.mark.parametrize("line", ["title: The ferry", "tags: [public, state]", "\\u000a\\ud800"])
def test_other_lines_do_not(line: str) -> None:
    assert holding_lines("a.md", f"---\n{line}\n---\n", NOW) == ()
