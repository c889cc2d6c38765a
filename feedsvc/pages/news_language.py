"""The language of an article as a news sitemap names it."""

from feedsvc.render import EntryView

_CHINESE = {"hans": "zh-cn", "cn": "zh-cn", "sg": "zh-cn", "hant": "zh-tw", "tw": "zh-tw"}


def news_language(view: EntryView) -> str:
    """The code of ISO 639 of an article's language; for Chinese zh-cn or zh-tw, where it says so.

    https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    primary, *others = (view.language or view.site_language).lower().split("-")
    if primary == "zh":
        return next((_CHINESE[one] for one in others if one in _CHINESE), "zh-cn")
    return primary
