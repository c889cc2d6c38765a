"""The configuration of nginx for a site that is kept as files (https://nginx.org/en/docs/).

Two files: one to include on the level `http`, and one in a `server`. Values of the newsroom stand
in quotation marks, and none of them is read as a variable or as a regular expression.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from feedsvc.model.feed import FORMATS
from feedsvc.pages import TEXT
from feedsvc.static_site.answers import SELF, Answers, Headers, Kind, Single
from feedsvc.static_site.nginx_maps import PREFLIGHT, Maps
from feedsvc.static_site.nginx_text import (
    FEED_SUFFIXES,
    Variables,
    block,
    exactly,
    fits,
    quoted,
    when,
)

_HTML = "text/html; charset=utf-8"
_MARKDOWN = "text/markdown; charset=utf-8"
_HEAD = """\
# Written by feedsvc build; it is written anew where something in it changes. Then nginx must read
# it: nginx -t && nginx -s reload. Until then, old addresses that are new here answer 404, and an
# article that was withdrawn answers with the page that says so, and 200 in place of 410.
#
# What nginx cannot do with these files:
# - no searches, no hub, no private feeds and no deltas, but for what --beside passes on;
# - tags are its own, of a file's time and size: subscribers fetch once more where serve was before;
# - it finds old addresses whatever the case of their letters is;
# - .br and .zst are sent where your server says brotli_static on; and zstd_static on;, which need
#   modules that few packages of nginx have. .gz is sent by itself.

"""


class NginxFiles(NamedTuple):
    """The two files, and the addresses that nginx cannot read."""

    http: str
    server: str
    left_out: tuple[str, ...]


def nginx_files(answers: Answers, root: Path, beside: str = "") -> NginxFiles:
    """The configuration for a release.

    Args:
        answers: the rules of the release.
        root: below it stands what the site's URL names, its path included.
        beside: the URL at which `serve` answers what cannot be a file; empty: nobody does.
    """
    variables = Variables(answers.site)
    maps = Maps(answers, variables)
    singles = [one for one in answers.singles if fits(one.address, one.path)]
    long = [one.address for one in answers.singles if one not in singles]
    server = _Server(answers, variables, singles).text(root, beside)
    return NginxFiles(_HEAD + maps.text(), _HEAD + server, (*maps.left_out, *long))


class _Server:
    """What stands in a server."""

    def __init__(self, answers: Answers, variables: Variables, singles: list[Single]) -> None:
        self._answers, self._name, self._singles = answers, variables, singles
        self._base = answers.base
        self._missing = f"@{variables.prefix}_missing"

    def text(self, root: Path, beside: str) -> str:
        parts = [self._general(root)]
        parts += map(self._single, self._singles)
        if self._base:
            home = self._name.literal(f"{self._answers.site}/")
            parts.append(self._at("=", self._base, [f"return 301 {home};"]))
        for name in ("/404", "/index"):  # files with these names are no pages
            missing = f"try_files /.feedsvc/none {self._missing};"
            parts.append(self._at("=", self._base + name, [missing]))
        parts += self._passed_on(beside) if beside else ()
        parts += self._pages()
        parts += self._media()
        parts += self._feeds()
        parts += (self._not_there(), *self._errors())
        return "\n".join(parts)

    def _general(self, root: Path) -> str:
        return "\n".join(
            [
                f"root {self._name.literal(str(root))};",
                "merge_slashes off;",
                when('$uri ~ "//"', "return 404;"),
                "if_modified_since before;",
                "gzip off;",
                "gzip_vary off;",
                "gzip_static on;",
                "gzip_proxied any;",
                f"error_page 404 @{self._name.prefix}_not_found;",
                f"error_page 410 @{self._name.prefix}_gone;",
                "",
            ]
        )

    def _at(self, kind: str, address: str, rows: list[str]) -> str:
        return block(f"location {kind} {quoted(address)}".replace("  ", " ", 1), rows)

    def _headers(self, headers: Headers, *, always: bool = False) -> Iterator[str]:
        end = " always;" if always else ";"
        for name, value in headers:
            texts = [self._name.literal(part)[1:-1] for part in value.split(SELF)]
            yield f'add_header {name} "{self._name("self").join(texts)}"{end}'
        if any(name == "Access-Control-Allow-Origin" for name, _ in headers):
            yield from self._preflight()
            yield when("$request_method = OPTIONS", "return 200;")

    def _preflight(self) -> Iterator[str]:
        for name, variable, _ in PREFLIGHT:
            yield f"add_header {name} {self._name(variable)};"

    def _of(self, kind: Kind) -> list[str]:
        return list(self._headers(self._answers.headers.get(kind, ())))

    def _types(self, kind: Kind) -> list[str]:
        types: Mapping[str, str] = self._answers.types.get(kind, {})
        rows = [
            f"{quoted(type)} {suffix};"
            for suffix, type in sorted(types.items())
            if re.fullmatch("[a-z0-9]+", suffix)
        ]
        return [block("types", rows)[:-1], "default_type application/octet-stream;"]

    def _single(self, single: Single) -> str:
        file = self._name.literal(f"{self._base}/{single.path}")
        rows = [*_only(single.media_type), *self._headers(single.headers)]
        if not single.address.startswith("/media/"):
            rows.append("max_ranges 0;")
        rows.append(f"try_files {file} {self._missing};")
        return self._at("=", self._base + single.address, rows)

    def _passed_on(self, beside: str) -> Iterator[str]:
        """What `serve` answers, where it is there."""
        to = self._name.literal(beside.rstrip("/"))
        if urlsplit(beside).path.rstrip("/"):
            to = f'{to[:-1]}$request_uri"'
        passed = f"proxy_pass {to};"
        for name in ("/search", "/hub", *(f"/search.{format}" for format in FORMATS)):
            yield self._at("=", self._base + name, [passed])
        # The address is a secret, which nothing may note.
        private = ["access_log off;", "error_log /dev/null;", passed]
        yield self._at("^~", f"{self._base}/private/", private)

    def _pages(self) -> Iterator[str]:
        rows = [*_only(_HTML), "max_ranges 0;", *self._of("page")]
        page = [when(f"{self._name('gone')} = $uri", "return 410;"), *rows]
        page.append(f"try_files $uri.html {self._missing};")
        if not any(one.address == "/" for one in self._singles):
            file = self._name.literal(f"{self._base}/index.html")
            yield self._at("=", f"{self._base}/", [*rows, f"try_files {file} {self._missing};"])
        yield self._at("^~", f"{self._base}/articles/", [self._text(), *page])
        yield self._at("", f"{self._base}/", page)

    def _text(self) -> str:
        """Articles as Markdown."""
        gone = when(f"{self._name('gone')} = $uri", "return 410;")
        rows = [gone, *_only(_MARKDOWN), "max_ranges 0;", *self._of("text")]
        place = f'location ~ "{exactly(TEXT)}\\z"'
        return block(place, [*rows, f"try_files $uri {self._missing};"])

    def _media(self) -> Iterator[str]:
        kinds: tuple[Kind, ...] = ("media", "static")
        for kind in kinds:
            rows = [*self._types(kind), *self._of(kind), f"try_files $uri {self._missing};"]
            yield self._at("^~", f"{self._base}/{kind}/", rows)

    def _feeds(self) -> Iterator[str]:
        """Documents, and in their place pages, for browsers that navigate there."""
        feed = f"^{exactly(self._base)}/.*\\.(?:{FEED_SUFFIXES})"
        page = when("$http_sec_fetch_dest = document", "rewrite ^ $uri.html last;")
        rows = [*self._types("feed"), "max_ranges 0;", *self._of("feed"), page]
        yield block(f'location ~ "{feed}\\z"', [*rows, f"try_files $uri {self._missing};"])
        rows = ["internal;", *_only(_HTML), "max_ranges 0;", *self._of("feed page")]
        yield block(f'location ~ "{feed}\\.html\\z"', [*rows, f"try_files $uri {self._missing};"])

    def _not_there(self) -> str:
        """Old addresses, and those that people write otherwise, lead to what they mean."""
        name, base = self._name, exactly(self._base)
        found, plain = name("found"), f"$document_root{name('plain')}"
        article = f"$document_root{name.literal(self._base)[1:-1]}/articles/{name('last')}.html"
        media = f'$uri ~ "^{base}/media/"'
        rows = [
            'add_header Cache-Control "public, max-age=300";',
            f"add_header Access-Control-Allow-Origin {name('open')};",
            f"add_header Access-Control-Expose-Headers {name('exposed')};",
            *self._preflight(),
            when(name("preflight"), "return 200;"),
            when(name("redirect"), f"return 301 {name('redirect')};"),
            f'set {found} "";',
            when(f"-f {plain}.html", f"set {found} {name('bare_url')};"),
            when(f"-f {plain}", f"set {found} {name('bare_url')};"),
            when(f'-f "{article}"', f"set {found} {name('last_url')};"),
            when(media, f'set {found} "";'),
            when(found, f"return 301 {found};"),
            "return 404;",
        ]
        return block(f"location {self._missing}", rows)

    def _errors(self) -> Iterator[str]:
        path, headers = self._answers.not_found
        rows = [*_only(_HTML), "max_ranges 0;", *self._headers(headers, always=True)]
        file = self._name.literal(f"{self._base}/{path}")
        not_found, gone = (
            f"location @{self._name.prefix}_{kind}" for kind in ("not_found", "gone")
        )
        yield block(not_found, [*rows, f"try_files {file} =404;"])
        yield block(gone, [*rows, f"try_files {self._name('gone_page')} =410;"])


def _only(media_type: str) -> list[str]:
    return ["types {\n}", f"default_type {quoted(media_type)};"]
