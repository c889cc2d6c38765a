"""Hugo and Pelican set up to write feeds and nothing else: no pages, no themes, 50 entries.

And Hugo as it shows a writer plain pages of the same articles, with those feeds.
"""

import os
import subprocess
import time
from pathlib import Path

from bench import corpus, load, peers

ENTRIES = 50

HUGO_SITE = """\
baseURL = "https://news.example.org/"
title = "A newsroom made to measure"
disableKinds = ["sitemap", "robotstxt", "404"]

[taxonomies]
tag = "tags"
author = "authors"

[outputs]
home = ["rss"]
section = ["rss"]
term = ["rss"]
taxonomy = []

[services.rss]
limit = 50

[[cascade]]
[cascade.build]
render = "link"
list = "always"
[cascade.target]
kind = "page"
"""

HUGO_FEED = """\
{{- $pages := .Site.RegularPages -}}
{{- if not .IsHome }}{{ $pages = .RegularPagesRecursive }}{{ end -}}
{{- if eq .Kind "term" }}{{ $pages = .Pages }}{{ end -}}
{{- $pages = first 50 $pages.ByDate.Reverse -}}
{{ print "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{{ .Title | transform.XMLEscape | safeHTML }}</title>
<link>{{ .Permalink }}</link>
<description>{{ .Title | transform.XMLEscape | safeHTML }}</description>
{{ range $pages }}<item>
<title>{{ .Title | transform.XMLEscape | safeHTML }}</title>
<link>{{ .Permalink }}</link>
<guid isPermaLink="false">{{ .File.Path }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" | safeHTML }}</pubDate>
{{ range .Params.authors }}<dc:creator>{{ . | transform.XMLEscape | safeHTML }}</dc:creator>
{{ end }}{{ range .Params.tags }}<category>{{ . | transform.XMLEscape | safeHTML }}</category>
{{ end }}<description>{{ .Description | transform.XMLEscape | safeHTML }}</description>
<content:encoded>{{ .Content | transform.XMLEscape | safeHTML }}</content:encoded>
</item>
{{ end }}</channel>
</rss>
"""

HUGO_PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1><p>{{ .Description }}</p>{{ .Content }}</body></html>
"""

HUGO_LIST = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1><ul>{{ range first 50 .Site.RegularPages.ByDate.Reverse }}
<li><a href="{{ .Permalink }}">{{ .Title }}</a></li>{{ end }}</ul></body></html>
"""

PELICAN_SITE = """\
SITENAME = "A newsroom made to measure"
SITEURL = "https://news.example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
AUTHOR = "desk"
FEED_DOMAIN = SITEURL
FEED_MAX_ITEMS = 50
FEED_ALL_ATOM = "feeds/feed.atom.xml"
CATEGORY_FEED_ATOM = "feeds/category/{slug}.atom.xml"
TAG_FEED_ATOM = "feeds/tag/{slug}.atom.xml"
AUTHOR_FEED_ATOM = "feeds/author/{slug}.atom.xml"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = []
STATIC_PATHS = []
THEME_STATIC_PATHS = []
PAGE_PATHS = []
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = DRAFT_SAVE_AS = ""
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
YEAR_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_SAVE_AS = DAY_ARCHIVE_SAVE_AS = ""
"""


def hugo(articles: Path, work: Path) -> tuple[float, int]:
    """Seconds that Hugo takes for all feeds of a corpus, and how many feeds it wrote."""
    (work / "layouts" / "_default").mkdir(parents=True)
    (work / "hugo.toml").write_text(HUGO_SITE)
    (work / "layouts" / "_default" / "rss.xml").write_text(HUGO_FEED)
    command = [peers.program("hugo"), "--source", str(work), "--contentDir", str(articles)]
    command += ["--destination", str(work / "public"), "--cacheDir", str(work / "cache")]
    took = _run(command)
    return took, _check(work / "public", "*.xml", "<item>", "&lt;h2", articles)


def hugo_server(articles: Path, work: Path, port: int) -> list[str]:
    """The command that shows a corpus on a port, and lets its pages load again after a save."""
    layouts = work / "layouts" / "_default"
    layouts.mkdir(parents=True)
    site, _, _ = HUGO_SITE.partition("[[cascade]]")
    (work / "hugo.toml").write_text(site.replace('["rss"]', '["html", "rss"]'))
    (layouts / "rss.xml").write_text(HUGO_FEED)
    (layouts / "single.html").write_text(HUGO_PAGE)
    (layouts / "list.html").write_text(HUGO_LIST)
    command = [peers.program("hugo"), "server", "--source", str(work)]
    command += ["--contentDir", str(articles), "--cacheDir", str(work / "cache")]
    return [*command, "--bind", "127.0.0.1", "--port", str(port)]


def pelican(articles: Path, work: Path) -> tuple[float, int]:
    """The same of Pelican, for a corpus with its own headers."""
    work.mkdir(parents=True)
    (work / "pelicanconf.py").write_text(PELICAN_SITE)
    command = [peers.program("pelican"), str(articles), "-s", str(work / "pelicanconf.py")]
    command += ["-o", str(work / "public")]
    took = _run(command)
    return took, _check(work / "public", "*.atom.xml", "<entry>", "&lt;h2", articles)


def _run(command: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, env=dict(os.environ) | {"TZ": "UTC"}, check=False
    )
    took = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{(done.stdout + done.stderr)[-2000:]}")
    return took


def _check(public: Path, pattern: str, entry: str, content: str, articles: Path) -> int:
    """How many feeds there are, once it is sure that they hold what they should.

    Raises:
        WrongAnswers: feeds, entries or texts are missing, or pages were written.
    """
    files = list(public.rglob(pattern))
    others = [file for file in public.rglob("*") if file.is_file() and file not in set(files)]
    counts = [(text.count(entry), text.count(content)) for text in map(Path.read_text, files)]
    count = int(articles.name.rpartition("-")[2])
    feeds = 1 + len(corpus.CATEGORIES) + len(corpus.TAGS) + len(corpus.DESKS)
    full = max((entries for entries, _ in counts), default=0)
    texts = all(found >= entries * (corpus.SECTIONS - 1) for entries, found in counts)
    pages = [file for file in others if file.suffix == ".html"]
    if full != min(ENTRIES, count) or not texts or pages or (count >= 1000 and len(files) != feeds):
        raise load.WrongAnswers(
            f"{len(files)} feeds, {full} entries at most, texts {texts}, {len(pages)} pages"
        )
    return len(files)
