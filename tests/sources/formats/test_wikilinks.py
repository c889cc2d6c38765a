import pytest
from reading import article

from feedsvc.model.article import PAGE, SITE

NOTE = f"{SITE}/articles/mooring-lines"


def content(text: str, path: str = "a.md") -> str:
    return article(path, f"# T\n\n{text}").content.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[[Mooring lines]]", f'<a href="{NOTE}">Mooring lines</a>'),
        ("[[mooring lines|the *lines*]]", f'<a href="{NOTE}">the *lines*</a>'),
        ("[[notes/Mooring lines.md]]", f'<a href="{NOTE}">Mooring lines</a>'),
        (
            "[[Mooring lines#A b]]",
            f'<a href="{NOTE}#a-b">Mooring lines &gt; A b</a>',
        ),
        ("[[Mooring lines#^37066d]]", f'<a href="{NOTE}">Mooring lines</a>'),
        ("[[#Two knots]]", f'<a href="{PAGE}#two-knots">Two knots</a>'),
        ("![[Mooring lines]]", f'<a href="{NOTE}">Mooring lines</a>'),
        ("![[b.jpg]]", f'<img src="{SITE}/media/b.jpg" alt="">'),
        ("![[b.jpg|A boat]]", f'<img src="{SITE}/media/b.jpg" alt="A boat">'),
        ("![[b.jpg|300]]", f'<img src="{SITE}/media/b.jpg" width="300">'),
        (
            "![[b c.jpg|A|3x4]]",
            f'<img src="{SITE}/media/b%20c.jpg" alt="A" width="3" height="4">',
        ),
        ("![[b.pdf]]", f'<a href="{SITE}/media/b.pdf">b.pdf</a>'),
        ("[[b.pdf|B]]", f'<a href="{SITE}/media/b.pdf">B</a>'),
        ("![[b.mp3]]", f'<audio src="{SITE}/media/b.mp3" controls=""></audio><br>b.mp3'),
    ],
)
def test_links_of_wikis(text: str, html: str) -> None:
    assert content(text) == html


def test_a_folder_is_one_of_the_vault() -> None:
    assert content("![[files/b.jpg]]", "n/a.md") == f'<img src="{SITE}/media/files/b.jpg" alt="">'
    assert content("![[../b.jpg]]", "n/a.md") == f'<img src="{SITE}/media/b.jpg" alt="">'


@pytest.mark.parametrize(
    "text",
    [
        "[[1]]",
        "a[[1]] b[[i]]",
        "[[ -f x ]]",
        "[[",
        "[[a",
        "[[a]",
        r"\[[a]]",
        "[[!a]]",
        "[[^1]]",
        "[[a ]]",
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert content(text) == text.removeprefix("\\")


def test_what_markdown_knows_stays_what_it_is() -> None:
    assert content("[[a]](b) `[[a]]`") == f'<a href="{SITE}/articles/b">[a]</a> <code>[[a]]</code>'
    assert content("[[A]]\n\n[a]: https://x.example") == '[<a href="https://x.example">A</a>]'


def test_a_link_in_a_table_keeps_its_cell() -> None:
    found = content("| a |\n| - |\n| [[Mooring lines\\|b]] |")
    assert f'<td><a href="{NOTE}">b</a></td>' in found
