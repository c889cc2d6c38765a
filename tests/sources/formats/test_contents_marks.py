import pytest

from feedsvc.sources.formats.contents_marks import without_contents_marks


@pytest.mark.parametrize(
    "mark",
    [
        *("[TOC]", "[toc]", "[[toc]]", "[[TOC]]", "[[_TOC_]]", "@[toc]", "${toc}", "__TOC__"),
        *(
            "  [TOC] ",
            "> [TOC]",
            "{{< toc >}}",
            "{{% toc %}}",
            "{% toc %}",
            "{{ .TableOfContents }}",
        ),
        *(
            "* TOC\n{:toc}",
            "1. TOC\n{: toc}",
            "- a\n- b\n{:toc .x}",
            "- a\n  b\n{:toc}",
            "{:toc}\n- a",
        ),
        "```toc\nmin_depth: 2\n```",
    ],
)
def test_a_mark_leaves_empty_lines(mark: str) -> None:
    lines = "\n" * mark.count("\n")
    assert without_contents_marks(f"a\n\n{mark}\n\nb") == f"a\n\n{lines}\n\nb"


@pytest.mark.parametrize(
    "text",
    [
        *("See [TOC] there.", "[TOC](b.md)", "`[TOC]`", "    [TOC]", "```\n[TOC]\n```", "\\[TOC]"),
        *("- a\n- b", "- a\n\n[toc]: b.md", "toc"),
    ],
)
def test_others_stay(text: str) -> None:
    assert without_contents_marks(text) == text


def test_a_list_apart_stays() -> None:
    assert without_contents_marks("- a\n\n{:toc}\n\n- b") == "- a\n\n\n\n- b"
