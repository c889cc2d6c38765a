"""What stands in a release for hosts of static pages: `_redirects` and `_headers`.

Both files are read by Netlify (https://docs.netlify.com/manage/routing/redirects/overview/) and by
Cloudflare Pages (https://developers.cloudflare.com/pages/configuration/redirects/ and /headers/).
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from feedsvc.static_site.answers import SELF, Answers
from feedsvc.static_site.nginx_text import location_value

REDIRECTS, HEADERS = "_redirects", "_headers"
MOST_REDIRECTS = 2_000  # of Cloudflare Pages
MOST_HEADERS = 100  # rules, of Cloudflare Pages
_LONGEST_REDIRECT = 1_000  # characters of a line, of Cloudflare Pages
_LONGEST_HEADER = 2_000
MOST_FILES = 20_000  # of a site, in the free plan of Cloudflare Pages
_SAFE = "/-._~!$'()+,;=@"
_SITE_WIDE = ("X-Content-Type-Options", "Referrer-Policy", "Content-Usage", "Link")
_HEAD = """\
# Written by feedsvc build, for Netlify and Cloudflare Pages.
#
# What these hosts cannot do with these files:
# - a withdrawn article answers with the page that says so, and 200 in place of 410;
# - a browser that opens a feed is shown its source, and not its page;
# - no searches, no hub, no private feeds and no deltas;
# - Cache-Control, tags and compression are their own.
"""


class HostFiles(NamedTuple):
    """The two files, and what of the hosts' limits the site passes."""

    redirects: str
    headers: str
    passed: tuple[str, ...]


def host_files(answers: Answers) -> HostFiles:
    """The files for a release, by the rules by which it is answered."""
    redirects = list(_redirects(answers))
    headers = list(islice(_headers(answers), MOST_HEADERS + 1))
    passed = []
    if len(redirects) > MOST_REDIRECTS:
        passed.append(
            f"{len(redirects):,} old addresses: Cloudflare Pages takes the first {MOST_REDIRECTS:,}"
        )
    if len(headers) > MOST_HEADERS:
        most = f"more than {MOST_HEADERS} rules of headers"
        passed.append(f"{most}: so many are kept, those of feeds before those of single pages")
        headers = headers[:MOST_HEADERS]
    if answers.stored > MOST_FILES:
        passed.append(f"{answers.stored:,} files: Cloudflare Pages takes {MOST_FILES:,} for free")
    if answers.large:
        large = answers.large[0]
        passed.append(f"{large} is larger than the 25 MB that Cloudflare Pages takes")
    text = "".join(f"{line}\n" for line in redirects)
    return HostFiles(_HEAD + text, _HEAD + "".join(headers), tuple(passed))


def texts_for_hosts(answers: Answers) -> list[tuple[str, str]]:
    """The names and texts of both files."""
    files = host_files(answers)
    return [(REDIRECTS, files.redirects), (HEADERS, files.headers)]


def _redirects(answers: Answers) -> Iterator[str]:
    """A line for each old address; those below /articles/, which are mostly file names, last."""
    for old, new in sorted(answers.redirects.items(), key=_by_use):
        line = f"{_path(answers.base + old)} {location_value(new)} 301"
        if len(line) <= _LONGEST_REDIRECT and not re.search(r"[*:\x00]", old):
            yield line


def _by_use(redirect: tuple[str, str]) -> tuple[bool, str]:
    return redirect[0].startswith("/articles/"), redirect[0]


def _path(address: str) -> str:
    return quote(address, safe=_SAFE)


def _headers(answers: Answers) -> Iterator[str]:
    """A rule each. Where several fit, both hosts send what all of them say: none says it again."""
    page = dict(answers.headers.get("page", ()))
    # The policy of feeds' pages is that of all pages, and lets one script run, by its digest.
    policies = {**page, **dict(answers.headers.get("feed page", ()))}
    wide = {name: page[name] for name in _SITE_WIDE if name in page}
    if policy := policies.get("Content-Security-Policy"):
        wide["Content-Security-Policy"] = policy
    wide["Access-Control-Allow-Origin"] = "*"
    base = _path(answers.base)
    yield _rule(f"{base}/*", wide)
    for suffix, media_type in sorted(answers.types.get("feed", {}).items()):
        yield _rule(f"{base}/*.{suffix}", {"Content-Type": media_type})
    for suffix, media_type in answers.types.get("text", {}).items():
        yield _rule(f"{base}/*.{suffix}", {"Content-Type": media_type})
    for single in answers.singles:
        if not single.address.startswith(("/static/", "/media/")):
            rule = {"Content-Type": single.media_type}
            yield _rule(base + _path(single.address), rule)
    links = dict(answers.headers.get("feed", ())).get("Link", "")
    links = links.removesuffix(page.get("Link", "")).removesuffix(", ")
    for address in answers.feeds if links else ():
        own = answers.self_urls.get(address, f"{answers.site}{address}")
        yield _rule(base + _path(address), {"Link": links.replace(SELF, own)})
    for address in answers.gone:
        yield _rule(base + _path(address), {"X-Robots-Tag": "noindex"})


def _rule(path: str, headers: Mapping[str, str]) -> str:
    lines = [f"  {name}: {_line(value)}\n" for name, value in headers.items()]
    kept = [line for line in lines if len(line) <= _LONGEST_HEADER]
    return f"{path}\n{''.join(kept)}"


def _line(value: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", " ", value)
