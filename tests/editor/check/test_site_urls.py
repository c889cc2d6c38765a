"""Which URLs are addresses of the site, wherever the site is."""

import pytest

from feedsvc.editor.check.site_urls import Site
from feedsvc.model.article import ORIGIN, SITE
from feedsvc.settings.site import Settings

PREFIXED = Settings(base_url="https://example.org/news")
LOCAL = Settings()


@pytest.mark.parametrize(
    ("settings", "url", "path"),
    [
        (PREFIXED, f"{SITE}/articles/a", "articles/a"),
        (PREFIXED, f"{ORIGIN}/news/articles/a", "articles/a"),
        (PREFIXED, f"{ORIGIN}/news/", ""),
        (PREFIXED, f"{ORIGIN}/news", ""),
        (PREFIXED, f"{ORIGIN}/newspaper", None),
        (PREFIXED, f"{ORIGIN}/articles/a", None),  # whatever else is on that host
        (PREFIXED, f"{ORIGIN}/news/../articles/a", None),
        (PREFIXED, "https://example.org/news/tag/x", "tag/x"),
        (PREFIXED, "https://example.org", None),
        (PREFIXED, "https://www.example.org/news/tag/x", None),
        (PREFIXED, "https://other.example/?from=example.org", None),
        (PREFIXED, "https://example.org:8443/news/tag/x", None),
        (PREFIXED, "https://example.org:x/news/tag/x", None),
        (PREFIXED, "https://[example.org/news/tag/x", None),
        (PREFIXED, "mailto:desk@example.org", None),
        (LOCAL, "http://127.0.0.1:8000/tag/x?y#z", "tag/x"),
        (LOCAL, "http://127.0.0.1:8000/search?q=rain", "search"),
        (LOCAL, "http://127.0.0.1:9000/tag/x", None),
    ],
)
def test_address(settings: Settings, url: str, path: str | None) -> None:
    found = Site(settings).address(url)
    assert (found.path if found else None) == path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        *(
            ("search", "fixed"),
            ("search.atom", "fixed"),
            ("opensearch.xml", "fixed"),
            ("hub", "fixed"),
        ),
        *(("search/storms", "feed"), ("search/storms.rss", "feed"), ("search.xml", "other")),
    ],
)
def test_searches_are_known_addresses(path: str, kind: str) -> None:
    found = Site(LOCAL).address(f"{SITE}/{path}?q=rain")
    assert found is not None
    assert found.kind == kind
