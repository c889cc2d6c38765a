"""Sites whose document does one thing wrong, by the code of the rule that they break."""

from collections.abc import Callable

from feedsvc.editor.check_url import Answer, Request
from tests.editor.check_url.documents import ATOM, JSON, RSS, SELF
from tests.editor.check_url.sites import Serve, Site
from tests.editor.check_url.wrong_servers import Rebuilt, made

FERRY = '<guid isPermaLink="false">tag:news.example,2026:ferry</guid>'
GULLS = "<pubDate>Wed, 29 Apr 2026 07:00:00 GMT</pubDate>"
NOON = "It sails at &lt;b&gt;noon&lt;/b&gt;."
BACK = '<link rel="prev-archive" href="{site}/1"/>'
HUB = '<atom:link href="https://hub.example/" rel="hub"/>'


class InLatin(Site):
    """Writes its document in another encoding."""

    def __init__(self, declared: str, charset: str, written: str) -> None:
        super().__init__(RSS, "The ferry sails", "Die Fähre fährt")
        self.text = self.text.replace('encoding="utf-8"', f'encoding="{declared}"')
        self.type = f"application/rss+xml{charset}"
        self.written = written

    def document(self, url: str) -> bytes:
        return self.text.replace("{site}", url.rpartition("/")[0]).encode(self.written)


class InLatinJson(Site):
    def document(self, url: str) -> bytes:
        return super().document(url).decode().encode("latin-1")


class WithHeader(Site):
    """Has one more header."""

    def __init__(self, name: str, value: str, old: str = "", new: str = "") -> None:
        super().__init__(RSS, old, new)
        self.more = {name: value}

    def headers(self, tag: str) -> dict[str, str]:
        return super().headers(tag) | self.more


class Archived(Site):
    """Leads to older documents, by the last part of their addresses."""

    def __init__(self, first: str, others: dict[str, str], more: str = "") -> None:
        leads = f'<link rel="prev-archive" href="{{site}}/{first}"/>'
        super().__init__(ATOM, "<author>", more + leads.replace("{site}/http", "http") + "<author>")
        self.others = others

    def __call__(self, request: Request) -> Answer:
        name = request.url.rpartition("/")[2]
        if name == "feed":
            return super().__call__(request)
        if name not in self.others:
            return Answer(request, 404)
        text = ATOM.replace("<author>", self.others[name] + "<author>")
        body = text.replace("{site}", request.url.rpartition("/")[0]).encode()
        return Answer(request, 200, (("Content-Type", self.type),), body)


def rss(old: str, new: str) -> Callable[[], Serve]:
    return lambda: Site(RSS, old, new)


def atom(old: str, new: str) -> Callable[[], Serve]:
    return lambda: Site(ATOM, old, new)


def json(old: str, new: str) -> Callable[[], Serve]:
    return lambda: Site(JSON, old, new)


def text(html: str) -> Callable[[], Serve]:
    """A site with HTML in an entry."""
    escaped = html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return lambda: Site(RSS, NOON, escaped)


def both(document: str, *changes: tuple[str, str]) -> Callable[[], Serve]:
    """A site with several changes in its document."""

    def site() -> Serve:
        found = Site(document)
        for old, new in changes:
            assert old in found.text
            found.text = found.text.replace(old, new, 1)
        return found

    return site


ITEMS = RSS[RSS.index("<item>") : RSS.rindex("</item>")]

ENTRIES = {
    "guid-missing": [rss(FERRY, ""), rss(FERRY, "<guid> </guid>")],
    "id-missing": [
        both(RSS, (FERRY, ""), ("{site}/gulls", "{site}/ferry")),
        atom("<id>tag:news.example,2026:ferry</id>", ""),
        json('"id": "tag:news.example,2026:ferry", ', ""),
    ],
    "id-repeated": [
        rss("2026:gulls", "2026:ferry"),
        atom("2026:crane", "2026:ferry"),
        json("2026:crane", "2026:ferry"),
    ],
    "id-unstable": [lambda: Rebuilt(RSS, "2026:ferry", "2026:POLL")],
    "id-not-uri": [atom("tag:news.example,2026:crane", "crane 1")],
    "guid-not-address": [
        rss(FERRY, "<guid>tag:news.example,2026:ferry</guid>"),
        rss('isPermaLink="false">tag:news.example,2026:ferry', 'ispermalink="false">tag:ferry'),
    ],
    "id-number": [json('"id": "tag:news.example,2026:ferry"', '"id": 17')],
    "date-missing": [
        rss(GULLS, ""),
        atom("<updated>2026-05-01T09:30:00+02:00</updated>", ""),
        json(', "date_published": "2026-05-02T10:00:00Z"', ""),
    ],
    "date-unreadable": [
        rss("Sat, 02 May 2026 10:00:00 GMT</pubDate>", "the second of May</pubDate>"),
        atom("2026-05-01T09:30:00+02:00", "yesterday"),
    ],
    "date-form": [
        rss("Sat, 02 May 2026 10:00:00 GMT</pubDate>", "2026-05-02T10:00:00Z</pubDate>"),
        atom("2026-05-01T09:30:00+02:00", "2026-05-01 09:30"),
        json("2026-05-01T09:30:00+02:00", "1 May 2026"),
    ],
    "date-short-year": [rss("29 Apr 2026", "29 Apr 26")],
    "date-zone": [rss("07:00:00 GMT", "07:00:00 CEST")],
    "date-weekday": [rss("Wed, 29 Apr", "Fri, 29 Apr")],
    "date-impossible": [
        rss("Wed, 29 Apr 2026 07:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 +0000"),
        atom("2026-05-01T09:30:00+02:00", "1970-01-01T00:00:00Z"),
    ],
    "date-ahead": [rss("Wed, 29 Apr 2026", "Mon, 29 Apr 2030")],
    "dates-equal": [
        both(
            RSS,
            ("Fri, 01 May 2026 09:30:00 +0200", "Sat, 02 May 2026 10:00:00 GMT"),
            ("Thu, 30 Apr 2026 08:00:00 GMT", "Sat, 02 May 2026 10:00:00 GMT"),
            ("Wed, 29 Apr 2026 07:00:00 GMT", "Sat, 02 May 2026 10:00:00 GMT"),
        )
    ],
    "date-moves": [lambda: Rebuilt(RSS, "29 Apr 2026 07:00:00", "29 Apr 2026 07:00:POLL")],
    "link-missing": [
        rss("<link>{site}/gulls</link>", ""),
        both(
            ATOM, ("&lt;p&gt;It sails at noon.&lt;/p&gt;", ""), ('<link href="{site}/ferry"/>', "")
        ),
    ],
    "link-relative": [
        rss("<link>{site}/gulls", "<link>/gulls"),
        atom('href="{site}/ferry"', 'href="ferry"'),
        json('"{site}/crane"', '"/crane"'),
    ],
    "link-form": [
        rss("<link>{site}/gulls", "<link>https://news.example/the gulls"),
        atom('href="{site}/ferry"', 'href="javascript:void(0)"'),
        json('"{site}/crane"', '"https:///crane"'),
    ],
    "enclosure-members": [rss(' type="audio/mpeg"', ""), rss('length="1000"', 'length=""')],
    "html-dropped": [text("<script>alert(1)</script>"), text("<form><p>Name</p></form>")],
    "html-embed": [text('<iframe src="https://video.example/1"></iframe>')],
    "html-relative": [
        text('<img src="crane.png" alt="">'),
        text("<a href='/crane'>crane</a>"),
        json("<p>It sails at noon.</p>", "<img src=/crane.png>"),
        atom("<em>all</em>", '<a href="crane">all</a>'),
    ],
    "html-fragment": [text('<a href="#note-1">1</a>')],
    "html-no-scheme": [text('<img src="//media.example/crane.png" alt="">')],
    "html-cut": [text('<p>It sails at <a href="https://news.exa')],
    "html-unclosed": [text("<b>It sails at noon."), text("<ul><li>Noon")],
    "title-html": [rss("<title>The ferry", "<title>The &lt;em&gt;ferry&lt;/em&gt;")],
    "entry-empty": [
        both(
            RSS,
            ("<title>The gulls return</title>", ""),
            ("<description>With the wind</description>", ""),
        ),
        json('"content_text": "Above all roofs", ', ""),
    ],
    "entry-title": [atom("<title>The crane stands</title>", "")],
    "entry-large": [text(f"<p>{'It sails. ' * 30_000}</p>")],
    "feed-large": [rss("<item>", f"<!--{' ' * 1_100_000}--><item>")],
    "feed-many": [
        lambda: Site(
            RSS,
            "</channel>",
            "".join(
                f"<item><title>{number}</title><guid>https://news.example/{number}</guid>"
                f"<pubDate>Wed, 29 Apr 2026 07:00:00 GMT</pubDate></item>"
                for number in range(500)
            )
            + "</channel>",
        )
    ],
}

DOCUMENTS = {
    "not-well-formed": [rss("The ferry", "Ferry & crane"), atom("</entry>", "")],
    "blank-before-xml": [rss("<?xml", "\n\n<?xml"), rss("<?xml", "<!-- a --><?xml")],
    "illegal-character": [rss("The ferry", "The \x08 ferry"), rss("The ferry", "The &#x8; ferry")],
    "undeclared-prefix": [rss("<item>", '<item><media:thumbnail url="https://news.example/a"/>')],
    "rss-namespace": [
        rss('<rss version="2.0"', '<rss version="2.0" xmlns="http://www.w3.org/1999/xhtml"')
    ],
    "format-obsolete": [atom("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")],
    "undeclared-entity": [rss("The ferry", "The&nbsp;ferry")],
    "entity-declared": [rss("<rss", '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss')],
    "too-deep": [
        rss("<item>", "<item>" + "<a>" * 300 + "</a>" * 300),
        lambda: Site(JSON, '"title": "Harbour', '"a": ' + "[" * 100_000 + ', "title": "Harbour'),
    ],
    "encoding-wrong": [
        made(InLatin, "utf-8", "", "latin-1"),
        made(InLatin, "klingon", "", "utf-8"),
        made(InLatin, "utf-16", "", "utf-8"),
    ],
    "encoding-differs": [made(InLatin, "utf-8", "; charset=gbk", "utf-8")],
    "encoding-rare": [made(InLatin, "iso-8859-1", "", "latin-1")],
    "json-invalid": [json('"title": "Harbour', '"title": Harbour')],
    "json-encoding": [lambda: InLatinJson(JSON, "ferry sails", "Fähre fährt")],
    "json-bom": [json('{\n"version"', '\ufeff{\n"version"')],
    "json-items": [json(JSON[JSON.index("[") :], "{}}")],
    "feed-version": [
        json("https://jsonfeed.org/version/1.1", "1.1"),
        rss('<rss version="2.0"', "<rss"),
    ],
    "feed-title": [
        rss("<title>Harbour news</title>", ""),
        atom("<title>Harbour news</title>", "<title/>"),
        json('"title": "Harbour news",', ""),
    ],
    "feed-id": [atom("<id>tag:news.example,2026:harbour</id>", "")],
    "feed-updated": [atom("<updated>2026-05-02T10:00:00Z</updated>\n<author>", "<author>")],
    "feed-link": [rss("<link>{site}/</link>", "")],
    "feed-description": [rss("<description>What happens at the quay</description>", "")],
    "feed-author": [atom("<author><name>The desk</name></author>", "")],
    "feed-language": [
        rss("<language>en</language>", ""),
        atom(' xml:lang="en"', ""),
        json('"language": "en",', ""),
    ],
    "feed-empty": [rss(ITEMS + "</item>", "")],
    "self-missing": [rss(SELF, ""), json('"feed_url": "{site}/feed",', "")],
    "self-differs": [rss("{site}/feed", "https://other.example/feed")],
    "hub-without-self": [rss(SELF, HUB)],
    "hub-self-differs": [rss(SELF, HUB + SELF.replace("{site}", "https://other.example"))],
    "hub-two-selves": [
        made(WithHeader, "Link", "<https://a.example/>; rel=self, <https://h.example/>; rel=hub")
    ],
    "link-header-form": [made(WithHeader, "Link", '<https://hub.example/> rel="hub"', SELF, SELF)],
    "archive-broken": [lambda: Archived("1", {}), lambda: Archived("1", {"1": "<a>"})],
    "archive-loop": [
        lambda: Archived("1", {"1": f"<fh:archive/>{BACK}"}),
        json('"feed_url"', '"next_url": "{site}/feed", "feed_url"'),
    ],
    "archive-not-marked": [lambda: Archived("1", {"1": ""})],
    "archive-elsewhere": [
        lambda: Archived("https://old.example/1", {}),
    ],
    "complete-with-more": [
        lambda: Archived("1", {"1": "<fh:archive/>"}, "<fh:complete/>"),
    ],
}
