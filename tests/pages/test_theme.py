"""A theme's templates over ours: how they find each other, and what is said of those that fail."""

import pytest

from feedsvc.pages.rendering import TEMPLATES, Rendering, built_in
from feedsvc.pages.samples import SAMPLE_SETTINGS, sample_of
from feedsvc.pages.theme import Theme, ThemeFault
from feedsvc.pages.theme_files import ThemeFiles
from feedsvc.pages.variables import OURS, PAGES, PARTS


def themed(**templates: str) -> Theme:
    files = {name.replace("__", "/") + ".html": text for name, text in templates.items()}
    return Theme("theme", ThemeFiles(files, "", {}, (), "mark"))


def shown(theme: Theme, page: str = "article.html") -> str:
    return theme.render(page, Rendering(SAMPLE_SETTINGS), sample_of(page))


def plain(page: str) -> str:
    return Rendering(SAMPLE_SETTINGS).text(built_in().get_template(page), sample_of(page))


def test_a_block_of_the_base_is_on_every_page() -> None:
    theme = themed(base='{% extends "feedsvc/base.html" %}{% block foot %}OWN{% endblock %}')
    assert theme.problems == ()
    for page in PAGES:
        assert theme.shows(page)
        assert ("OWN" in shown(theme, page)) == (page != "latest.html")
        assert "OWN" not in plain(page)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_only_extends_ours_is_ours(page: str) -> None:
    theme = themed(**{page.removesuffix(".html"): f'{{% extends "feedsvc/{page}" %}}'})
    assert theme.problems == ()
    assert shown(theme, page) == plain(page)


def test_templates_find_each_other() -> None:
    theme = themed(
        base='{% extends "feedsvc/base.html" %}{% block foot %}{% include "parts/foot.html" %}'
        "{% endblock %}",
        parts__foot='{% import "parts/words.html" as words with context %}{{ words.said() }}',
        parts__words="{% macro said() %}of {{ settings.title | upper }}{% endmacro %}",
        article='{% extends "feedsvc/article.html" %}{% block main %}{{ super() }}<i>end</i>'
        "{{ macros.when(entry.published) }}{% endblock %}",
        article_body="BODY {{ entry.headline }}",
    )
    assert theme.problems == ()
    assert "BODY Rain 1" in shown(theme)
    assert "<i>end</i><time" in shown(theme)
    assert "of SAMPLE" in shown(theme)
    assert "of SAMPLE" in shown(theme, "home.html")


def test_texts_are_escaped() -> None:
    assert shown(themed(article="{{ '<b>' }}")) == "&lt;b&gt;"


WRONG = [
    ("{% if %}", 1, "Expected an expression"),
    ("one\n{% block x %}", 2, "end of template"),
    ("one\ntwo\n{{ nothing }}", 3, "'nothing' is undefined"),
    ("{{ entry.nothing }}", 1, "no attribute 'nothing'"),
    ("{{ settings.store }}", 1, "no attribute 'store'"),
    ("{{ settings.redirects }}", 1, "no attribute"),
    ("{{ ''.__class__ }}", 1, "unsafe"),
    ("\n{% for i in range(10**9) %}{% endfor %}", 2, "number above 100,000"),
    ('{% extends "nothing.html" %}', 1, "no template nothing.html"),
    ('{% extends "feedsvc/nothing.html" %}', 1, "no template feedsvc/nothing.html"),
    ('{% include "../site.toml" %}', 1, "no template"),
    ('{% include "/etc/passwd" %}', 1, "no template"),
    ('{% include "private/article.html" %}', 1, "no template"),
    ('{% include "feedsvc/desk/bar.html" %}', 1, "no template"),
    ('{% extends "article.html" %}', 1, "calls itself"),
    ("{{ 1 / 0 }}", 1, "ZeroDivisionError: division by zero"),
    ("{{ nothing() }}", 1, "'nothing' is undefined"),
    ("{{ 'x' | nothing }}", 1, "nothing"),
]


@pytest.mark.parametrize(("text", "line", "said"), WRONG)
def test_what_is_wrong_is_told_by_file_and_line(text: str, line: int, said: str) -> None:
    theme = themed(article=text)
    (problem,) = theme.problems
    assert (problem.path, problem.line, problem.code) == ("theme/article.html", line, "theme")
    assert said in problem.message
    assert not theme.shows("article.html")
    assert theme.shows("home.html")


def test_a_fault_in_the_base_is_told_once_and_takes_no_page() -> None:
    theme = themed(base='{% extends "feedsvc/base.html" %}\n{% block foot %}{{ x }}{% endblock %}')
    assert [(one.path, one.line) for one in theme.problems] == [("theme/base.html", 2)]
    assert [page for page in PAGES if theme.shows(page)] == ["latest.html"]


def test_what_fails_on_one_page_alone_is_told_of_it() -> None:
    theme = themed(article="\n{{ entry.image.url }}")
    assert theme.problems == ()
    values = sample_of("article.html")
    values["entry"] = values["entry"]._replace(image=None)
    with pytest.raises(ThemeFault) as caught:
        theme.render("article.html", Rendering(SAMPLE_SETTINGS), values)
    assert (caught.value.problem.path, caught.value.problem.line) == ("theme/article.html", 2)


@pytest.mark.parametrize("name", ["macros", "pager", "private__home", "desk__bar", "feedsvc__base"])
def test_what_is_ours_cannot_be_overridden(name: str) -> None:
    theme = themed(**{name: "x"})
    (problem,) = theme.problems
    assert problem.path == f"theme/{name.replace('__', '/')}.html"
    assert "cannot be overridden" in problem.message


def test_a_name_that_no_page_has() -> None:
    theme = themed(artcle="x", used="y", article='{% include "used.html" %}')
    (problem,) = theme.problems
    assert problem.path == "theme/artcle.html"
    assert "did you mean article.html?" in problem.message
    assert shown(theme) == "y"


def test_every_template_is_a_page_or_part_or_stays_ours() -> None:
    names = {path.name for path in TEMPLATES.glob("*.html")}
    assert names == {*PAGES, *PARTS, *OURS}
