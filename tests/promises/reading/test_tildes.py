"""One tilde is a range, not a deletion."""

from collections.abc import Callable

from tests.promises.reading.conftest import Items


def test_the_case(case: Callable[[str], Items]) -> None:
    (item,) = case("single-tilde").values()
    for text in (item["content_html"], item["summary"]):
        assert "工事は3~5月、休業は10~12月の予定です。" in text
    assert "~800円~" in item["content_html"]


def test_only_two_tildes_strike_out(items: Callable[..., Items]) -> None:
    text = "# T\n\nFrom 3~5 to 10~12, ~so~, ~~not~~.\n\n~~~\n~a~\n~~~\n"
    (item,) = items({"a.md": text}).values()
    assert item["content_html"] == (
        "<p>From 3~5 to 10~12, ~so~, <del>not</del>.</p>\n<pre><code>~a~\n</code></pre>"
    )


def test_hostile_tildes_take_no_time(items: Callable[..., Items]) -> None:
    texts = {"a.md": "# T\n\n" + "~a " * 30_000, "b.md": "# U\n\n" + "~~a ~" * 20_000}
    assert len(items(texts)) == 2
