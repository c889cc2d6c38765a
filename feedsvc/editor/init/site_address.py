"""Makes of a domain, as people type or paste it, the site's address and what its ids begin with."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from feedsvc.errors import FeedsvcError
from feedsvc.model.uri import as_uri

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_NUMBERS = re.compile(r"[\d.]+")
_PLACEHOLDER = re.compile(r"(?:.*\.)?example\.(?:com|org|net)|.*\byour-.*")  # of templates of sites


class SiteAddress(NamedTuple):
    """The address of a site.

    Attributes:
        base_url: as site.toml has it.
        domain: the host in ASCII and small letters.
    """

    base_url: str
    domain: str

    def id_base(self, year: int) -> str:
        """What the ids of entries begin with (RFC 4151 2.1): the domain, and a year it is ours."""
        return f"{self.domain},{year:04}"

    @property
    def is_placeholder(self) -> bool:
        """Whether it is one of those that templates of sites come with."""
        return _PLACEHOLDER.fullmatch(self.domain) is not None


def site_address(text: str) -> SiteAddress:
    """The address that a domain or a URL means; without a scheme, https.

    Raises:
        FeedsvcError: it means none, or one that no id should begin with: those are for ever.
    """
    typed = text.strip()
    wrong = FeedsvcError(f"{typed!r} is no domain; give one of yours, such as news.example.org")
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(whole)
        port, name = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        raise wrong from None
    if parts.scheme not in _PORTS or not name or re.search(r"[\s\"<>\\^`{|}\x00-\x20]", typed):
        raise wrong
    if parts.query or parts.fragment or parts.username is not None:
        raise FeedsvcError(
            f"{typed!r} has a query, fragment or user name; give only the domain, or scheme, domain"
            " and path"
        )
    if ":" in name or _NUMBERS.fullmatch(name) or "." not in name:
        raise FeedsvcError(
            f"{typed!r} is no domain that ids could begin with for ever; give one of yours, such as"
            " news.example.org (base_url in site.toml may be another address)"
        )
    domain = urlsplit(as_uri(f"https://{name}")).netloc
    if not _HOST.fullmatch(domain) or port == 0:
        raise wrong
    given = f":{port}" if port not in (None, _PORTS[parts.scheme]) else ""
    path = parts.path.rstrip("/")
    return SiteAddress(f"{parts.scheme}://{name}{given}{path}", domain)
