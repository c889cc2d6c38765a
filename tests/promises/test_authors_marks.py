"""What authors write for themselves is in no entry, and labels are bounded."""

from pathlib import Path

import pytest

from tests.promises.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


SAILS = "The ferry sails on Monday."
COMMENTS = [
    "%% ask the lawyer first %%",
    "{# editor: is that ask? #}",
    "{#- ask\n\nthe lawyer -#}",
    "{::comment}\nask\n\n- the lawyer\n{:/comment}",
    "{::comment}ask{:/}",
    "{/* ask */}",
    "{>> ask <<}",
    "%%\nask\n\n## the lawyer\n%%",
    "<!-- ask -->",
    "{% comment %}ask{% endcomment %}",
    "[//]: # (ask)",
    "{{/* ask */}}",
    "{{< comment >}}ask{{< /comment >}}",
    "<!-- ask\n\nthe -- lawyer -->",
]


@pytest.mark.parametrize("comment", COMMENTS)
def test_comments_of_authors_are_in_no_entry(desk: Desk, comment: str) -> None:
    desk.save("a.md", f"# A {{#id}}\n\n{SAILS}\n\n{comment}\n")
    assert desk.items()[0]["content_html"] == f"<p>{SAILS}</p>"
    assert "ask" not in desk.everything()
    desk.save("a.md", f"# A\n\n{SAILS} {comment}\n" if "\n" not in comment else f"# A\n\n{SAILS}\n")
    if not comment.startswith("[//]"):
        assert "ask" not in desk.everything()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.txt", f"A\n\n%% ask %%{SAILS}<!--ask--!>\n\n%% ask %%\n\n{{# ask #}}\n\n<!-- ask -->"),
        ("a.html", f"<h1>A</h1><p>{SAILS}</p>{{# ask #}}<!-- ask -->{{/* ask */}}"),
    ],
)
def test_nor_are_they_in_other_formats(desk: Desk, path: str, text: str) -> None:
    desk.save(path, text)
    assert desk.items()[0]["content_html"] == f"<p>{SAILS}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "It grew by 5%% and by 10%% again.",
        "A lone %% stands here.",
        "`{# code #}` and `%% code %%` stay.",
        "## One {#one}\n\nText.\n\n## Two {#two}",
    ],
)
def test_what_only_looks_like_a_comment_stays(desk: Desk, text: str) -> None:
    desk.save("a.md", f"# A\n\n{text}\n")
    plain = text.replace("`", "").replace(" {#one}", "").replace(" {#two}", "").replace("## ", "")
    html = desk.items()[0]["content_html"]
    for word in plain.split():
        assert word in html


def test_an_article_has_at_most_a_hundred_labels(desk: Desk) -> None:
    tags = ", ".join(f"tag{number}" for number in range(150))
    desk.save("world/a.md", f"---\ntitle: A\nauthors: [Ann, Bob]\ntags: [{tags}]\n---\nText.")
    found = desk.newsroom.articles.at(["world/a.md"])[0]
    assert (found.category is not None, len(found.authors), len(found.tags)) == (True, 2, 97)
    assert found.article.tags[-1] == "tag96"
    assert desk.told() == [("world/a.md", 1, "warning", "many-labels")]
