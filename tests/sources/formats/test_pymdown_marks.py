import pytest
from reading import article, codes


def content(text: str) -> str:
    return article("a.md", f"# T\n\n{text}\n").content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("++ctrl+alt+s++", "<kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>S</kbd>"),
        ('++"Quit"++ now', "<kbd>Quit</kbd> now"),
        ("^^new^^", "<ins>new</ins>"),
        ("{++new++}{--old--}{~~a~>b~~}", "<ins>new</ins><del>old</del><del>a</del><ins>b</ins>"),
        ("{==a *b*==}", "<mark>a <em>b</em></mark>"),
        ('[=75% "Three quarters"]{: .thin}', "Three quarters"),
        ("[==50%]", "50%"),
        (":material-boat: Boats :octicons-x-16:{ .lg }", "Boats"),
    ],
)
def test_a_mark_is_what_it_means(text: str, expected: str) -> None:
    assert content(text) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text",
    [
        *("C++ and i++ and a++b++c", "++i++", "++other words++", "2^^3", "{{--a--}}x", "[=a]"),
        *("`++ctrl+c++`", "`{++a++}`", "a {--b", ":material:", "5:simple-7"),
    ],
)
def test_others_stay(text: str) -> None:
    found = content(text)
    assert not any(tag in found for tag in ("<kbd>", "<ins>", "<del>", "<mark>"))


def test_a_file_that_is_taken_in_is_told() -> None:
    text = '# T\n\nA.\n\n--8<-- "b.md"\n\n--8<--\nc.md\nd.md\n--8<--\n\nE.\n\n{{< x >}}\n'
    assert article("a.md", text).content == "<p>A.</p>\n<p>E.</p>"
    assert codes("a.md", text) == [
        *((line, "info", "shortcode") for line in (5, 7, 7)),
        (14, "info", "shortcode"),
    ]
    assert content('```\n--8<-- "b.md"\n```') == ('<pre><code>--8&lt;-- "b.md"\n</code></pre>')


@pytest.mark.parametrize("mark", ['--8<-- "b.py"', "{!> ../b.py!}", "{* ../b.py hl[1] *}"])
def test_code_that_is_taken_in_is_told_and_an_example_of_the_mark_stays(mark: str) -> None:
    text = f"# T\n\nA.\n\n``` python hl_lines=1\n{mark}\n```\n\nE.\n"
    assert article("a.md", text).content == "<p>A.</p>\n<p>E.</p>"
    assert codes("a.md", text) == [(6, "info", "shortcode")]
    assert "<pre>" in content(f"```md\n{mark}\n```")
    assert "<pre>" in content(f"```py\n{mark}\nx = 1\n```")


def test_marks_inside_callouts_and_tabs_are_read() -> None:
    text = '!!! tip\n    Press ++ctrl+c++.\n\n=== "A"\n\n    See [x](https://a.example/){.y z=1}.\n'
    found = content(text)
    assert "<kbd>Ctrl</kbd>" in found
    assert found.endswith(
        '<p><strong>A</strong></p>\n<p>See <a href="https://a.example/">x</a>.</p>'
    )
