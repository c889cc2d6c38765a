"""What nginx looks up by address: where old ones lead, and which are gone.

https://nginx.org/en/docs/http/ngx_http_map_module.html. The maps stand on the level `http`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from feedsvc.model.feed import GUESSED
from feedsvc.static_site.answers import ARTICLE_SUFFIXES, Answers
from feedsvc.static_site.nginx_text import (
    FEED_SUFFIXES,
    Variables,
    block,
    exactly,
    fits,
    location_value,
    quoted,
)

PREFLIGHT = (
    ("Access-Control-Allow-Methods", "methods", "GET, HEAD"),
    (
        "Access-Control-Allow-Headers",
        "headers",
        "*, A-IM, Cache-Control, If-Modified-Since, If-None-Match, Range",
    ),
    ("Access-Control-Max-Age", "seconds", "86400"),
)


class Maps:
    """The maps of a site.

    Args:
        answers: the rules of its release.
        variables: names the variables.

    Attributes:
        left_out: addresses that nginx cannot read.
    """

    def __init__(self, answers: Answers, variables: Variables) -> None:
        self._answers, self._name = answers, variables
        base = answers.base
        redirects = {
            base + (old.rstrip("/") or "/"): location_value(new)
            for old, new in answers.moved.items()
        }
        gone = {base + address: f"{base}/{path}" for address, path in answers.gone.items()}
        self._redirects = {old: new for old, new in redirects.items() if fits(old, new)}
        self._gone = {old: path for old, path in gone.items() if fits(old, path)}
        there = self._redirects | self._gone
        self.left_out = sorted(old for old in redirects | gone if old not in there)

    def text(self) -> str:
        """All of them."""
        return "\n".join(
            [
                block(f"geo {self._name('dollar')}", ['default "$";']),
                self._sizes(),
                *self._plain_addresses(),
                *self._gone_addresses(),
                *self._old_addresses(),
                *self._cross_origin(),
            ]
        )

    def _sizes(self) -> str:
        longest = max(len(key.encode()) for key in ("", *self._redirects, *self._gone))
        size = 1 << max(8, (longest + 64).bit_length())
        count = max(2048, 2 * max(len(self._redirects), len(self._gone)))
        return f"map_hash_bucket_size {size};\nmap_hash_max_size {count};\n"

    def _plain_addresses(self) -> Iterator[str]:
        """The address without a slash at its end, or without what a feed's page has behind it."""
        name, base, origin = self._name, exactly(self._answers.base), self._answers.origin
        slash = name.group("bare", ".*[^/]") + "/+\\z"
        page = f"(?!{base}/articles/)" + name.group("feed", f".*\\.(?:{FEED_SUFFIXES})")
        yield block(
            f"map $uri {name('plain')}",
            [
                "default $uri;",
                f'"~^{slash}" {name("bare")};',
                f'"~^{page}\\.html\\z" {name("feed")};',
            ],
        )
        urls = [
            (self._answers.base + address, name.literal(url))
            for address, url in self._answers.self_urls.items()
            if fits(self._answers.base + address, url)
        ]
        yield self._map("plain", "self", urls, f'"{origin}{name("plain")}"')

    def _gone_addresses(self) -> Iterator[str]:
        name = self._name
        yield self._map("plain", "gone", ((one, name.literal(one)) for one in self._gone))
        odd = (
            (old, name.literal(path)) for old, path in self._gone.items() if path != f"{old}.html"
        )
        yield self._map("plain", "gone_page", odd, f'"{name("plain")}.html"')

    def _old_addresses(self) -> Iterator[str]:
        """Where redirects lead, and an address with a slash, or with a path before a slug."""
        name, site = self._name, self._answers.site
        guessed = {(old, f"{site}{new}") for old, new in GUESSED.items()}
        base = self._answers.base
        yield self._map(
            "plain",
            "redirect",
            (
                (
                    old,
                    name.literal(new)[:-1] + '$is_args$args"'
                    if (old.removeprefix(f"{base}/"), new) in guessed
                    else name.literal(new),
                )
                for old, new in self._redirects.items()
            ),
        )
        slash = name.group("path", "[^?]*[^/?]") + "/+" + name.group("query", "\\?.*") + "?\\z"
        moved = f"{self._answers.origin}{name('path')}{name('query')}"
        yield block(f"map $request_uri {name('bare_url')}", [f'"~^{slash}" "{moved}";'])
        last = name.group("{}", "[^/?]+?") + ARTICLE_SUFFIXES + "/*"
        file = f'"~^{exactly(base)}/articles/(?:.*/)?{last.format("slug")}\\z"'
        yield block(f"map $uri {name('last')}", [f"{file} {name('slug')};"])
        url = f'"~^[^?]*/{last.format("slug_url")}(?:\\?.*)?\\z"'
        yield block(
            f"map $request_uri {name('last_url')}",
            [f'{url} "{site}/articles/{name("slug_url")}";'],
        )

    def _cross_origin(self) -> Iterator[str]:
        """Redirects to what other sites may read are open, and preflights are answered."""
        name = self._name
        readable = f"\\.(?:{FEED_SUFFIXES}|opml)"
        rows = [
            f'"~^[^ ]+{readable}(?:\\?[^ ]*)? " "*";',
            f'"~^{exactly(self._answers.site)}/media/" "*";',
            f'"~^ .*{readable}/+\\z" "*";',
        ]
        yield block(f'map "{name("redirect")} $uri" {name("open")}', rows)
        yield block(f"map {name('open')} {name('exposed')}", ['"*" "ETag";'])
        asked = f'"$request_method {name("open")}"'
        yield block(f"map {asked} {name('preflight')}", ['"OPTIONS *" "1";'])
        for _, variable, value in PREFLIGHT:
            yield block(f"map $request_method {name(variable)}", [f'OPTIONS "{value}";'])

    def _map(
        self, source: str, target: str, rows: Iterable[tuple[str, str]], default: str = '""'
    ) -> str:
        """A map of addresses. It ignores the case of texts, so those that collide are patterns."""
        by_text: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for address, value in sorted(rows):
            by_text[address.lower()].append((address, value))
        lines = [f"default {default};"]
        for some in by_text.values():
            for address, value in some:
                key = address if len(some) == 1 else f"~^{exactly(address)}\\z"
                lines.append(f"{quoted(key)} {value};")
        return block(f"map {self._name(source)} {self._name(target)}", lines)
