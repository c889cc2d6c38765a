"""Entries of feeds as plain values, whatever the format."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc.errors import FeedsvcError, ImportRefused
from feedsvc.importers.feeds import FeedReader
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.model.article import Author

WHEN = datetime(2020, 3, 1, 10, tzinfo=UTC)
LATER = datetime(2020, 4, 1, 10, tzinfo=UTC)


class Read:
    """Files of a feed, and what was read of the first."""

    def __init__(self, folder: Path, *files: tuple[str, str]) -> None:
        for name, text in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        self.notes = Notes()
        first = folder / files[0][0]
        reader = FeedReader(str(first), [first], self.notes)
        self.count = reader.survey(lambda done, total: None)
        self.posts = list(reader.posts())

    @property
    def post(self) -> ImportedPost:
        (one,) = self.posts
        return one


def atom(*entries: str, head: str = "", attributes: str = "") -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:media="http://search.yahoo.com/mrss/"'
        f' xmlns:at="http://purl.org/atompub/tombstones/1.0" {attributes}>\n{head}\n'
        + "\n".join(entries)
        + "</feed>"
    )


def entry(id: str = "urn:x", more: str = "", updated: str = "2020-03-01T10:00:00Z") -> str:
    return f"<entry><id>{id}</id><title>T</title><updated>{updated}</updated>{more}</entry>"


def rss(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><link>https://old.example/</link>{head}{''.join(items)}</channel></rss>"
    )


class TestAtom:
    """RFC 4287."""

    def test_an_entry(self, tmp_path: Path) -> None:
        read = Read(
            tmp_path,
            (
                "feed.atom",
                atom(
                    '<entry xml:lang="de"><id>tag:old.example,2020:1</id>'
                    '<title type="html">A &amp;amp; &lt;em&gt;B&lt;/em&gt;</title>'
                    '<link href="/2020/a-b.html"/><link rel="enclosure" href="a.mp3"'
                    ' type="audio/mpeg" length="12"/>'
                    "<published>2020-03-01T11:00:00+01:00</published>"
                    "<updated>2020-04-01T10:00:00Z</updated>"
                    "<author><name>Jane</name><uri>https://old.example/jane</uri></author>"
                    "<author><name>Bob</name></author>"
                    '<category term="news" label="News"/><category term="sea"/>'
                    "<summary>In short.</summary>"
                    '<content type="html">&lt;p&gt;&lt;a href="../b"&gt;b&lt;/a&gt;&lt;/p&gt;'
                    "</content>"
                    '<media:content url="/a.jpg" medium="image">'
                    "<media:description>A boat</media:description>"
                    "<media:credit>Me</media:credit></media:content></entry>",
                    attributes='xml:base="https://old.example/x/" xml:lang="en"',
                ),
            ),
        )
        assert read.count == 1
        assert read.post == ImportedPost(
            source="feed:tag:old.example,2020:1",
            file=str(tmp_path / "feed.atom"),
            line=3,
            id="tag:old.example,2020:1",
            title="A &amp; <em>B</em>",
            standfirst="In short.",
            html='<p><a href="https://old.example/b">b</a></p>',
            date=WHEN,
            updated=LATER,
            authors=(Author("Jane", uri="https://old.example/jane"), Author("Bob")),
            category="News",
            tags=("sea",),
            slug="a-b",
            aliases=("/2020/a-b.html",),
            image="https://old.example/a.jpg",
            image_alt="A boat",
            image_credit="Me",
            enclosures=(Attachment("https://old.example/x/a.mp3", "audio/mpeg", 12),),
            language="de",
        )

    @pytest.mark.parametrize(
        ("content", "html"),
        [
            ("<content>a &lt; b\n\nc</content>", "<p>a &lt; b</p>\n<p>c</p>"),
            (
                '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt;<br/>'
                '<img src="https://x.example/a.jpg" alt="&quot;"/></p> b</div></content>',
                '<p>a &lt;<br><img src="https://x.example/a.jpg" alt="&quot;"></p> b',
            ),
            (
                '<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>a</h:p>'
                "</h:div></content>",
                "<p>a</p>",
            ),
            ('<summary type="html">&lt;p&gt;only</summary>', "<p>only"),
            (
                '<content src="https://x.example/a.pdf" type="application/pdf"/>',
                '<p><a href="https://x.example/a.pdf">https://x.example/a.pdf</a></p>',
            ),
            ('<content type="image/png">AAAA</content>', ""),
            ('<content type="html">{{ x }} [gallery]</content>', "&#123;{ x }} &#91;gallery]"),
        ],
    )
    def test_texts(self, content: str, html: str, tmp_path: Path) -> None:
        assert Read(tmp_path, ("a.xml", atom(entry(more=content)))).post.html == html

    def test_a_plain_title_is_no_html(self, tmp_path: Path) -> None:
        text = atom("<entry><id>x</id><title>a &lt;b&gt; c</title></entry>")
        assert Read(tmp_path, ("a.xml", text)).post.title == "a &lt;b&gt; c"

    def test_the_author_of_the_feed(self, tmp_path: Path) -> None:
        head = "<author><name>The desk</name></author>"
        assert Read(tmp_path, ("a.xml", atom(entry(), head=head))).post.authors == (
            Author("The desk"),
        )

    def test_the_newest_of_an_entry_counts(self, tmp_path: Path) -> None:
        old = entry("x", "<summary>old</summary>")
        new = entry("x", "<summary>new</summary>", "2020-04-01T10:00:00Z")
        for entries in ((old, new), (new, old)):
            read = Read(tmp_path, ("a.xml", atom(*entries)))
            assert read.post.html == "<p>new</p>"

    def test_what_was_withdrawn_stays_away(self, tmp_path: Path) -> None:
        stone = '<at:deleted-entry ref="gone" when="2020-05-01T10:00:00Z"/>'
        read = Read(tmp_path, ("a.xml", atom(entry("gone"), entry("here"), stone)))
        assert read.post.id == "here"
        assert read.notes.left_out == {"entries that were withdrawn": 1}

    def test_an_export_of_blogger(self, tmp_path: Path) -> None:
        kind = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://x#{}"/>'
        draft = (
            '<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft>'
            "</app:control>"
        )
        text = atom(
            entry("1", kind.format("settings")),
            entry("2", kind.format("comment")),
            entry("3", kind.format("post") + '<category term="Sea"/>' + draft),
        )
        read = Read(tmp_path, ("a.xml", text))
        assert (read.post.category, read.post.draft) == ("Sea", True)
        assert read.notes.left_out == {"settings of the old site": 1, "comments": 1}


class TestRss:
    """RSS 2.0, 0.9x and 1.0."""

    def test_an_item(self, tmp_path: Path) -> None:
        text = rss(
            "<item><title>A &amp; B</title><link>https://old.example/2020/a</link>"
            '<guid isPermaLink="false">12</guid><pubDate>Sun, 01 Mar 2020 10:00:00 GMT</pubDate>'
            "<atom:updated>2020-04-01T10:00:00Z</atom:updated>"
            "<dc:creator>Jane</dc:creator><dc:creator>Bob</dc:creator>"
            "<category>News</category><category>Sea</category><description>In short.</description>"
            "<content:encoded><![CDATA[<p>Text <img src='/a.jpg'></p>]]></content:encoded>"
            '<enclosure url="https://old.example/a.mp3" length="12" type="audio/mpeg"/></item>'
        )
        post = Read(tmp_path, ("a.xml", text)).post
        assert (post.id, post.title, post.standfirst) == ("12", "A & B", "In short.")
        assert post.html == '<p>Text <img src="https://old.example/a.jpg"></p>'
        assert (post.date, post.updated) == (WHEN, LATER)
        assert post.authors == (Author("Jane"), Author("Bob"))
        assert (post.category, post.tags, post.slug) == ("News", ("Sea",), "a")
        assert post.enclosures == (Attachment("https://old.example/a.mp3", "audio/mpeg", 12),)

    @pytest.mark.parametrize(
        ("written", "author"),
        [
            ("jane@old.example (Jane Doe)", Author("Jane Doe", "jane@old.example")),
            ("Jane Doe &lt;jane@old.example&gt;", Author("Jane Doe", "jane@old.example")),
            ("Jane Doe", Author("Jane Doe")),
        ],
    )
    def test_an_author_with_an_address(self, written: str, author: Author, tmp_path: Path) -> None:
        text = rss(f"<item><guid>x</guid><author>{written}</author></item>")
        assert Read(tmp_path, ("a.xml", text)).post.authors == (author,)

    def test_a_summary_that_is_the_beginning_is_none(self, tmp_path: Path) -> None:
        text = rss(
            "<item><guid>x</guid><description>One two three four [&amp;#8230;]</description>"
            "<content:encoded>&lt;p&gt;One two three four five.&lt;/p&gt;</content:encoded></item>"
        )
        assert Read(tmp_path, ("a.xml", text)).post.standfirst == ""

    def test_two_posts_with_one_guid(self, tmp_path: Path) -> None:
        item = "<item><guid isPermaLink='false'>x</guid><link>https://old.example/{}</link></item>"
        read = Read(tmp_path, ("a.xml", rss(item.format("a"), item.format("b"), item.format("a"))))
        assert [one.source for one in read.posts] == ["feed:x", "feed:x#2"]
        assert [one.id for one in read.posts] == ["x", "x"]

    def test_an_address_is_an_id(self, tmp_path: Path) -> None:
        for item in ("<guid>https://old.example/a</guid>", "<link>https://old.example/a</link>"):
            post = Read(tmp_path, ("a.xml", rss(f"<item>{item}</item>"))).post
            assert (post.id, post.slug) == ("https://old.example/a", "a")

    def test_nothing_but_a_title(self, tmp_path: Path) -> None:
        read = Read(tmp_path, ("a.xml", rss("<item><title>A title</title></item>")))
        assert read.post.id.startswith("urn:sha256:")
        assert [one.code for one in read.notes.problems] == ["no-date", "no-text"]

    def test_version_1(self, tmp_path: Path) -> None:
        text = (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<channel><link>https://old.example/</link></channel>"
            '<item rdf:about="urn:1"><title>T</title><link>https://old.example/a</link>'
            "<dc:date>2020-03-01T10:00:00Z</dc:date><dc:subject>News</dc:subject>"
            "<description>Text.</description></item></rdf:RDF>"
        )
        post = Read(tmp_path, ("a.rdf", text)).post
        assert (post.id, post.date, post.category) == ("urn:1", WHEN, "News")


class TestJson:
    """JSON Feed 1.0 and 1.1."""

    def test_an_item(self, tmp_path: Path) -> None:
        item = {
            "id": 12,
            "url": "https://old.example/2020/a",
            "title": "a < b",
            "content_html": "<p>Text.</p>",
            "summary": "In short.",
            "image": "https://old.example/a.jpg",
            "date_published": "2020-03-01T10:00:00Z",
            "date_modified": "2020-04-01T10:00:00Z",
            "authors": [{"name": "Jane", "url": "https://old.example/jane"}],
            "tags": ["News", "Sea"],
            "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12}],
        }
        feed = {"items": [item], "home_page_url": "https://old.example/"}
        read = Read(tmp_path, ("a.json", "\n" + json.dumps(feed, indent=1)))
        post = read.post
        assert (post.id, post.title, post.standfirst) == ("12", "a &lt; b", "In short.")
        assert (post.date, post.updated, post.line) == (WHEN, LATER, 4)
        assert post.authors == (Author("Jane", uri="https://old.example/jane"),)
        assert (post.category, post.tags) == ("News", ("Sea",))
        assert post.image == "https://old.example/a.jpg"
        assert post.enclosures == (Attachment("https://old.example/a.mp3", "audio/mpeg", 12),)

    def test_version_1_0_and_plain_text(self, tmp_path: Path) -> None:
        feed = {"author": {"name": "Desk"}, "items": [{"id": "x", "content_text": "a\n\nb"}]}
        post = Read(tmp_path, ("a.json", json.dumps(feed))).post
        assert post.authors == (Author("Desk"),)
        assert post.html == "<p>a</p>\n<p>b</p>"

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('{"a": 1}', "a.json:1: it has no `items`"),
            ('{"items":\n [}', "a.json:2: this is no JSON"),
            ('{"a":' + "[" * 200_000, "nested too deeply"),
        ],
    )
    def test_what_is_refused(self, text: str, told: str, tmp_path: Path) -> None:
        with pytest.raises(ImportRefused, match=told):
            Read(tmp_path, ("a.json", text))


class TestArchives:
    """RFC 5005, with documents that were saved beside each other."""

    LINK = '<link rel="{}" href="{}"/>'

    def test_a_chain_of_files(self, tmp_path: Path) -> None:
        own = self.LINK.format("self", "https://old.example/blog/feed.atom")
        back = self.LINK.format("prev-archive", "https://old.example/blog/archive/1.atom")
        first = self.LINK.format("self", "https://old.example/blog/archive/1.atom")
        read = Read(
            tmp_path,
            ("feed.atom", atom(entry("2"), head=own + back)),
            ("archive/1.atom", atom(entry("1"), entry("2"), head=first)),
        )
        assert [one.id for one in read.posts] == ["2", "1"]
        assert {one.severity for one in read.notes.problems} == {"warning"}  # they have no text

    def test_json_leads_on_as_well(self, tmp_path: Path) -> None:
        first = {"items": [{"id": "2"}], "next_url": "https://old.example/2.json"}
        second = {"items": [{"id": "1"}], "next_url": "https://old.example/2.json"}
        read = Read(tmp_path, ("a.json", json.dumps(first)), ("2.json", json.dumps(second)))
        assert [one.id for one in read.posts] == ["2", "1"]

    def test_what_is_missing_is_an_error(self, tmp_path: Path) -> None:
        back = self.LINK.format("prev-archive", "https://old.example/archive/1.atom")
        read = Read(tmp_path, ("feed.atom", atom(entry(), head=back)))
        problem = read.notes.problems[0]
        assert (problem.severity, problem.code) == ("error", "archive-missing")
        assert "https://old.example/archive/1.atom" in problem.message

    def test_no_document_leads_out_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "secret.atom").write_text(atom(entry("secret")))
        own = self.LINK.format("self", "https://old.example/a/feed.atom")
        back = self.LINK.format("prev-archive", "https://old.example/secret.atom")
        read = Read(tmp_path / "a", ("feed.atom", atom(entry("1"), head=own + back)))
        assert [one.id for one in read.posts] == ["1"]


def test_what_is_no_feed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="it begins with <html>"):
        Read(tmp_path, ("a.xml", "<html/>"))


def test_a_server_that_does_not_answer() -> None:
    reader = FeedReader("http://127.0.0.1:9/feed", [], Notes())
    with pytest.raises(FeedsvcError, match=r"^http://127.0.0.1:9/feed: it cannot be reached"):
        reader.survey(lambda done, total: None)
