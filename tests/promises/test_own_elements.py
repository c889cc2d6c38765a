"""Texts around entries, and elements of a newsroom's own, as its subscribers meet them."""

from pathlib import Path

import feedparser
import pytest
from lxml import etree

from feedsvc.errors import SettingsError
from feedsvc.model.feed import FORMATS
from feedsvc.settings import load_settings
from tests.promises.desk import Desk

BASE = 'base_url = "https://news.example/paper"\nid_base = "news.example,2026"\n'
RAIN = "---\ntitle: Rain\ndate: 2026-11-01\n{0}---\nWet it is.\n"
NS = "https://paper.example/ns"
RATING = f'[feeds.elements.{{0}}]\nnamespace = "{NS}"\nelement = "paper:{{0}}"\nkey = "{{0}}"\n'
PATHS = {
    "atom": "a:entry/a:content",
    "rss": "channel/item/c:encoded",
}
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "c": "http://purl.org/rss/1.0/modules/content/",
    "p": NS,
}


def paper(folder: Path, settings: str, header: str = "", text: str = RAIN) -> Desk:
    (folder / "site.toml").write_text(BASE + settings)
    (folder / "a.md").write_text(text.format(header))
    desk = Desk(folder)
    desk.newsroom.scan()
    return desk


def contents(desk: Desk) -> set[str | None]:
    """The full text of the entry, in all formats."""
    found = {desk.items()[0]["content_html"]}
    for format, path in PATHS.items():
        tree = etree.fromstring(desk.get(f"/feed.{format}").encode())
        found.add(tree.findtext(path, namespaces=NAMES))
    return found


def own(desk: Desk, format: str) -> list[tuple[str, str | None]]:
    tree = etree.fromstring(desk.get(f"/feed.{format}").encode())
    return [(etree.QName(one).localname, one.text) for one in tree.iterfind(".//p:*", NAMES)]


def test_texts_stand_around_each_entry_clean_and_absolute(tmp_path: Path) -> None:
    desk = paper(
        tmp_path,
        "[feeds]\nbefore = '<p onclick=x>Ours<script>x</script></p>'\n"
        'after = \'By <a href="about">us</a>, <a href="/paper/feed.rss">feed</a> &amp; <b>all\'\n',
    )
    after = (
        'By <a href="https://news.example/paper/articles/about">us</a>,'
        ' <a href="https://news.example/paper/feed.rss">feed</a> &amp; <b>all</b>'
    )
    assert contents(desk) == {f"<p>Ours</p><p>Wet it is.</p>{after}"}
    page = desk.get("/articles/a") + desk.get("/articles/a/text.md") + desk.get("/")
    assert "Ours" not in page
    for format in ("atom", "rss"):
        assert not feedparser.parse(desk.get(f"/feed.{format}")).bozo


def test_summaries_have_nothing_around_them(tmp_path: Path) -> None:
    desk = paper(tmp_path, '[feeds]\ncontent = "summary"\nbefore = "<p>Ours</p>"\n')
    assert not any("Ours" in desk.get(f"/feed.{format}") for format in FORMATS)


def test_what_is_nested_too_deep_is_left_out_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = paper(tmp_path, f'[feeds]\nbefore = "{"<div>" * 900}"\nafter = "<p>Ours</p>"\n')
    assert contents(desk) == {"<p>Wet it is.</p><p>Ours</p>"}
    assert "feeds.before is left out" in caplog.text


def test_elements_come_from_front_matter(tmp_path: Path) -> None:
    settings = RATING.format("rating") + RATING.format("place")
    header = "Rating: 4 & <more>\nplace: [Rome, Oslo]\nother: no\n"
    desk = paper(tmp_path, settings, header)
    (tmp_path / "b.md").write_text(RAIN.format("").replace("Rain", "Snow"))
    desk.newsroom.scan()
    for format in ("atom", "rss"):
        assert own(desk, format) == [("rating", "4 & <more>"), ("place", "Rome"), ("place", "Oslo")]
        said = desk.get(f"/feed.{format}")
        assert said.count(f'xmlns:paper="{NS}"') == 1
        assert "<paper:rating>4 &amp; &lt;more&gt;</paper:rating>" in said
        assert not feedparser.parse(said).bozo
    assert "paper" not in desk.get("/feed.json").replace("news.example/paper", "")


def test_a_changed_value_is_in_the_feeds_and_marks_no_entry_as_changed(tmp_path: Path) -> None:
    desk = paper(tmp_path, RATING.format("rating"), "rating: 4\n")
    dated = [desk.items()[0][key] for key in ("id", "date_modified")]
    tag = desk.client.get("/feed.atom").headers["ETag"]
    desk.now = desk.now.replace(day=29)
    desk.save("a.md", RAIN.format("rating: 5\n"))
    assert own(desk, "atom") == own(desk, "rss") == [("rating", "5")]
    assert desk.client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 200
    assert [desk.items()[0][key] for key in ("id", "date_modified")] == dated


def test_the_settings_move_nothing_and_go_without_trace(tmp_path: Path) -> None:
    before = paper(tmp_path, "", "rating: 4\n")
    kept = {format: before.get(f"/feed.{format}") for format in FORMATS}
    dated = [before.items()[0][key] for key in ("id", "date_modified")]
    more = '[feeds]\nafter = "<p>Ours</p>"\n' + RATING.format("rating")
    after = paper(tmp_path, more, "rating: 4\n")
    assert [after.items()[0][key] for key in ("id", "date_modified")] == dated
    gone = paper(tmp_path, "", "rating: 4\n")
    assert {format: gone.get(f"/feed.{format}") for format in FORMATS} == kept


@pytest.mark.parametrize(
    ("element", "namespace", "told"),
    [
        ("rating", NS, "'rating' is no name with a prefix"),
        ("p:1", NS, "'p:1' is no name with a prefix"),
        ("p:a b", NS, "'p:a b' is no name with a prefix"),
        ("xmlp:a", NS, "'xmlp:a' is no name with a prefix"),
        ("media:rating", NS, "'media:rating' is in a namespace that feeds have already"),
        ("p:entry", "http://www.w3.org/2005/Atom", "'p:entry' is in a namespace that feeds have"),
        ("p:a", "no uri", "'no uri' is no URI"),
        ("other:a", "https://other.example/2", "'other' stands for another namespace already"),
        ("more:a", "https://other.example/1", "'https://other.example/1' has another prefix"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, element: str, namespace: str, told: str
) -> None:
    first = (
        '[feeds.elements.first]\nnamespace = "https://other.example/1"\nelement = "other:b"\n'
        'key = "b"\n'
    )
    (tmp_path / "site.toml").write_text(
        f'{first}[feeds.elements.x]\nnamespace = "{namespace}"\nelement = "{element}"\nkey = "a"\n'
    )
    with pytest.raises(SettingsError, match=rf"site\.toml:5: feeds\.elements\.x: {told}"):
        load_settings(tmp_path, {})


def test_a_table_that_lacks_a_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('[feeds.elements.x]\nelement = "p:a"\n')
    with pytest.raises(SettingsError, match=r"feeds\.elements.*namespace"):
        load_settings(tmp_path, {})
