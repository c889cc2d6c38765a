"""A line break between two East Asian characters is nothing."""

from collections.abc import Callable

import pytest

from tests.promises.reading.conftest import Items


def test_the_case(case: Callable[[str], Items]) -> None:
    found = case("cjk-lines")
    for name, text in {
        "minato": "港は二年ぶりに再開した。",
        "eki": "駅は来年の春に開業する。",
    }.items():
        assert text in found[name]["content_html"]
        assert text in found[name]["summary"]


@pytest.mark.parametrize(
    ("path", "text"),
    [("a.md", "# T\n\n{}"), ("a.txt", "T\n\n{}"), ("a.html", "<h1>T</h1><p>{}</p>")],
)
def test_every_format(items: Callable[..., Items], path: str, text: str) -> None:
    (item,) = items({path: text.format("船は毎日八\n時に出る。 A ship\nsails.")}).values()
    assert "船は毎日八時に出る。" in item["content_html"]
    assert " ".join(item["content_html"].split()).endswith("A ship sails.</p>")


def test_code_keeps_its_lines(items: Callable[..., Items]) -> None:
    (item,) = items({"a.md": "# T\n\n```\n港\n再\n```\n"}).values()
    assert item["content_html"] == "<pre><code>港\n再\n</code></pre>"


def test_hostile_lines_take_no_time(items: Callable[..., Items]) -> None:
    texts = ["港\n" * 100_000, "港" + " " * 200_000, "港<b></b>" * 4_000]
    assert len(items({f"n{n}.md": "# T\n\n" + text for n, text in enumerate(texts)})) == 3
