"""The configuration of Caddy for a site that is kept as files (https://caddyserver.com/docs/).

One file, to import in the block of a site.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from feedsvc.model.feed import FORMATS, GUESSED
from feedsvc.pages import TEXT
from feedsvc.static_site.answers import ARTICLE_SUFFIXES, SELF, Answers, Headers, Kind, Single
from feedsvc.static_site.nginx_maps import PREFLIGHT
from feedsvc.static_site.nginx_text import exactly, location_value

_FEEDS = "|".join(FORMATS)
_HTML = "text/html; charset=utf-8"
_MARKDOWN = "text/markdown; charset=utf-8"
_PATTERN = '"~'
_OPEN = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag"))
_PREFLIGHT = tuple((name, value) for name, _, value in PREFLIGHT)
_HEAD = """\
# Written by feedsvc build; it is written anew where something in it changes. Then Caddy must read
# it: caddy reload. Until then, old addresses that are new here answer 404, and an article that was
# withdrawn answers with the page that says so, and 200 in place of 410.
#
# What Caddy cannot do with these files:
# - no searches, no hub, no private feeds and no deltas, but for what --beside passes on;
# - tags are its own, of a file's time and size: subscribers fetch once more where serve was before;
# - it answers parts of feeds (Range), and finds no file with a backslash in its name;
# - it looks through all old addresses one by one, which takes time where there are many thousands.

"""


def caddy_file(answers: Answers, root: Path, beside: str = "") -> str:
    """The file for a release.

    Args:
        answers: the rules of the release.
        root: below it stands what the site's URL names, its path included.
        beside: the URL at which `serve` answers what cannot be a file; empty: nobody does.
    """
    writer = _Writer(answers)
    rows = [*writer.maps(), *writer.handles(beside)]
    return _HEAD + f"root * {_token(str(root))}\n" + _block("route", rows)


def _token(text: str) -> str:
    """A text as one token that holds no placeholder."""
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("{", "\\{"), ("}", "\\}")):
        text = text.replace(sign, written)
    return f'"{text}"'


def _url(target: str) -> str:
    return location_value(target).replace("{", "%7B").replace("}", "%7D")


def _key(address: str) -> str:
    """An address in a map; one with signs that mean something is a regular expression."""
    if re.fullmatch(r"[A-Za-z0-9/._%-]*", address):
        return f'"{address}"'
    return f'"~^{exactly(address)}$"' if "\n" not in address else f'"~\\A{exactly(address)}\\z"'


def _block(head: str, lines: Iterable[str]) -> str:
    inner = "".join(f"\t{line}\n" for text in lines for line in text.rstrip("\n").split("\n"))
    return f"{head} {{\n{inner}}}\n"


class _Writer:
    def __init__(self, answers: Answers) -> None:
        self._answers, self._base = answers, answers.base

    def maps(self) -> Iterator[str]:
        """What is looked up by address."""
        answers, base = self._answers, self._base
        pages = {
            base + at: '"*"' if path == f"{at[1:]}.html" else _token(f"{base}/{path}")
            for at, path in answers.gone.items()
        }
        yield self._map("path", "gone", pages, '""')
        guessed = {(f"/{old}", answers.site + new) for old, new in GUESSED.items()}
        targets = {}
        for old, new in answers.moved.items():
            query = "{feedsvc_query}" if (old, new) in guessed else ""
            targets[base + (old.rstrip("/") or "/")] = f'"{_url(new)}{query}"'
        yield _block("map {query} {feedsvc_query}", ['"" ""', 'default "?{query}"'])
        rows = ['"~^(.*[^/])/+$" "${1}"', 'default "{path}"']
        yield _block("map {path} {feedsvc_plain}", rows)
        yield self._map("feedsvc_plain", "redirect", targets, '""')
        urls = {base + at: f'"{_url(url)}"' for at, url in answers.self_urls.items()}
        yield self._map("path", "self", urls, f'"{answers.origin}{{path}}"')
        kinds: tuple[Kind, ...] = ("media", "static", "feed")
        for kind in kinds:
            types = {f".{suffix}": f'"{type}"' for suffix, type in self._types(kind).items()}
            default = '"application/octet-stream"'
            yield self._map("http.request.uri.path.file.ext", kind, types, default)

    def _types(self, kind: Kind) -> Mapping[str, str]:
        return self._answers.types.get(kind, {})

    def _map(self, source: str, target: str, rows: Mapping[str, str], default: str) -> str:
        lines = []
        for address, value in sorted(rows.items()):
            key = _key(address)  # of a pattern, a dollar sign in the value would be a group
            lines.append(f"{key} {value.replace('$', '$$') if key.startswith(_PATTERN) else value}")
        return _block(f"map {{{source}}} {{feedsvc_{target}}}", [*lines, f"default {default}"])

    def handles(self, beside: str) -> Iterator[str]:
        """What is answered, the first that fits."""
        base = re.escape(self._base)
        yield from self._passed_on(beside) if beside else ()
        yield from self._other_methods()
        gone = self._answers.not_found[1]
        there = ['expression `{feedsvc_gone} == "*"`']
        yield self._with_file("gone", there, "{path}.html", gone, 410)
        there = ['expression `{feedsvc_gone} != ""`']
        yield self._with_file("gone_elsewhere", there, "{feedsvc_gone}", gone, 410)
        for number, single in enumerate(self._answers.singles):
            yield from self._single(number, single)
        not_pages = [f"not path_regexp ^{base}/(?:404|index)$", *self._no_folder()]
        page = self._headers("page")
        if not any(one.address == "/" for one in self._answers.singles):
            home = [f"path_regexp ^{base}/$"]
            yield self._with_file("home", home, f"{_bare(self._base)}/index.html", page)
        feed = [f"path_regexp ^{base}/.*\\.(?:{_FEEDS})$", *self._no_folder("articles")]
        browser = [*feed, "header Sec-Fetch-Dest document"]
        yield self._with_file("feed_page", browser, "{path}.html", self._headers("feed page"))
        yield self._with_file("feed", feed, "{path}", self._headers("feed"))
        text = [f"path_regexp ^{base}/articles/.*{re.escape(TEXT)}$"]
        yield self._with_file("text", text, "{path}", self._headers("text"))
        kinds: tuple[Kind, ...] = ("media", "static")
        for kind in kinds:
            there = [f"path_regexp ^{base}/{kind}/"]
            yield self._with_file(kind, there, "{path}", self._headers(kind))
        yield self._with_file("page", not_pages, "{path}.html", page)
        yield self._missing()

    def _other_methods(self) -> Iterator[str]:
        """Preflights are answered where other sites may read; nothing is sent here."""
        place = f"^{re.escape(self._base)}/(?:media/.*|.*\\.(?:{_FEEDS}|opml)|[a-z]+(?:\\.xml)?)$"
        yield _block("@feedsvc_preflight", ["method OPTIONS", f"path_regexp {place}"])
        rows = [f'header {name} "{value}"' for name, value in (*_OPEN, *_PREFLIGHT)]
        yield _block("handle @feedsvc_preflight", [*rows, "respond 200"])
        yield "@feedsvc_other not method GET HEAD"
        yield _block("handle @feedsvc_other", ['header Allow "GET, HEAD, OPTIONS"', "respond 405"])

    def _no_folder(self, *more: str) -> list[str]:
        folders = "|".join(("media", "static", *more))
        return [f"not path_regexp ^{re.escape(self._base)}/(?:{folders})/"]

    def _headers(self, kind: Kind) -> Headers:
        return self._answers.headers.get(kind, ())

    def _with_file(
        self, name: str, conditions: list[str], file: str, headers: Headers, status: int = 200
    ) -> str:
        """Answer with a file, where it is there and the conditions hold."""
        matcher = _block(f"@feedsvc_{name}", [*conditions, f"file {file}"])
        mapped = name in ("media", "static", "feed")
        type = f"{{feedsvc_{name}}}" if mapped else _MARKDOWN if name == "text" else _HTML
        return matcher + _block(f"handle @feedsvc_{name}", _sent(file, headers, type, status))

    def _single(self, number: int, single: Single) -> Iterator[str]:
        name, file = f"@feedsvc_single_{number}", f"{_bare(self._base)}/{_bare(single.path)}"
        place = exactly(self._base + single.address)
        yield _block(name, [f'path_regexp "^{place}$"', f'file "{file}"'])
        sent = _sent(f'"{file}"', single.headers, single.media_type, 200)
        yield _block(f"handle {name}", sent)

    def _passed_on(self, beside: str) -> Iterator[str]:
        formats = "|".join(FORMATS)
        place = f"^{re.escape(self._base)}/(?:search(?:\\.(?:{formats}))?|hub|private/.*)$"
        yield f"@feedsvc_beside path_regexp {place}"
        yield _block("handle @feedsvc_beside", [f"reverse_proxy {_token(beside.rstrip('/'))}"])

    def _missing(self) -> str:
        """Old addresses lead to what they mean; for all else there is a page."""
        base, bare = (
            re.escape(self._base),
            f"{self._answers.origin}{{feedsvc_plain}}{{feedsvc_query}}",
        )
        caching = 'header Cache-Control "public, max-age=300"'
        there = [f"path_regexp slash ^(.*[^/])/+$\nnot path_regexp ^{base}/media/"]
        file = "file {feedsvc_plain} {feedsvc_plain}.html"
        path, headers = self._answers.not_found
        moved = ['expression `{feedsvc_redirect} != ""`']
        opened = f"\\\\.(?:{_FEEDS}|opml)(?:$|\\\\?)"
        rows = [
            _block("@feedsvc_open", [f'expression `{{feedsvc_redirect}}.matches("{opened}")`']),
            _block(
                "handle @feedsvc_open",
                [
                    caching,
                    *(f'header {name} "{value}"' for name, value in _OPEN),
                    "redir {feedsvc_redirect} 301",
                ],
            ),
            _block("@feedsvc_moved", moved),
            _block("handle @feedsvc_moved", [caching, "redir {feedsvc_redirect} 301"]),
            _block("@feedsvc_slash", [*there, file]),
            _block("handle @feedsvc_slash", [caching, f'redir "{bare}" 301']),
            *self._by_slug(caching),
            _block("handle", _sent(f"{_bare(self._base)}/{path}", headers, _HTML, 404)),
        ]
        return _block("handle", rows)

    def _by_slug(self, caching: str) -> Iterator[str]:
        """The path of an article's file leads to the article, where it ends in its slug."""
        place = f"^{re.escape(self._base)}/articles/(?:.*/)?([^/]+?){ARTICLE_SUFFIXES}/*$"
        yield _block("map {path} {feedsvc_slug}", [f'"~{place}" "${{1}}"', 'default ""'])
        article = f"{_bare(self._base)}/articles/{{feedsvc_slug}}"
        there = ['expression `{feedsvc_slug} != ""`', f'file "{article}.html"']
        yield _block("@feedsvc_by_slug", there)
        url = f"{self._answers.site}/articles/{{feedsvc_slug}}"
        yield _block("handle @feedsvc_by_slug", [caching, f'redir "{url}" 301'])


def _bare(text: str) -> str:
    return _token(text)[1:-1]


def _sent(file: str, headers: Headers, media_type: str, status: int) -> list[str]:
    """The directives that send a file."""
    rows = [f'header Content-Type "{media_type}"']
    for name, value in headers:
        texts = [_bare(part) for part in value.split(SELF)]
        rows.append(f'header {name} "{"{feedsvc_self}".join(texts)}"')
    if file == "{path}.html":  # a rewrite would take a question mark for a query
        rows.append('uri path_regexp "$" ".html"')
    elif file != "{path}":
        rows.append(f"rewrite * {file}")
    server = ["precompressed zstd br gzip", "disable_canonical_uris"]
    if status != 200:
        server.append(f"status {status}")
    return [*rows, _block("file_server", server)]
