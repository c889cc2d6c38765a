"""Feeds in the shapes of many publishers, written after the templates that they document."""

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
	>

<channel>
	<title>Harbour &#8211; News</title>
	<atom:link href="{site}/feed" rel="self" type="application/rss+xml" />
	<link>{site}</link>
	<description>From the quay</description>
	<lastBuildDate>Sat, 02 May 2026 10:00:00 +0000</lastBuildDate>
	<language>en-GB</language>
	<sy:updatePeriod>
	hourly	</sy:updatePeriod>
	<sy:updateFrequency>
	1	</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.8</generator>

<image>
	<url>{site}/icon-32x32.png</url>
	<title>Harbour</title>
	<link>{site}</link>
	<width>32</width>
	<height>32</height>
</image>
	<item>
		<title>The ferry&#8217;s new captain</title>
		<link>{site}/2026/05/ferry/</link>
					<comments>{site}/2026/05/ferry/#respond</comments>

		<dc:creator><![CDATA[Ada]]></dc:creator>
		<pubDate>Sat, 02 May 2026 10:00:00 +0000</pubDate>
				<category><![CDATA[World]]></category>
		<guid isPermaLink="false">{site}/?p=17</guid>

					<description><![CDATA[She sails at noon. [&#8230;]]]></description>
										<content:encoded><![CDATA[
<p class="wp-block-paragraph">She sails at <strong>noon</strong>.</p>

<figure class="wp-block-image"><img decoding="async" width="300" height="200" src="{site}/a.jpg"
 alt="" srcset="{site}/a.jpg 300w, {site}/b.jpg 600w" sizes="(max-width: 300px) 100vw" /></figure>

<ul class="wp-block-list">
<li>One

<li>Two</li>
</ul>
<pre class="wp-block-code"><code>if (a &lt; b) &amp;&amp; c &gt; d</code></pre>
<!-- wp:separator --><hr><!-- /wp:separator -->
<p>Read <a href="mailto:ada@news.example">on</a>
]]></content:encoded>

					<wfw:commentRss>{site}/2026/05/ferry/feed/</wfw:commentRss>
			<slash:comments>0</slash:comments>
	</item>
	</channel>
</rss>
"""

HUGO = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Harbour</title>
    <link>{site}/</link>
    <description>Recent content on Harbour</description>
    <generator>Hugo</generator>
    <language>en-us</language>
    <lastBuildDate>Sat, 02 May 2026 00:00:00 +0000</lastBuildDate>
    <atom:link href="{site}/feed" rel="self" type="application/rss+xml" />
    <item>
      <title>Ferry</title>
      <link>{site}/posts/ferry/</link>
      <pubDate>Sat, 02 May 2026 00:00:00 +0000</pubDate>
      <guid>{site}/posts/ferry/</guid>
      <description>&lt;p&gt;It sails at noon&amp;hellip;&lt;/p&gt;</description>
    </item>
  </channel>
</rss>
"""

JEKYLL = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" \
xml:lang="en"><generator uri="https://jekyllrb.com/" version="4.3.4">Jekyll</generator>\
<link href="{site}/feed" rel="self" type="application/atom+xml" />\
<link href="{site}/" rel="alternate" type="text/html" hreflang="en" />\
<updated>2026-05-02T10:00:00+00:00</updated><id>{site}/feed.xml</id>\
<title type="html">Harbour</title><subtitle>From the quay</subtitle>\
<author><name>Ada</name></author><entry><title type="html">The ferry &amp;amp; the crane</title>\
<link href="{site}/2026/05/02/ferry.html" rel="alternate" type="text/html" title="The ferry" />\
<published>2026-05-02T10:00:00+00:00</published><updated>2026-05-02T10:00:00+00:00</updated>\
<id>{site}/2026/05/02/ferry</id><content type="html" \
xml:base="{site}/2026/05/02/ferry.html"><![CDATA[<p>It sails. <a href="/crane">Crane</a>\
<img src="a.png" /><sup id="fnref:1"><a href="#fn:1">1</a></sup></p>]]></content>\
<author><name>Ada</name></author><category term="World" /><summary type="html">\
<![CDATA[It sails.]]></summary></entry></feed>
"""

HEXO = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Harbour</title>
  <icon>{site}/icon.png</icon>
  <subtitle>From the quay</subtitle>
  <link href="/feed" rel="self"/>

  <link href="{site}/"/>
  <updated>2026-05-02T10:00:00.000Z</updated>
  <id>{site}/</id>

  <author>
    <name>Ada</name>

  </author>

  <generator uri="https://hexo.io/">Hexo</generator>

  <entry>
    <title>Ferry</title>
    <link href="{site}/2026/05/02/ferry/"/>
    <id>{site}/2026/05/02/ferry/</id>
    <published>2026-05-02T10:00:00.000Z</published>
    <updated>2026-05-02T10:00:00.000Z</updated>

    <content type="html"><![CDATA[<h2 id="Noon"><a href="#Noon" class="headerlink" \
title="Noon"></a>Noon</h2><figure class="highlight"><table><tr><td class="gutter"><pre>\
<span class="line">1</span><br></pre></td></tr></table></figure>]]></content>

    <summary type="html">&lt;p&gt;It sails.&lt;/p&gt;
</summary>

    <category term="World" scheme="{site}/tags/World/"/>

  </entry>

</feed>
"""

ELEVENTY = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>Harbour</title>
  <subtitle>From the quay</subtitle>
  <link href="{site}/feed" rel="self" />
  <link href="{site}/" />
  <updated>2026-05-02T00:00:00Z</updated>
  <id>{site}/</id>
  <author>
    <name>Ada</name>
  </author>
  <entry>
    <title>Ferry</title>
    <link href="{site}/ferry/" />
    <updated>2026-05-02T00:00:00Z</updated>
    <id>{site}/ferry/</id>
    <content type="html">&lt;p&gt;It sails.&lt;br&gt;At noon.&lt;/p&gt;</content>
  </entry>
</feed>
"""

GHOST = """<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" \
version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title><![CDATA[Harbour]]>\
</title><description><![CDATA[From the quay]]></description><link>{site}/</link><image>\
<url>{site}/favicon.png</url><title>Harbour</title><link>{site}/</link></image>\
<generator>Ghost 5.100</generator><lastBuildDate>Sat, 02 May 2026 10:00:00 GMT</lastBuildDate>\
<atom:link href="{site}/feed" rel="self" type="application/rss+xml"/><ttl>60</ttl><item>\
<title><![CDATA[Ferry]]></title><description><![CDATA[It sails]]></description>\
<link>{site}/ferry/</link><guid isPermaLink="false">66f0c1d2e3a4b500015b2c1a</guid>\
<category><![CDATA[World]]></category><dc:creator><![CDATA[Ada]]></dc:creator>\
<pubDate>Sat, 02 May 2026 10:00:00 GMT</pubDate><media:content url="{site}/a.jpg" \
medium="image"/><content:encoded><![CDATA[<img src="{site}/a.jpg" alt="Ferry"><p>It sails.</p>\
<figure class="kg-card kg-embed-card"><iframe width="200" src="https://video.example/1" \
allowfullscreen></iframe></figure>]]></content:encoded></item></channel></rss>
"""

PODCAST = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>Harbour talk</title><link>{site}/talk</link><language>de</language>
<atom:link rel="self" href="{site}/feed" type="application/rss+xml"/>
<description><![CDATA[<p>Talks</p>]]></description>
<itunes:author>Ada</itunes:author><itunes:image href="{site}/cover.jpg"/>
<itunes:category text="News"/><itunes:explicit>false</itunes:explicit>
<item>
<title>1: The ferry</title>
<guid isPermaLink="false">e2b1a1a4-6ce3-4a9e-9d8a-000000000001</guid>
<pubDate>Sat, 2 May 2026 06:00:00 -0400</pubDate>
<enclosure url="{site}/1.mp3?a=b&amp;c=d" length="1234567" type="audio/mpeg"/>
<itunes:duration>1800</itunes:duration>
</item>
</channel>
</rss>
"""

RDF = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<channel rdf:about="{site}/feed"><title>Harbour</title><link>{site}/</link>
<description>From the quay</description><dc:language>en</dc:language>
<items><rdf:Seq><rdf:li rdf:resource="{site}/ferry"/></rdf:Seq></items></channel>
<item rdf:about="{site}/ferry"><title>Ferry</title><link>{site}/ferry</link>
<description>It sails</description><dc:date>2026-05-02T10:00:00+00:00</dc:date></item>
</rdf:RDF>
"""

VIDEO = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
 <link rel="self" href="{site}/feed"/>
 <id>yt:channel:harbour</id>
 <title>Harbour</title>
 <link rel="alternate" href="{site}/channel/harbour"/>
 <author><name>Harbour</name><uri>{site}/channel/harbour</uri></author>
 <published>2012-05-02T10:00:00+00:00</published>
 <updated>2026-05-02T10:00:00+00:00</updated>
 <entry>
  <id>yt:video:ferry</id>
  <title>Ferry</title>
  <link rel="alternate" href="{site}/watch?v=ferry"/>
  <author><name>Harbour</name></author>
  <published>2026-05-02T10:00:00+00:00</published>
  <updated>2026-05-02T10:00:00+00:00</updated>
  <media:group><media:title>Ferry</media:title></media:group>
 </entry>
</feed>
"""

RELEASES = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
 xml:lang="en-US">
  <id>tag:forge.example,2008:/ada/ferry/releases</id>
  <link type="text/html" rel="alternate" href="{site}/ada/ferry/releases"/>
  <link type="application/atom+xml" rel="self" href="{site}/feed"/>
  <title>Release notes from ferry</title>
  <updated>2026-05-02T10:00:00Z</updated>
  <entry>
    <id>tag:forge.example,2008:Repository/1/v1.0</id>
    <updated>2026-05-02T10:00:00Z</updated>
    <link rel="alternate" type="text/html" href="{site}/ada/ferry/releases/tag/v1.0"/>
    <title>v1.0: &lt;noon&gt;</title>
    <content type="html">&lt;ul&gt;
&lt;li&gt;Sails &lt;code&gt;a &amp;lt; b&lt;/code&gt;&lt;/li&gt;
&lt;/ul&gt;</content>
    <author><name>ada</name></author>
    <media:thumbnail height="30" width="30" url="{site}/a.png"/>
  </entry>
</feed>
"""

MASTODON = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0"
 xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>Ada</title>
    <description>Public posts from @ada@news.example</description>
    <link>{site}/@ada</link>
    <image><url>{site}/a.png</url><title>Ada</title><link>{site}/@ada</link></image>
    <lastBuildDate>Sat, 02 May 2026 10:00:00 +0000</lastBuildDate>
    <webfeeds:icon>{site}/a.png</webfeeds:icon>
    <generator>Mastodon v4.3</generator>
    <item>
      <guid isPermaLink="true">{site}/@ada/113</guid>
      <link>{site}/@ada/113</link>
      <pubDate>Sat, 02 May 2026 10:00:00 +0000</pubDate>
      <description>&lt;p&gt;It sails &lt;span&gt;now&lt;/span&gt;&lt;/p&gt;</description>
    </item>
  </channel>
</rss>
"""

MICROBLOG = """{"version": "https://jsonfeed.org/version/1", "title": "Ada",
 "icon": "{site}/a.png", "home_page_url": "{site}/", "feed_url": "{site}/feed",
 "items": [{"id": "http://ada.example/2026/05/02/ferry.html", "url": "{site}/ferry.html",
 "content_html": "<p>It sails.</p>\\n", "date_published": "2026-05-02T10:00:00-05:00"},
 {"id": "http://ada.example/2026/05/01/crane.html", "external_url": "https://crane.example/",
 "content_text": "5 < 6", "date_published": "2026-05-01T10:00:00.123+00:00"}]}
"""

SHAPES = {
    "wordpress": (WORDPRESS, "application/rss+xml; charset=UTF-8"),
    "hugo": (HUGO, "application/xml"),
    "jekyll": (JEKYLL, "text/xml; charset=utf-8"),
    "hexo": (HEXO, "application/xml"),
    "eleventy": (ELEVENTY, "application/xml"),
    "ghost": (GHOST, "application/rss+xml; charset=utf-8"),
    "podcast": (PODCAST, "application/rss+xml"),
    "rdf": (RDF, "application/rdf+xml"),
    "video": (VIDEO, "text/xml; charset=UTF-8"),
    "releases": (RELEASES, "application/atom+xml; charset=utf-8"),
    "mastodon": (MASTODON, "application/rss+xml; charset=utf-8"),
    "microblog": (MICROBLOG, "application/json"),
}
