"""What has a target becomes it: marks of other publishers are links and pictures in the feed."""

import json
from collections.abc import Callable

from feedsvc.web import create_app
from tests.conftest import Desk
from tests.promises.reading.conftest import Items

SITE = "https://news.example"


def leads_to(desk: Desk, path: str) -> str:
    """The article to which an address of the site leads."""
    answer = (
        create_app(desk.open(scan=False))
        .test_client()
        .get(path, base_url=SITE, follow_redirects=True)
    )
    assert answer.status_code == 200, path
    return answer.request.path


def test_the_case_of_liquid(case: Callable[[str], Items], desk: Desk) -> None:
    html = case("liquid")["links"]["content_html"]
    assert f'<a href="{SITE}/articles/first">the first</a>' in html
    assert f'<a href="{SITE}/x">' in html
    assert f'<img src="{SITE}/media/b.jpg" alt="A boat">' in html
    assert "&lt;&gt;" not in html
    assert "SIZE:" in html
    told = [p.message for p in desk.open().problems.all() if p.code == "shortcode"]
    assert ["page.size" in message for message in told] == [True]


def test_the_case_of_wikis(case: Callable[[str], Items]) -> None:
    html = case("wiki")["pier"]["content_html"]
    assert f'<a href="{SITE}/articles/mooring-lines">the lines</a>' in html
    assert f'<img src="{SITE}/media/b.jpg"' in html
    assert "[[" not in html


def test_the_case_of_blanks(case: Callable[[str], Items]) -> None:
    (item,) = case("image-with-space").values()
    address = f"{SITE}/media/tour/IMG%200412%20(1).jpg"
    assert item["content_html"].count(f'src="{address}"') == 2
    assert "](" not in item["content_html"]


def test_the_case_of_embeds(case: Callable[[str], Items]) -> None:
    (item,) = case("embeds").values()
    gist = "https://gist.github.com/someone/0123456789abcdef0123456789abcdef"
    assert f'<a href="{gist}">' in item["content_html"]
    assert "Passengers: 42 percent more" in item["content_html"]


def test_the_case_of_lazy_pictures(case: Callable[[str], Items]) -> None:
    (item,) = case("lazy-images").values()
    for name in ("launch", "crew", "bow"):
        assert f'<img src="https://cdn.example.org/{name}.jpg"' in item["content_html"]
    assert '<a href="https://player.example.org/v/77">Interview</a>' in item["content_html"]
    assert "spinner" not in item["content_html"]


def test_the_case_of_hosts_beyond_ascii(case: Callable[[str], Items], desk: Desk) -> None:
    found = case("idn")
    there = "https://xn--mnchen-3ya.example/stra%C3%9Fe"
    item = found["stra%C3%9Fe"]
    assert (item["url"], item["attachments"][0]["url"]) == (
        there,
        "https://cdn.example.org/Folge%20%C3%84.mp3",
    )
    assert f'href="{there}"' in item["content_html"]
    newsroom = desk.open(scan=False)
    for format in ("atom", "rss", "json"):
        document = newsroom.document("feed", format).body.decode()
        assert "münchen" not in document
        assert "m%C3%BCnchen" not in document


def test_a_site_of_a_host_beyond_ascii(desk: Desk) -> None:
    desk.settings(base_url="https://häfen.example", timezone="Europe/Berlin")
    desk.write("own.md", "# Own\n\n[A](/b) [B](https://häfen.example/articles/own)")
    newsroom = desk.open()
    (item,) = json.loads(newsroom.document("feed", "json").body)["items"]
    assert item["url"] == "https://xn--hfen-loa.example/articles/own"
    assert 'href="https://xn--hfen-loa.example/b"' in item["content_html"]
    for format in ("atom", "rss", "json"):
        assert "häfen" not in newsroom.document("feed", format).body.decode()


def test_references_lead_to_their_articles(items: Callable[..., Items], desk: Desk) -> None:
    found = items(
        {
            "content/posts/a.md": "# A\n\n"
            '[1]({{< ref "b.md" >}}) [2]({{< relref "/posts/c" >}}) [3]({{< ref "d#e" >}})'
            " [4](@/posts/b.md) [5]({filename}/posts/c/index.md) [6](link://slug/shore)"
            " [7]({% post_url 2024-01-02-d %}) [8](/articles/b)",
            "content/posts/b.md": "---\ntitle: B\nslug: shore\n---\nWords.",
            "content/posts/c/index.md": "# C\n\nWords.",
            "content/posts/2024-01-02-d.md": "# D\n\nWords.",
        }
    )
    links = found["a"]["content_html"].split('href="' + SITE)[1:]
    slugs = [leads_to(desk, link.partition('"')[0]).rpartition("/")[2] for link in links]
    assert slugs == ["shore", "c", "d", "shore", "c", "shore", "d", "shore"]


def test_languages_lead_to_their_own(items: Callable[..., Items], desk: Desk) -> None:
    found = items(
        {
            "a.de.md": '# A\n\n[1]({{< ref "b.md" >}}) [2]({{< ref path="b" lang="en" >}})',
            "b.de.md": "---\ntitle: B\nslug: ufer\n---\nWorte.",
            "b.en.md": "---\ntitle: B\nslug: shore\n---\nWords.",
        }
    )
    (html,) = [item["content_html"] for item in found.values() if item["title"] == "A"]
    links = html.split('href="' + SITE)[1:]
    slugs = [leads_to(desk, link.partition('"')[0]).rpartition("/")[2] for link in links]
    assert slugs == ["ufer", "shore"]


def test_code_and_prose_keep_what_looks_like_a_mark(items: Callable[..., Items]) -> None:
    text = "`[[a]]` and `{% post_url b %}`\n\n```\n[[a]] ![x](a b.png) {{< ref x >}}\n```\n"
    html = items({"a.md": f"# A\n\n{text}"})["a"]["content_html"]
    for kept in ("[[a]]", "{% post_url b %}", "![x](a b.png)", "{{&lt; ref x &gt;}}"):
        assert kept in html


def test_hostile_marks_take_no_time(items: Callable[..., Items]) -> None:
    marks = ["[[a|b]] ", "![[a", "[[", "](a (b) c", "<{{ site.url }}{{", "{% post_url a %}"]
    marks += ['{{< ref "a ', "={require('a", '{{< figure src="a.png" caption="*b*" >}} ']
    texts = {f"n{n}.md": "# T\n\n" + mark * 20_000 for n, mark in enumerate(marks)}
    assert json.dumps(items(texts))
