"""Describes articles and the site to search engines, in the terms of schema.org."""

import json
from typing import Any

from markupsafe import Markup

from feedsvc.render import EntryView
from feedsvc.settings import Settings


def structured_data(view: EntryView, settings: Settings) -> Markup:
    """An article as schema.org NewsArticle: JSON-LD that is safe inside a `script` element.

    https://schema.org/NewsArticle
    """
    publisher = {"@type": "NewsMediaOrganization", "name": settings.title, "url": settings.site}
    category = [t.label for t in view.terms if t.scheme.endswith("/category/")]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": view.headline,
        "alternativeHeadline": view.standfirst,
        "url": view.url,
        "mainEntityOfPage": view.page,
        "identifier": view.id,
        "datePublished": view.published.isoformat(),
        "dateModified": view.updated.isoformat(),
        "inLanguage": view.language or settings.language,
        "author": [
            # Whether an author is a person or a desk is not known, so it is not said.
            {"name": author.name, "url": desk.url}
            for author, desk in zip(view.authors, view.desks, strict=True)
        ]
        or publisher,
        "publisher": publisher,
        "articleSection": category[0] if category else "",
        "keywords": [t.label for t in view.terms if not t.scheme.endswith("/category/")],
        "image": view.image.url if view.image else "",
        "correction": [
            {"@type": "CorrectionComment", "text": c.text}
            | ({"datePublished": c.time.isoformat()} if c.time else {})
            for c in view.corrections
        ],
        "associatedMedia": [
            {"@type": "MediaObject", "contentUrl": m.url, "encodingFormat": m.type}
            for m in view.enclosures
        ],
    }
    return _in_script({key: value for key, value in found.items() if value not in ("", [])})


def site_data(site: str, settings: Settings) -> Markup:
    """The site as schema.org WebSite, by which search engines know its name.

    https://developers.google.com/search/docs/appearance/site-names

    Args:
        site: its address, without a slash at its end.
        settings: give its name.
    """
    found = {"@context": "https://schema.org", "@type": "WebSite", "name": settings.title}
    return _in_script(found | {"url": f"{site}/"})


def _in_script(values: dict[str, Any]) -> Markup:
    text = json.dumps(values, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
