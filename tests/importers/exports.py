"""Exports of other publishers, small ones made for tests after the formats' specifications."""

from html import escape

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Old news</title><link>https://old.example</link><language>en</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url>
<wp:base_blog_url>{site}</wp:base_blog_url>
<wp:author><wp:author_login>jane</wp:author_login><wp:author_email>jane@old.example</wp:author_email>
<wp:author_display_name><![CDATA[Jane Doe]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>coast</wp:category_nicename>
<wp:category_parent>world</wp:category_parent><wp:cat_name>Coast</wp:cat_name></wp:category>
"""


def wxr(*items: str, site: str = "https://old.example") -> str:
    return HEAD.format(site=site) + "".join(items) + "</channel></rss>\n"


def post(number: int, content: str = "Text.", *more: str, **values: str) -> str:
    """A post of WordPress; `values` are elements of its own, such as `status`."""
    name = values.pop("post_name", f"post-{number}")
    given = {
        "post_id": str(number),
        "post_date": "2020-03-01 12:00:00",
        "post_date_gmt": "2020-03-01 10:00:00",
        "post_name": name,
        "status": "publish",
        "post_type": "post",
    } | {key: text for key, text in values.items() if key not in OWN}
    own = {key: values[key] for key in OWN if key in values}
    title = own.get("title", f"Post {number}")
    link = own.get("link", f"https://old.example/2020/03/{name}/")
    guid = own.get("guid", f"https://old.example/?p={number}")
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{escape(link)}</link>"
        f"<pubDate>{own.get('pubDate', 'Sun, 01 Mar 2020 10:00:00 +0000')}</pubDate>"
        f"<dc:creator><![CDATA[{own.get('creator', 'jane')}]]></dc:creator>"
        f'<guid isPermaLink="false">{escape(guid)}</guid><description></description>'
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{own.get('excerpt', '')}]]></excerpt:encoded>"
        + "".join(f"<wp:{key}>{text}</wp:{key}>" for key, text in given.items())
        + "".join(more)
        + "</item>\n"
    )


OWN = ("title", "link", "guid", "pubDate", "creator", "excerpt")


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def term(domain: str, nicename: str, label: str) -> str:
    return f'<category domain="{domain}" nicename="{nicename}"><![CDATA[{label}]]></category>'


def picture(number: int, path: str, parent: int = 0, alt: str = "", caption: str = "") -> str:
    """An attachment of WordPress."""
    return post(
        number,
        "",
        f"<wp:attachment_url>https://old.example/wp-content/uploads/{path}</wp:attachment_url>",
        f"<wp:post_parent>{parent}</wp:post_parent>",
        meta("_wp_attachment_image_alt", alt),
        post_type="attachment",
        status="inherit",
        excerpt=caption,
    )
