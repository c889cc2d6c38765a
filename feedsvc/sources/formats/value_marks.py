"""Tells which address a `{{ value }}` of a template stands for, without the publisher's settings.

The root of the site (`site.baseurl`, `config.base_url`, …) is nothing in front of a path. A text
through a filter of addresses (`"/x" | relative_url`) is that text; `page.url` is the page itself.
"""

import re

from feedsvc.sources.html import words

OWN_PAGE = "#"
_ROOTS = words(
    "base base_path base_url baseurl config.base_url config.root config.site_url config.url"
    " meta.url metadata.url pathprefix root site.base site.base_path site.base_url"
    " site.baseurl site.path site.root site.root_url site.site_url site.url site_url siteurl"
    " theme.root url_root site.baseurl.url site.github.url site.env.url path_prefix"
    " absolute_root"
)
_OWN = words("page.permalink page.relpermalink page.url permalink relpermalink")
_UNCHANGING = words(
    "abs_url absolute_url absolutepath absoluteurl absurl asset_path asset_url cgi_escape"
    " downcase escape escape_once full_url htmlbaseurl html_base_url img_url link_url"
    " normalize_whitespace relative relative_path relative_url relativeurl relref relurl safe"
    " safehtml safeurl slash static strip strip_index strip_newlines tourl trim uri_escape"
    " uri_encode url url_encode url_escape url_for urlize xml_escape"
)
_PARTS = re.compile(r"""[^|"']*(?:"[^"]*"[^|"']*|'[^']*'[^|"']*)*""")
_OPERAND = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([$.\w-]+))\s*""")
_FILTER = re.compile(r"\s*([A-Za-z_]\w{0,40})")
_VALUE = re.compile(r"\{\{[-+]?([^{}]{0,500}?)[-+]?\}\}")
_LONGEST = 1_000


def address_of(inner: str) -> str | None:
    """The address that an expression stands for; empty for the site's root; None: not known.

    Args:
        inner: what stands between the braces.
    """
    if len(inner) > _LONGEST:
        return None
    first, *filters = [part[0] for part in _PARTS.finditer(inner) if part[0].strip()] or [""]
    address = _operand(first)
    through = False
    for one in filters:
        found = _FILTER.match(one)
        if found is None or address is None:
            return None
        name = found[1].lower()
        if name in ("append", "prepend"):
            other = _operand(one[found.end() :].strip(": \t\n()"))
            if other is None:
                return None
            address = address + other if name == "append" else other + address
        elif name not in _UNCHANGING:
            return None
        through = True
        if address and name.startswith("relative_url") and not _is_rooted(address):
            address = f"/{address}"
    named = first.strip()[:1] not in ("'", '"')
    return address if named or through else None


def filled(text: str) -> str | None:
    """A text whose values are replaced by their addresses; None where one of them is not known."""
    if "{{" not in text:
        return text
    unknown = False

    def replaced(match: re.Match[str]) -> str:
        nonlocal unknown
        address = address_of(match[1])
        unknown |= address is None
        return address or ""

    filled_in = _VALUE.sub(replaced, text)
    return None if unknown or "{{" in filled_in else filled_in


def _operand(text: str) -> str | None:
    found = _OPERAND.fullmatch(text)
    if found is None:
        return None
    if found[3] is None:
        return found[1] if found[1] is not None else found[2]
    name = found[3].lstrip("$").removeprefix(".").lower()
    if name in _ROOTS:
        return ""
    return OWN_PAGE if name in _OWN else None


def _is_rooted(address: str) -> bool:
    return address.startswith(("/", "#")) or "://" in address
