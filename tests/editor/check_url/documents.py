"""Feeds without a fault, in each format; {site} is where they are served."""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>Harbour news</title>
<link>{site}/</link>
<description>What happens at the quay</description>
<language>en</language>
<lastBuildDate>Sat, 02 May 2026 10:00:00 GMT</lastBuildDate>
<atom:link href="{site}/feed" rel="self" type="application/rss+xml"/>
<item>
<title>The ferry sails</title>
<link>{site}/ferry</link>
<guid isPermaLink="false">tag:news.example,2026:ferry</guid>
<pubDate>Sat, 02 May 2026 10:00:00 GMT</pubDate>
<description>&lt;p&gt;It sails at &lt;b&gt;noon&lt;/b&gt;.&lt;/p&gt;</description>
</item>
<item>
<title>The crane stands</title>
<link>{site}/crane</link>
<guid>{site}/crane</guid>
<pubDate>Fri, 01 May 2026 09:30:00 +0200</pubDate>
<description>Above all roofs</description>
<enclosure url="{site}/crane.mp3" length="1000" type="audio/mpeg"/>
</item>
<item>
<title>The tide turns</title>
<link>{site}/tide</link>
<guid isPermaLink="false">tag:news.example,2026:tide</guid>
<pubDate>Thu, 30 Apr 2026 08:00:00 GMT</pubDate>
<description>At six</description>
</item>
<item>
<title>The gulls return</title>
<link>{site}/gulls</link>
<guid isPermaLink="false">tag:news.example,2026:gulls</guid>
<pubDate>Wed, 29 Apr 2026 07:00:00 GMT</pubDate>
<description>With the wind</description>
</item>
</channel>
</rss>
"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"
  xmlns:fh="http://purl.org/syndication/history/1.0">
<title>Harbour news</title>
<id>tag:news.example,2026:harbour</id>
<updated>2026-05-02T10:00:00Z</updated>
<author><name>The desk</name></author>
<link href="{site}/"/>
<link rel="self" href="{site}/feed"/>
<entry>
<title>The ferry sails</title>
<link href="{site}/ferry"/>
<id>tag:news.example,2026:ferry</id>
<published>2026-05-02T10:00:00Z</published>
<updated>2026-05-02T10:00:00Z</updated>
<content type="html">&lt;p&gt;It sails at noon.&lt;/p&gt;</content>
</entry>
<entry>
<title>The crane stands</title>
<link href="{site}/crane"/>
<id>tag:news.example,2026:crane</id>
<updated>2026-05-01T09:30:00+02:00</updated>
<summary type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">Above <em>all</em><br/></div></summary>
</entry>
</feed>
"""

JSON = """{
"version": "https://jsonfeed.org/version/1.1",
"title": "Harbour news",
"home_page_url": "{site}/",
"feed_url": "{site}/feed",
"language": "en",
"items": [
{"id": "tag:news.example,2026:ferry", "url": "{site}/ferry", "title": "The ferry sails",
 "content_html": "<p>It sails at noon.</p>", "date_published": "2026-05-02T10:00:00Z"},
{"id": "tag:news.example,2026:crane", "url": "{site}/crane", "title": "The crane stands",
 "content_text": "Above all roofs", "date_published": "2026-05-01T09:30:00+02:00"}
]
}
"""

TYPES = {
    RSS: "application/rss+xml; charset=utf-8",
    ATOM: "application/atom+xml; charset=utf-8",
    JSON: "application/feed+json",
}

SELF = '<atom:link href="{site}/feed" rel="self" type="application/rss+xml"/>'  # of RSS
