"""docs/themes.md: its tables are true, and its example makes pages."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jinja2 import Environment, Template, nodes
from selectolax.lexbor import LexborHTMLParser

from feedsvc.pages import rendering
from feedsvc.pages.rendering import TEMPLATES, Rendering, SiteView, built_in, shared_values
from feedsvc.pages.samples import SAMPLE_SETTINGS, sample_of
from feedsvc.pages.theme_files import PICTURES
from feedsvc.pages.variables import OURS, PAGES, PARTS, WITHOUT
from feedsvc.render import EntryView, TermView
from feedsvc.web import create_app
from tests.docs.pages import blocks, code, page, table

PAGE = page("docs/themes.md")
SHARED = tuple(shared_values(SAMPLE_SETTINGS, ""))
ROWS = {code(row[0])[0]: row for row in table(PAGE, "template")}
VARIABLES = {name for row in table(PAGE, "variable") for name in code(row[0])}
ADDRESSES = (
    "/", "/nothing", "/feed.atom", "/archive", "/archive/2026/05", "/page/1", "/category/world",
    "/articles/rain", "/search", "/search?q=rain", "/search?q=%22", "/digest/daily",
    "/digest/daily/2026-05-01", "/category/world/page/1", "/search/wet", "/feeds.opml",
)  # fmt: skip


def parsed(name: str) -> nodes.Template:
    return built_in().parse((TEMPLATES / name).read_text())


def test_every_template_is_told_with_its_blocks_and_variables() -> None:
    assert ROWS.keys() == {*PAGES, *PARTS}
    for name, (_, _, told, variables) in ROWS.items():
        assert code(told) == [block.name for block in parsed(name).find_all(nodes.Block)], name
        if name in PAGES:
            assert code(variables) == list(PAGES[name]), name


def test_every_variable_is_told() -> None:
    entry = {"entry"}
    assert {name for names in PAGES.values() for name in names} == VARIABLES
    shared = {name for row in table(PAGE, "shared") for name in code(row[0])}
    assert shared == {*SHARED, "macros", "pager"}
    assert entry < VARIABLES


def test_the_values_of_articles_and_settings_are_told() -> None:
    told = {name for row in table(PAGE, "value") for name in code(row[0])}
    assert told == set(EntryView._fields)
    (row,) = (row for row in table(PAGE, "shared") if code(row[0]) == ["settings"])
    names = {name.split(".")[0] for name in code(row[1])} - {"site"}
    assert names == set(SiteView._fields)
    assert TermView("a", "b", "c/").url == "c/a"


def test_filters_and_macros_are_told() -> None:
    plain = set(rendering.built_in().overlay().filters)
    told = {code(row[0])[0] for row in table(PAGE, "filter")}
    assert told == plain - set(Environment().filters)
    macros = {one for row in table(PAGE, "macro") for one in code(row[0])}
    made = set()
    for name in OURS:
        for macro in parsed(name).find_all(nodes.Macro):
            arguments = ", ".join(argument.name for argument in macro.args)
            made.add(f"{name.removesuffix('.html')}.{macro.name}({arguments})")
    assert macros == made


def test_pictures_are_told() -> None:
    (line,) = (line for line in PAGE.splitlines() if line.startswith("`style.css` and"))
    assert {one for one in code(line) if re.fullmatch(r"\.\w+", one)} == set(PICTURES)


@pytest.fixture
def client(desk: Any) -> FlaskClient:
    desk.write(
        "site.toml",
        'base_url = "https://news.example"\nid_base = "news.example,2026"\ntitle = "Desk"\n'
        'rights = "All of them."\n[theme]\nfolder = "theme"\n[searches.wet]\nquery = "rain"\n',
    )
    desk.write("2026-05-01-rain.md", "---\ntitle: Rain\ncategory: World\nslug: rain\n---\nWet.\n")
    return create_app(desk.open()).test_client()


def test_pages_are_given_what_is_told_and_samples_as_well(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, set[frozenset[str]]] = {}
    render = Rendering.text

    def note(self: Rendering, template: Template, values: dict[str, Any]) -> str:
        given.setdefault(str(template.name), set()).add(frozenset(values))
        return render(self, template, values)

    monkeypatch.setattr(Rendering, "text", note)
    for address in ADDRESSES:
        client.get(address)
        client.get(address, headers={"Sec-Fetch-Dest": "document"})
    for name, told in PAGES.items():
        assert given[name] == {frozenset((*SHARED, *told))}, name
        assert sample_of(name).keys() == {*SHARED, *told}
    assert WITHOUT.keys() <= PAGES.keys()


def example(folder: Path) -> None:
    """Write the files of the page's example."""
    block = r"`theme/([\w.]+)`[^`]*?:\n\n```\w+\n(.*?)^```"
    parts = re.findall(block, PAGE, re.DOTALL | re.MULTILINE)
    assert [name for name, _ in parts] == ["base.html", "article.html", "style.css"]
    folder.mkdir()
    for name, text in parts:
        (folder / name).write_text(text)


def test_the_example_makes_pages(desk: Any, client: FlaskClient) -> None:
    assert blocks(PAGE, "toml") == ['[theme]\nfolder = "theme"\n']
    example(desk.folder / "theme")
    assert client.get("/readyz").text == "ready\n"
    shown = LexborHTMLParser(client.get("/articles/rain").text)
    assert shown.css_first(".kicker").text() == "1 minutes"
    assert shown.css_first("h1").text() == "Rain"
    for address in ("/", "/articles/rain", "/nothing"):
        foot = LexborHTMLParser(client.get(address).text).css_first("footer p")
        assert foot.text() == "Desk, printed on paper as well. All of them."
    style = shown.css_first("link[rel=stylesheet]").attributes["href"]
    text = client.get(style.removeprefix("https://news.example")).text
    assert text.index("--accent: #7a1f3d") > text.rindex("@media")


def test_the_sample_of_the_log_is_what_is_logged(
    desk: Any, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    (told,) = blocks(PAGE, "text")
    desk.write("theme/article.html", "one\ntwo\n{{ heading }}\n")
    client.get("/")
    assert told.strip() in caplog.messages
