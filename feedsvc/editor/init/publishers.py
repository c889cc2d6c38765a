"""The publishers whose layouts are known: their signs, and where their articles stand.

Another one is a row here. Its configuration is read where it is data, and never run.
"""

import re
from typing import NamedTuple

import msgspec


class Sign(NamedTuple):
    """A file or folder at the top of a site by which its publisher is known.

    Attributes:
        path: from the top of the site; a folder's has a slash at its end.
        says: what the file must say as well, as a regular expression; empty: anything.
        beside: a file or folder that must be there as well; empty: none.
    """

    path: str
    says: str = ""
    beside: str = ""


class Keys(msgspec.Struct, frozen=True):
    """The names of settings in a publisher's configuration; dots lead into tables.

    Attributes:
        title, url, language, timezone: of the site; the first that has a value counts.
        below: of a path that is added to the URL.
        folder: of the folder in which its articles stand.
        exclude: of patterns of files that it does not publish.
        anchored: whether these are paths from the top.
    """

    title: tuple[str, ...] = ("title",)
    url: tuple[str, ...] = ("url",)
    language: tuple[str, ...] = ("language",)
    timezone: tuple[str, ...] = ("timezone",)
    below: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    anchored: bool = False


class Publisher(msgspec.Struct, frozen=True):
    """A publisher whose layout is known.

    Attributes:
        name: as it is written.
        signs: by which a site of it is known; the first that is there counts.
        keys: of its configuration.
        configurations: files that are read for it besides the one that was the sign.
        places: folders in which its articles stand: the first that holds any; empty: the top.
        exclude: patterns of files that it does not publish.
        pages: file names without suffix, at the top, that are lists or errors, and no articles.
        dates_in_utc: whether dates without an offset are UTC where its configuration says nothing;
            else they are those of the machine.
        marks_notes: whether its users mark the notes that may be published.
    """

    name: str
    signs: tuple[Sign, ...] = ()
    keys: Keys = Keys()
    configurations: tuple[str, ...] = ()
    places: tuple[str, ...] = ("",)
    exclude: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    dates_in_utc: bool = False
    marks_notes: bool = False


_LISTS = ("archive", "archives", "categories", "search", "tags")
_PAGES = ("404", "index", *_LISTS)


def _named(name: str, *suffixes: str) -> tuple[Sign, ...]:
    return tuple(Sign(f"{name}.{suffix}") for suffix in suffixes)


HUGO = Publisher(
    "Hugo",
    (
        *_named("hugo", "toml", "yaml", "yml", "json"),
        *_named("config/_default/hugo", "toml", "yaml", "yml", "json"),
        *_named("config/_default/config", "toml", "yaml", "yml", "json"),
        Sign("config.toml", r"(?mi)^\s*baseurl\s*="),
        *(Sign(f"config.{one}", r"(?mi)^baseurl\s*:") for one in ("yaml", "yml")),
        Sign("config.json", r'(?i)"baseurl"'),
    ),
    Keys(
        url=("baseURL",),
        language=("languageCode", "locale", "defaultContentLanguage"),
        timezone=("timeZone",),
        folder=("contentDir",),
    ),
    places=("content",),
    pages=_LISTS,
    dates_in_utc=True,
)
ZOLA = Publisher(
    "Zola",
    (Sign("zola.toml"), Sign("config.toml", r"(?m)^\s*base_url\s*=")),
    Keys(url=("base_url",), language=("default_language",), exclude=("ignored_content",)),
    places=("content",),
    dates_in_utc=True,
)
HEXO = Publisher(
    "Hexo",
    (
        Sign("_config.yml", beside="scaffolds/"),
        Sign("_config.yml", r"(?m)^(?:source_dir|public_dir|new_post_name|default_layout)\s*:"),
    ),
    Keys(folder=("source_dir",), exclude=("exclude",)),
    places=("source",),
    exclude=("/_*/", "!/_posts/", "!/_drafts/"),  # else it publishes no folder with an underscore
    pages=_PAGES,
)
JEKYLL = Publisher(
    "Jekyll",
    (
        *_named("_config", "yml", "yaml", "toml"),
        Sign("Gemfile", r"(?m)^\s*gem\s+[\"'](?:jekyll|github-pages)[\"']"),
    ),
    Keys(
        language=("lang", "locale", "language"),
        below=("baseurl",),
        folder=("source",),
        exclude=("exclude",),
        anchored=True,
    ),
    pages=_PAGES,
)
ELEVENTY = Publisher(
    "Eleventy",
    (*_named("eleventy.config", "js", "mjs", "cjs", "ts"), Sign(".eleventy.js")),
    Keys(language=("language", "lang"), folder=("input",)),
    configurations=("_data/metadata.json", "_data/site.json", "src/_data/site.json"),
    places=("content", "src", ""),
    pages=_PAGES,
    dates_in_utc=True,
)
PELICAN = Publisher(
    "Pelican",
    (Sign("pelicanconf.py"),),
    Keys(("SITENAME",), ("SITEURL",), ("DEFAULT_LANG",), ("TIMEZONE",), folder=("PATH",)),
    places=("content", ""),
    exclude=("/output/",),
)
NIKOLA = Publisher(
    "Nikola",
    (Sign("conf.py", r"(?m)^\s*BLOG_TITLE\s*="),),
    Keys(("BLOG_TITLE",), ("SITE_URL", "BASE_URL"), ("DEFAULT_LANG",), ("TIMEZONE",)),
    exclude=("/output/", "/cache/", "/files/", "/listings/", "/plugins/", "/themes/"),
    dates_in_utc=True,
)
DOCUSAURUS = Publisher(
    "Docusaurus",
    _named("docusaurus.config", "js", "ts", "mjs", "cjs"),
    places=("blog", "docs"),
    exclude=("_*/",),
    dates_in_utc=True,
)
MKDOCS = Publisher(
    "MkDocs",
    _named("mkdocs", "yml", "yaml"),
    Keys(
        ("site_name",),
        ("site_url",),
        ("theme.language",),
        folder=("docs_dir",),
        exclude=("exclude_docs", "draft_docs"),
    ),
    places=("docs",),
    dates_in_utc=True,
)
QUARTZ = Publisher(
    "Quartz",
    _named("quartz.config", "ts", "yaml"),
    places=("content",),
    exclude=("private/", "templates/"),
)
ASTRO = Publisher(
    "Astro",
    _named("astro.config", "mjs", "js", "ts", "cjs"),
    places=("src/content/blog", "src/content/posts", "src/content", "src/pages"),
    exclude=("_*/",),
    dates_in_utc=True,
)
OBSIDIAN = Publisher("Obsidian", (Sign(".obsidian/"),), marks_notes=True)
TEMPLATE_FOLDERS = (  # where Obsidian and its plugin Templater keep theirs
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)
# Hexo's configuration is called as Jekyll's; vaults may be edited that others publish.
PUBLISHERS = (
    HUGO,
    ZOLA,
    HEXO,
    JEKYLL,
    ELEVENTY,
    PELICAN,
    NIKOLA,
    DOCUSAURUS,
    MKDOCS,
    QUARTZ,
    ASTRO,
    OBSIDIAN,
)


class Trace(NamedTuple):
    """What files of a publisher show where its configuration is out of sight.

    Attributes:
        publisher: the publisher.
        path: of one of its files, as a regular expression; all of the path must match.
        text: what the beginning of that file says, as a regular expression; empty: anything.
    """

    publisher: Publisher
    path: str
    text: str = ""


_TEXT = r".*\.(?:md|markdown|html?)"
TRACES = (
    Trace(ZOLA, r".*\.md", r"(?ms)\A\+\+\+\n.*?^(?:sort_by\s*=|\[(?:taxonomies|extra)\])"),
    Trace(HUGO, r"(?:.*/)?_index(?:\.\w+)?\.md"),
    Trace(Publisher("Medium"), r"(?:.*/)?(?:\d{4}-\d\d-\d\d|draft)_.*-[0-9a-f]{10,12}\.html"),
    Trace(Publisher("Micro.blog"), _TEXT, r"(?m)^microblog:"),
    Trace(Publisher("WordPress"), _TEXT, r"<!-- wp:\w+|(?m:^guid:.*[?]p=\d+)"),
    Trace(HEXO, r".*\.md", r"\{% ?(?:asset_(?:img|link|path)|post_link)\b"),
    Trace(NIKOLA, r".*\.(?:md|rst|html?|txt)", r"(?m)^\.\. title:"),
    Trace(DOCUSAURUS, r".*\.mdx?", r"<!-- ?truncate ?-->|\{/\* ?truncate ?\*/\}"),
    Trace(ELEVENTY, r".*\.11tydata\.\w+|.*\.njk"),
    Trace(PELICAN, _TEXT, r"[\{|](?:static|filename|attach)[\}|]"),
    Trace(JEKYLL, r"(?:.*/)?_posts/(?:.*/)?\d{4}-\d\d-\d\d-.*\.(?:md|markdown|html)"),
)
CONFIGURATIONS = frozenset(
    [sign.path for one in PUBLISHERS for sign in one.signs if not sign.path.endswith("/")]
    + [path for one in PUBLISHERS for path in one.configurations]
    + [path for path, _ in TEMPLATE_FOLDERS]
)


def matches(pattern: str, text: str) -> str | None:
    """The part of a text that matches a pattern, shortened; None: none does."""
    found = re.search(pattern, text)
    return None if found is None else found[0].strip().rpartition("\n")[2][:40]
