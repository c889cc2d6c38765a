"""Whose layout a folder has, and by which sign."""

import json

import pytest

from feedsvc.editor.init.folder_view import FolderView
from feedsvc.editor.init.recognise import Layout, excluded, recognise


def view(files: dict[str, str]) -> FolderView:
    folders = {
        "/".join(path.split("/")[:depth]) + "/"
        for path in files
        for depth in range(1, path.count("/") + 1)
    }
    return FolderView(
        (*sorted(folders), *files), {path: text for path, text in files.items() if text}
    )


def seen(files: dict[str, str]) -> Layout:
    layout = recognise(view(files))
    assert layout is not None
    return layout


@pytest.mark.parametrize(
    ("files", "name", "sign", "place"),
    [
        ({"hugo.toml": "", "content/a.md": ""}, "Hugo", "hugo.toml", "content"),
        ({"config/_default/hugo.yaml": ""}, "Hugo", "config/_default/hugo.yaml", "content"),
        ({"config.toml": 'baseURL = "x"'}, "Hugo", "config.toml", "content"),
        ({"hugo.toml": 'contentDir = "text"', "text/a.md": ""}, "Hugo", "hugo.toml", "text"),
        ({"hugo.toml": 'contentDir = "../text"'}, "Hugo", "hugo.toml", "content"),
        ({"config.toml": 'base_url = "x"'}, "Zola", "config.toml", "content"),
        ({"_config.yml": "title: x", "scaffolds/a.md": ""}, "Hexo", "_config.yml", "source"),
        ({"_config.yml": "source_dir: text"}, "Hexo", "_config.yml", "text"),
        ({"_config.yml": "title: x", "_posts/a.md": ""}, "Jekyll", "_config.yml", ""),
        ({"Gemfile": 'gem "github-pages"'}, "Jekyll", "Gemfile", ""),
        ({".eleventy.js": "", "posts/a.md": ""}, "Eleventy", ".eleventy.js", ""),
        (
            {"eleventy.config.js": "", "content/a.md": ""},
            "Eleventy",
            "eleventy.config.js",
            "content",
        ),
        ({".eleventy.js": 'dir: {input: "./text/"}'}, "Eleventy", ".eleventy.js", "text"),
        (
            {"content/a.jpg": "", "src/a.md": "", ".eleventy.js": ""},
            "Eleventy",
            ".eleventy.js",
            "src",
        ),
        ({"pelicanconf.py": 'PATH = "text"'}, "Pelican", "pelicanconf.py", "text"),
        ({"pelicanconf.py": "", "content/a.md": ""}, "Pelican", "pelicanconf.py", "content"),
        ({"conf.py": 'BLOG_TITLE = "x"'}, "Nikola", "conf.py", ""),
        (
            {"docusaurus.config.js": "", "blog/a.md": ""},
            "Docusaurus",
            "docusaurus.config.js",
            "blog",
        ),
        (
            {"docusaurus.config.ts": "", "docs/a.md": ""},
            "Docusaurus",
            "docusaurus.config.ts",
            "docs",
        ),
        ({"mkdocs.yml": "docs_dir: pages"}, "MkDocs", "mkdocs.yml", "pages"),
        (
            {"quartz.config.ts": "", "content/.obsidian/app.json": ""},
            "Quartz",
            "quartz.config.ts",
            "content",
        ),
        (
            {"astro.config.mjs": "", "src/content/blog/a.md": ""},
            "Astro",
            "astro.config.mjs",
            "src/content/blog",
        ),
        ({".obsidian/app.json": "", "Note.md": ""}, "Obsidian", ".obsidian/", ""),
        ({".obsidian/app.json": "", "hugo.toml": ""}, "Hugo", "hugo.toml", "content"),
    ],
)
def test_a_configuration_tells(files: dict[str, str], name: str, sign: str, place: str) -> None:
    layout = seen(files)
    assert (layout.publisher.name, layout.sign, layout.place) == (name, sign, place)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"rain.md": "---\ntitle: Rain\n---\nIt rains.\n"},
        {"conf.py": "project = 'Sphinx'"},
        {"config.toml": "[database]\nname = 'x'"},
        {"config.yaml": "baseline: 1"},
        {"source/a.md": "", "content/a.md": "", "blog/a.md": ""},
        {"about _index.md.txt": "It is on _index.md."},
        {"a.md": "+++\ntitle = 'x'\n+++\nIt is on sort_by."},
    ],
)
def test_what_tells_nothing(files: dict[str, str]) -> None:
    assert recognise(view(files)) is None


def test_a_trace_names_the_words_and_the_file() -> None:
    layout = seen({"a.md": "Rain.\n", "b.md": "Snow {% asset_img a.jpg %}.\n"})
    assert layout.publisher.name == "Hexo"
    assert layout.sign == "`{% asset_img` in b.md"


class TestFromWithin:
    """Where the folder is the one with the articles, and the configuration stands above."""

    def test_the_site_above_tells(self) -> None:
        above = [("content", view({"hugo.toml": 'title = "Up"'}))]
        layout = recognise(view({"rain.md": ""}), above)
        assert layout is not None
        assert (layout.publisher.name, layout.sign, layout.place) == ("Hugo", "../hugo.toml", "")
        assert layout.configuration.title == "Up"

    def test_only_where_its_articles_are_here(self) -> None:
        assert recognise(view({"rain.md": ""}), [("notes", view({"hugo.toml": ""}))]) is None
        site = view({"hugo.toml": 'contentDir = "notes"'})
        assert recognise(view({"rain.md": ""}), [("notes", site)]) is not None
        assert recognise(view({"rain.md": ""}), [("content", site)]) is None

    def test_two_levels_up(self) -> None:
        layout = recognise(
            view({}), [("content", view({})), ("src/content", view({"astro.config.mjs": ""}))]
        )
        assert layout is not None
        assert layout.sign == "../../astro.config.mjs"

    def test_any_folder_of_a_vault_is_a_vaults(self) -> None:
        layout = recognise(view({"rain.md": ""}), [("Harbour", view({".obsidian/app.json": ""}))])
        assert layout is not None
        assert (layout.publisher.name, layout.sign) == ("Obsidian", "../.obsidian/")

    def test_the_publisher_above_goes_before_the_vault_here(self) -> None:
        site = view({"quartz.config.ts": ""})
        layout = recognise(view({".obsidian/app.json": ""}), [("content", site)])
        assert layout is not None
        assert layout.publisher.name == "Quartz"


class TestExcluded:
    """What the publisher does not publish as an article."""

    def test_lists_and_errors_at_the_top_that_are_there(self) -> None:
        files = {
            "_config.yml": "exclude: [internal/, Gemfile]",
            **dict.fromkeys(("index.html", "404.md", "tags/index.md", "about.md"), "x"),
            **dict.fromkeys(("_posts/index.md", "tags/rain.md", "_posts/404.md"), "x"),
        }
        site = view(files)
        assert excluded(seen(files), site) == (
            "/internal/",
            "/Gemfile",
            "/index.html",
            "/404.md",
            "/tags/index.md",
        )

    def test_paths_are_from_the_newsrooms_folder(self) -> None:
        files = {"hugo.toml": "", "content/_index.md": "x", "content/search.md": "x"}
        assert excluded(seen(files), view(files)) == ("/search.md",)

    def test_templates_and_drawings_of_a_vault(self) -> None:
        files = {
            ".obsidian/app.json": "{}",
            ".obsidian/templates.json": json.dumps({"folder": "Meta/My [new] templates"}),
            ".obsidian/plugins/templater-obsidian/data.json": "broken",
            "Templates/Day.md": "x",
            "Map.excalidraw.md": "x",
        }
        assert excluded(seen(files), view(files)) == (
            "/Templates/",
            r"/Meta/My \[new] templates/",
            "*.excalidraw.md",
        )

    @pytest.mark.parametrize("text", ["[]", '{"folder": 3}', '{"folder": "/"}', "[" * 100_000])
    def test_a_configuration_of_a_vault_that_says_nothing(self, text: str) -> None:
        files = {".obsidian/templates.json": text, "Note.md": "x"}
        assert excluded(seen(files), view(files)) == ()
