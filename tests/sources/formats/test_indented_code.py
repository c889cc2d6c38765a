"""Template marks and notes stay in indented code, and go where the indent means something else."""

import pytest
from reading import article, codes

MARKS = [
    "{# x #}",
    "%% x %%",
    "{>> x <<}",
    "{/* x */}",
    "{{ x }}",
    "{{< x >}}",
    "{% comment %}x{% endcomment %}",
    "{::comment}x{:/comment}",
    "<!-- x -->",
]


def content(text: str) -> str:
    found = article("a.md", f"# T\n\nBefore.\n\n{text}\n\nAfter.\n").content
    return found.replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    "place",
    [
        "    {}",
        "\t{}",
        "    a\n\n    {}",
        ">     {}",
        "- a\n\n      {}",
        "-     {}",
        "1. a\n\n       {}",
        "    ```\n    {}",
    ],
)
def test_in_an_indented_block_a_mark_stays(place: str, mark: str) -> None:
    text = place.format(mark) if "{}" in place else place
    assert f"{mark}\n</code>" in content(text)
    assert codes("a.md", f"---\ntitle: T\n---\n{text}\n") == []


@pytest.mark.parametrize("mark", MARKS[:-1])
@pytest.mark.parametrize(
    "place", ["a\n    {}", "- a\n\n    {}", "1. a\n\n    {}", "> a\n    {}", "    ```\n\nb\n\n{}"]
)
def test_elsewhere_an_indent_is_no_code(place: str, mark: str) -> None:
    assert "x" not in content(place.replace("{}", mark))


def test_a_note_that_reaches_into_a_block_goes_as_a_whole() -> None:
    assert "ask" not in content("{# ask\n\n    ask\n\nask #}")


def test_raw_html_is_no_block_of_code() -> None:
    text = '<pre data-sourcepos="1:5-99:1"><code>a</code></pre>\n\n{# ask #}\n\n    b'
    assert "ask" not in content(text)


def test_letters_of_any_alphabet_move_no_place() -> None:
    assert "{# é #}\n</code>" in content("é ü 漢字\n\n    ```é\n    {# é #}")
