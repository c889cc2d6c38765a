"""What is read of a publisher's own configuration."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.editor.init.configuration import Configuration, read_configuration
from feedsvc.editor.init.publishers import (
    ELEVENTY,
    HEXO,
    HUGO,
    JEKYLL,
    MKDOCS,
    NIKOLA,
    PELICAN,
    PUBLISHERS,
    ZOLA,
    Publisher,
)


@pytest.mark.parametrize(
    ("publisher", "path", "text", "said"),
    [
        (
            HUGO,
            "hugo.toml",
            "baseurl = 'https://news.example/'\ntitle = \"Harbour\"\nlanguageCode = 'en-us'\n"
            "timeZone = 'Europe/Oslo'\ncontentDir = './text/'\n",
            Configuration("Harbour", "https://news.example/", "en-us", "Europe/Oslo", "text"),
        ),
        (
            HUGO,
            "hugo.json",
            '{"Title": "Harbour", "locale": "de"}',
            Configuration("Harbour", language="de"),
        ),
        (HUGO, "hugo.yaml", "title: no\nlanguageCode: no\n", Configuration("no", language="no")),
        (
            ZOLA,
            "config.toml",
            'base_url = "https://news.example"\ntitle = "Harbour"\ndefault_language = "fr"\n'
            'ignored_content = ["*.{png,svg}", "notes/"]\n',
            Configuration("Harbour", "https://news.example", "fr", exclude=("notes/",)),
        ),
        (
            JEKYLL,
            "_config.yml",
            "title: Harbour\nurl: https://news.example/\nbaseurl: /blog\nlang: nb\n"
            "exclude: [/vendor, '*.bak.md']\n",
            Configuration(
                "Harbour", "https://news.example/blog", "nb", exclude=("/vendor", "/*.bak.md")
            ),
        ),
        (JEKYLL, "_config.yml", "baseurl: /blog\n", Configuration()),
        (
            HEXO,
            "_config.yml",
            "title: 港\nurl: https://news.example\nlanguage: [ja, en]\ntimezone: Asia/Tokyo\n",
            Configuration("港", "https://news.example", "ja", "Asia/Tokyo"),
        ),
        (
            MKDOCS,
            "mkdocs.yml",
            "site_name: Harbour\ntheme: {name: material, language: de}\ndocs_dir: pages\n"
            "exclude_docs: |\n  # not ready\n  /plans/\n  *.tmp.md\n"
            "markdown_extensions:\n  - x: {y: !!python/name:os.system }\n",
            Configuration("Harbour", "", "de", "", "pages", ("/plans/", "*.tmp.md")),
        ),
        (
            PELICAN,
            "pelicanconf.py",
            "SITENAME = 'Harbour\\'s \"notes\"'  # ours\nSITEURL = ''\nTIMEZONE='Europe/Paris'\n"
            "PATH = os.environ['X']\nDEFAULT_LANG = LANG\n",
            Configuration('Harbour\'s "notes"', timezone="Europe/Paris"),
        ),
        (
            NIKOLA,
            "conf.py",
            'BLOG_TITLE = "Harbour"  # (translatable)\nSITE_URL = "https://news.example/"\n',
            Configuration("Harbour", "https://news.example/"),
        ),
        (
            ELEVENTY,
            "eleventy.config.js",
            'return {dir: {input: "text"}}',
            Configuration(folder="text"),
        ),
        (ELEVENTY, "_data/site.json", '{"title": "Harbour", "url": 3}', Configuration("Harbour")),
    ],
)
def test_what_it_says(publisher: Publisher, path: str, text: str, said: Configuration) -> None:
    assert read_configuration(path, text, publisher.keys) == said


@pytest.mark.parametrize(
    "folder", ["..", "../x", "/srv", "~/x", ".", "", "a/../..", "$HOME", "C:\\\\x"]
)
def test_a_folder_outside_of_the_site_is_none(folder: str) -> None:
    assert read_configuration("hugo.toml", f'contentDir = "{folder}"', HUGO.keys).folder == ""


def test_patterns_that_site_toml_could_not_hold_are_left_out() -> None:
    text = 'exclude: ["!", "a\u202eb", "", 3, plans/]\n'
    assert read_configuration("_config.yml", text, HEXO.keys).exclude == ("3", "plans/")


def test_nothing_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    text = f'open({str(mark)!r}, "w")\nSITENAME = "x" + str(open({str(mark)!r}, "w"))\n'
    read_configuration("pelicanconf.py", text, PELICAN.keys)
    yaml = f'title: !!python/object/apply:pathlib.Path.touch ["{mark}"]\n'
    read_configuration("_config.yml", yaml, JEKYLL.keys)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("hugo.toml", "title = "),
        ("hugo.toml", "a = " + "[" * 100_000),
        ("hugo.json", "[" * 100_000),
        ("hugo.json", "[1]"),
        ("hugo.yaml", "a: [" * 1000),
        ("hugo.yaml", "- a\n- b\n"),
        ("hugo.yaml", "a: &a [*a]\n"),
        ("hugo.toml", "title = 3\nbaseURL = ['']\ncontentDir = true\n"),
        ("hugo.txt", "title = 'x'"),
    ],
)
def test_what_cannot_be_read_says_nothing(path: str, text: str) -> None:
    assert read_configuration(path, text, HUGO.keys) == Configuration()


@given(
    text=st.text(max_size=60) | st.sampled_from(["SITENAME = 'a\\", "SITENAME='\\N{x}'", "a: '"]),
    suffix=st.sampled_from(["toml", "yml", "json", "py", "js"]),
    publisher=st.sampled_from(PUBLISHERS),
)
def test_no_text_is_an_error(text: str, suffix: str, publisher: Publisher) -> None:
    read_configuration(f"x.{suffix}", text, publisher.keys)
