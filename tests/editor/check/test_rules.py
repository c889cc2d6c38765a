"""What is said of one article by itself."""

import json
from contextlib import closing
from typing import Any

import pytest


def test_a_good_article_is_told_nothing(office: Any) -> None:
    office.desk.write("quay.png", b"a picture")
    office.article(
        "ferry.md",
        "Text.\n\n## Repairs\n\n![The quay](quay.png) and [back](#top).\n\n### Hull\n\nLonger.\n",
    )
    assert office.problems() == []


def test_what_the_header_lacks_is_a_note(office: Any) -> None:
    office.desk.write("ferry.txt", "Ferry sails again\n\nAfter two winters it is out once more.\n")
    office.desk.write("2026-05-01-quay.md", "# Quay\n\nIt is long.\n")
    assert office.found() == [
        ("2026-05-01-quay.md", 1, "info", "no-standfirst"),
        ("ferry.txt", 1, "info", "no-standfirst"),
        ("ferry.txt", 1, "info", "undated"),
    ]


@pytest.mark.parametrize("state", ["draft: true", "status: withdrawn", "expires: 2026-05-20"])
def test_not_of_what_is_no_article_yet_or_any_more(office: Any, state: str) -> None:
    office.desk.write("ferry.md", f"---\ntitle: Ferry\n{state}\n---\nText.\n")
    assert office.problems() == []


@pytest.mark.parametrize(("state", "told"), [("draft: true", 1), ("status: withdrawn", 0)])
def test_a_draft_is_proofread_and_a_withdrawn_article_is_not(
    office: Any, state: str, told: int
) -> None:
    office.article("ferry.md", "![](https://pictures.example/a.png)\n", f"{state}\n")
    assert len(office.problems("no-alt")) == told


@pytest.mark.parametrize(("ignored", "told"), [(True, 1), (False, 0)])
def test_what_expired_is_proofread_where_expiry_does_not_count(
    office: Any, ignored: bool, told: int
) -> None:
    office.desk.settings(id_base="news.example,2026", ignore_expiry=ignored)
    office.article("ferry.md", "![](https://pictures.example/a.png)\n", "expires: 2026-05-20\n")
    assert len(office.problems("no-alt")) == told


@pytest.mark.parametrize(("length", "told"), [(100, 0), (101, 1)])
def test_a_long_headline_is_told_with_its_length(office: Any, length: int, told: int) -> None:
    office.article("ferry.md", title="x" * length)
    found = office.problems("long-title")
    assert [(p.line, p.severity) for p in found] == [(2, "info")] * told
    assert all(f"{length} characters" in p.message for p in found)


def test_a_long_summary_is_told_with_the_length_that_feeds_give_it(office: Any) -> None:
    sentence = "In port {0} every captain keeps a book in which number {0} is underlined twice."
    parts = [f"## Part {n}\n\n{sentence.format(n)} And more of it.\n" for n in range(40)]
    office.article("long.md", "\n".join(parts))
    office.article("short.md", "\n".join(parts[:4]))
    office.article("wide.md", ("Ships come. " * 40 + "\n\n") * 40)  # one section, one sentence
    (problem,) = office.problems("long-summary")
    assert (problem.path, problem.line, problem.severity) == ("long.md", 3, "info")
    with closing(office.desk.open()) as newsroom:
        items = json.loads(newsroom.document("feed", "json").body)["items"]
    (summary,) = (item["summary"] for item in items if item["title"] == "Of long.md")
    assert f"have {len(summary):,} characters" in problem.message


@pytest.mark.parametrize(
    ("path", "header", "told"),
    [
        ("board/deal.md", "category: world\n", 1),
        ("2026/The Board/deal.md", "category: world\n", 1),
        ("board/deal.md", "category: world\nid: urn:deal\n", 0),
        ("board/deal.md", "", 0),
        ("world/board.md", "", 0),
    ],
)
def test_an_id_that_tells_of_a_private_category(
    office: Any, path: str, header: str, told: int
) -> None:
    site = (office.desk.folder / "site.toml").read_text()
    for slug in ("board", "the-board"):
        site += f"[categories.{slug}]\nprivate = true\n"
    office.desk.write("site.toml", site)
    office.desk.write(path, f"---\ntitle: A deal\ndate: 2026-05-01\n{header}---\nIts text.\n")
    found = office.problems("private-path")
    assert [(p.path, p.line, p.severity) for p in found] == [(path, 1, "warning")] * told


def test_an_article_that_left_a_private_folder_keeps_its_id(office: Any) -> None:
    site = (office.desk.folder / "site.toml").read_text()
    office.desk.write("site.toml", site + "[categories.board]\nprivate = true\n")
    file = office.desk.write("board/deal.md", "# A deal\n\nIts text, and more of it.\n")
    office.problems("private-path")
    file.rename(office.desk.folder / "deal.md")
    (found,) = office.problems("private-path")
    assert "board/deal.md" in found.message
    assert found.path == "deal.md"


@pytest.mark.parametrize(("content", "told"), [("full", 1), ("summary", 0)])
def test_a_large_entry_is_told_where_feeds_carry_it(office: Any, content: str, told: int) -> None:
    office.desk.environ["FEEDSVC_FEEDS_CONTENT"] = content
    office.article("ferry.md", "It sails. " * 30_000)
    office.article("quay.md", "It lies. " * 13_000)
    found = office.problems("large-entry")
    assert [(p.path, p.severity) for p in found] == [("ferry.md", "warning")] * told
    assert all("292 kB" in p.message for p in found)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("## One\n\nA.\n\n### Two\n\nB.\n\n## Three\n\nC.\n", []),
        ("## One\n\nA.\n\n#### Two\n\nB.\n\n#### Three\n\nC.\n", [10]),
        ("A.\n\n### One\n\nB.\n", [8]),
        ("## A & B\n\nA.\n\n#### *Two* of [them](https://x.example)\n\nB.\n", [10]),
        ("One\n---\n\nA.\n\n#### Two ####\n\nB.\n", [11]),
        ("## One\n\nA.\n\n```\n#### Two\n```\n\n#### Two\n\nB.\n", [14]),
        ("## One\n\n<h5>Two</h5>\n\nB.\n", [8]),
        ("## One\n\n> #### Apart\n\nB.\n", []),
    ],
)
def test_a_skipped_level_is_told_at_its_subheading(
    office: Any, body: str, lines: list[int]
) -> None:
    office.article("ferry.md", body)
    assert office.found() == [("ferry.md", line, "info", "skipped-level") for line in lines]


@pytest.mark.parametrize(
    ("anchor", "meant"),
    [
        ("What-Was_Repaired", "what-was-repaired"),
        ("what-is-repaired", "what-was-repaired"),
        ("everything-repaired", "what-was-repaired"),
        ("zzz", ""),
    ],
)
def test_a_link_to_no_place_tells_the_nearest(office: Any, anchor: str, meant: str) -> None:
    office.article("a.md", "## What was repaired\n\nA.\n\n## Prices\n\nB.\n")
    office.article("b.md", f"[x](a.md#{anchor})\n")
    (problem,) = office.problems("broken-link")
    assert problem.message.endswith(f"is #{meant} meant?" if meant else "mend the link")


def test_a_skipped_level_of_html(office: Any) -> None:
    office.article("ferry.html", "<p>A.</p>\n<!-- <h4>Two</h4> -->\n<h4\n>Two</h4>\n<p>B.</p>\n")
    assert office.found() == [("ferry.html", 8, "info", "skipped-level")]


class TestPictures:
    """Pictures in whose place nothing is said, and pictures that are not shown."""

    @pytest.mark.parametrize(
        "picture",
        [
            "![](https://p.example/a.png)",
            "![ ](<https://p.example/a.png>)",
            "![][a]\n\n[a]: https://p.example/a.png",
            "<img src='https://p.example/a.png'>",
            "[![](https://p.example/a.png)](https://p.example)",
        ],
    )
    def test_without_a_word(self, office: Any, picture: str) -> None:
        office.article("ferry.md", f"Text.\n\n{picture}\n")
        (problem,) = office.problems()
        assert (problem.line, problem.severity, problem.code) == (8, "warning", "no-alt")
        assert "https://p.example/a.png" in problem.message

    @pytest.mark.parametrize(
        "picture",
        [
            "![The quay](https://p.example/a.png)",
            "![The quay][a]\n\n[a]: https://p.example/a.png",
            '<img src="https://p.example/a.png" alt="">',
            '<img src="https://p.example/a.png" alt>',
            '<img src="https://p.example/a.png" title="The quay">',
            '<img src="https://p.example/a.png" width="1" height="1">',
            "`![](https://p.example/a.png)`",
            "```\n![](https://p.example/a.png)\n```",
            "    ![](https://p.example/a.png)",
            "<!-- ![](https://p.example/a.png) -->",
            "\\![](https://p.example/a.png)",
            "![](https://p.example/a.png 'The quay')",
        ],
    )
    def test_with_a_word_or_none_by_choice_or_no_picture(self, office: Any, picture: str) -> None:
        office.article("ferry.md", f"Text.\n\n{picture}\n")
        assert office.problems() == []

    def test_only_the_silent_one_of_two_alike_is_told(self, office: Any) -> None:
        url = "https://p.example/a.png"
        office.article("ferry.md", f'<img src="{url}" alt="">\n\n![]({url})\n\n![Quay]({url})\n')
        assert office.found() == [("ferry.md", 8, "warning", "no-alt")]

    def test_in_html(self, office: Any) -> None:
        office.desk.write("a.png", b"a picture")
        pictures = '<p><img\n src="a.png"></p>\n<img src=a.png alt>'
        office.article("ferry.html", f"<p>Text.</p>\n{pictures}\n")
        assert office.found() == [("ferry.html", 8, "warning", "no-alt")]

    @pytest.mark.parametrize(
        ("path", "body", "line"),
        [
            ("ferry.md", "Text.\n\n![Quay](pictures/quay.png)\n", 8),
            ("ferry.md", "![Quay][q]\n\nText.\n\n[q]: <quay%20one.png>\n", 10),
            ("ferry.md", "Text.\n\n<video poster='quay.png'\nsrc='film.mp4'></video>\n", 8),
            ("ferry.md", '<img srcset="one.png 1x,\ntwo.png 2x" alt="Quay" src="/media/a.png">', 6),
            ("ferry.html", "<p>Text.</p>\n<img alt='Quay' src='quay.png'>\n", 7),
            ("ferry.md", "![Quay](/images/quay.png)\n", 6),
            ("ferry.md", "![Quay](https://news.example/media/quay.png)\n", 6),
        ],
    )
    def test_that_are_not_there(self, office: Any, path: str, body: str, line: int) -> None:
        office.article(path, body)
        found = office.found()
        assert found[0] == (path, line, "warning", "missing-file")
        assert {code for *_, code in found} == {"missing-file"}

    def test_each_missing_file_is_told_once(self, office: Any) -> None:
        office.article("ferry.md", "[![Quay](quay.png)](quay.png) ![Quay](quay.png)\n")
        assert office.found() == [("ferry.md", 6, "warning", "missing-file")]

    @pytest.mark.parametrize("url", ["../quay.png", "data:image/png;base64,AAAA", "C:/quay.png"])
    def test_that_are_left_out(self, office: Any, url: str) -> None:
        office.article("ferry.md", f"Text.\n\n![Quay]({url})\n")
        (problem,) = office.problems()
        assert (problem.line, problem.severity, problem.code) == (8, "warning", "missing-file")
        assert url in problem.message

    def test_with_a_template_mark_are_told_as_that_mark(self, office: Any) -> None:
        office.article("ferry.md", "Text.\n\n![Quay](../{{ site.pictures }}/quay.png)\n")
        assert office.problems() == []

    def test_of_a_document_around_the_article_are_passed_over(self, office: Any) -> None:
        office.desk.write(
            "2026-05-01-ferry.html",
            '<html><head><title>Ferry</title><meta name="description" content="It sails"></head>\n'
            '<body><img src="../logo.png"><article><h1>Ferry</h1><p>Text.</p></article></body>',
        )
        assert office.problems() == []


@pytest.mark.parametrize(
    ("header", "line", "said"),
    [
        ("embargo: 2026-07-01 09:00\n", 5, "the embargo keeps this article from readers until"),
        ("", 4, "the date lies ahead"),
    ],
)
def test_what_is_held_back_is_told_with_its_time(
    office: Any, header: str, line: int, said: str
) -> None:
    office.desk.settings(id_base="news.example,2026", timezone="Europe/Berlin")
    date = "2026-05-01" if header else "2026-07-01 09:00"
    office.desk.write(
        "ferry.md", f"---\ntitle: Ferry\nstandfirst: It sails\ndate: {date}\n{header}---\nText.\n"
    )
    (problem,) = office.problems()
    assert (problem.line, problem.severity, problem.code) == (line, "info", "future-date")
    assert said in problem.message
    assert "2026-07-01 09:00 (Europe/Berlin)" in problem.message
    office.desk.clock.forward(days=30)
    assert office.problems() == []
