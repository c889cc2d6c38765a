"""Each limit of `[limits]` is obeyed at its value, told in site.toml's words, and checked."""

import json
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from feedsvc.errors import SettingsError
from feedsvc.newsroom import Newsroom
from feedsvc.settings.limits import BOUNDS, DEFAULTS, LimitSettings
from feedsvc.settings.site import check_settings
from feedsvc.settings.site_file import load_settings
from feedsvc.summary.summarize import SectionText, summarize
from feedsvc.web import ServiceFolder, create_app, server


class Row(NamedTuple):
    """An article that just keeps to a limit at one value, and is refused at another."""

    key: str
    keeps: float
    refuses: float
    path: str
    text: str
    code: str


def front(lines: str) -> str:
    return f"---\ntitle: Rain\n{lines}\n---\nWet.\n"


MEGABYTE = "Wet it is. " * 100_000  # and a little more
SLOW = "# Slow\n\n" + "*a _b " * 150_000
TEN = " ".join(f"a{number}=1" for number in range(25))
DEEP = "a:\n" + "".join(f"{' ' * depth}b:\n" for depth in range(1, 10))
READING = [
    Row("article_megabytes", 2, 1, "a.txt", f"Rain\n\n{MEGABYTE}\n", "too-large"),
    Row("html_megabytes", 2, 1, "a.txt", f"Rain\n\n{'&' * 300_000}\n", "too-large"),
    Row("sections", 5, 4, "a.md", "# Rain\n\n" + "## More\n\nWet.\n\n" * 5, "too-large"),
    Row("tags", 1000, 100, "a.html", "<h1>Rain</h1>" + "<p>Wet</p>" * 200, "too-large"),
    Row("attributes", 30, 20, "a.html", f"<h1>Rain</h1><p {TEN}>Wet", "too-many-attributes"),
    Row("tag_kilobytes", 4, 1, "a.html", f"<h1>Rain</h1><p id={'x' * 3000}>Wet", "tag-too-long"),
    Row("nesting", 50, 20, "a.html", "<h1>Rain</h1>" + "<div>" * 30 + "Wet", "too-deep"),
    Row("front_matter_kilobytes", 4, 1, "a.md", front(f"x: {'y' * 2000}"), "front-matter-large"),
    Row("front_matter_kilobytes", 4, 1, "a.txt", "Title: Rain\n" + "X: y\n" * 499 + "\nWet.",
        "front-matter-large"),
    Row("front_matter_depth", 20, 5, "a.md", front(DEEP), "front-matter-deep"),
    Row("front_matter_depth", 20, 5, "b.md", "+++\ntitle = 'Rain'\na.b.c.d.e.f.g = 1\n+++\nWet.\n",
        "front-matter-deep"),
    Row("front_matter_depth", 20, 5, "c.md",
        f"+++\ntitle = 'Rain'\na = {'[' * 9}{']' * 9}\n+++\nWet.\n", "front-matter-deep"),
    Row("front_matter_values", 9000, 5000, "a.md", front(f"x: [{'y,' * 8000}]"),
        "front-matter-deep"),
    Row("read_seconds", 60, 0.1, "a.md", SLOW, "too-slow"),
    Row("read_megabytes", 4096, 512, "a.md", "# Large\n\n" + "*a _b " * 700_000, "unreadable"),
]  # fmt: skip


def errors(newsroom: Newsroom) -> list[str]:
    return [problem.code for problem in newsroom.problems.all() if problem.severity == "error"]


def opened(desk: Any, key: str, value: float) -> Newsroom:
    desk.environ[f"FEEDSVC_LIMITS_{key.upper()}"] = f"{value:g}"
    return desk.open()


@pytest.mark.parametrize("row", READING, ids=lambda row: f"{row.key}-{row.path}")
def test_what_a_limit_refuses_is_read_anew_when_it_is_another(desk: Any, row: Row) -> None:
    desk.write(row.path, row.text)
    desk.environ["FEEDSVC_LIMITS_READ_SECONDS"] = "120"  # the machine may be busy
    refused = opened(desk, row.key, row.refuses)
    assert errors(refused) == [row.code]
    refused.close()
    kept = opened(desk, row.key, row.keeps)
    assert errors(kept) == []
    assert len(kept.feeds.entries("feed", 9)) == 1


def test_what_was_read_in_time_is_not_lost_to_less_of_it(desk: Any) -> None:
    desk.write("a.md", SLOW)
    desk.environ["FEEDSVC_LIMITS_READ_SECONDS"] = "120"
    desk.clock.forward(days=3650)  # the file has been still for long
    desk.open().close()
    desk.environ["FEEDSVC_LIMITS_READ_SECONDS"] = "0.1"
    newsroom = desk.open(scan=False)
    assert newsroom.scan().read == 0
    assert len(newsroom.feeds.entries("feed", 9)) == 1


def test_folders_deeper_than_the_limit_are_not_looked_into(desk: Any) -> None:
    desk.write("a/b/c/d.md", "# Rain\n\nWet.\n")
    shallow = opened(desk, "folders", 2)
    assert errors(shallow) == ["unreadable-folder"]
    assert "more than 2 deep" in shallow.problems.all()[0].message
    shallow.close()
    assert len(opened(desk, "folders", 3).feeds.entries("feed", 9)) == 1


def test_an_image_larger_than_the_limit_has_no_size(desk: Any) -> None:
    desk.write("a.gif", b"GIF89a" + (1500).to_bytes(2, "little") * 2)
    desk.write("a.md", "---\ntitle: Rain\nimage: a.gif\n---\nWet.\n")
    (entry,) = opened(desk, "image_pixels", 1000).articles.every()
    assert entry.article.image is not None
    assert entry.article.image.width is None
    (entry,) = opened(desk, "image_pixels", 1500).articles.every()
    assert entry.article.image is not None
    assert entry.article.image.width == 1500


def test_summaries_are_chosen_from_so_many_sentences() -> None:
    long = "".join(f"It is wet in the hills{' and wet' * 60} on day {day}.\n" for day in range(11))
    sections = [SectionText("The mill", f"{long}The mill turns.")] * 20
    assert summarize(sections, read=100_000)[0] == "The mill turns."
    assert "mill" not in summarize(sections, read=100)[0]


def items(newsroom: Newsroom) -> dict[str, Any]:
    return json.loads(newsroom.document("feed", "json").body)  # type: ignore[no-any-return]


def test_a_document_tells_of_so_many_retractions(desk: Any) -> None:
    for number in range(3):
        desk.write(f"{number}.md", f"---\ntitle: Rain {number}\ndate: 2026-05-01\n---\nWet.\n")
    newsroom = desk.open()
    items(newsroom)
    for number in range(2):
        header = f"title: Rain {number}\ndate: 2026-05-01\nstatus: withdrawn"
        desk.write(f"{number}.md", f"---\n{header}\n---\nWet.\n")
    newsroom.scan()
    assert len(items(newsroom)["_feedsvc"]["deleted"]) == 2
    newsroom.close()
    assert len(items(opened(desk, "tombstones", 1))["_feedsvc"]["deleted"]) == 1


@pytest.mark.parametrize("key", ["document_megabytes", "page_megabytes"])
def test_a_worker_holds_so_much_ready(desk: Any, key: str) -> None:
    words = "Wet it is. " * 30_000
    desk.environ["FEEDSVC_FEEDS_DOCUMENT_KILOBYTES"] = "4096"  # so that feeds have the whole text
    for name in ("hills", "plains", "towns", "woods", "lakes"):
        desk.write(f"{name}/rain.md", f"---\ntitle: Rain\ndate: 2026-05-01\n---\n{words}\n")
    newsroom = opened(desk, key, 1)
    client = create_app(newsroom).test_client()
    asked = [f"/category/{name}" for name in ("hills", "plains", "towns", "woods", "lakes")]
    if key == "document_megabytes":
        asked = [f"{path}.json" for path in asked]
    else:
        asked = [f"/articles/rain{number}" for number in ("", "-2", "-3", "-4", "-5")]
    for path in asked:
        assert client.get(path).status_code == 200
    made: list[str] = []
    if key == "document_megabytes":
        made = [path for path in asked if newsroom.feeds.ready_document((path[1:-5], "json"))]
        assert 0 < len(made) < len(asked)
    else:
        assert 0 < pages_held(newsroom, client, asked) < len(asked)


def pages_held(newsroom: Newsroom, client: Any, asked: list[str]) -> int:
    """How many of the pages are answered though their articles cannot be looked up any more."""
    found = newsroom.articles.article
    newsroom.articles.article = lambda _: None  # type: ignore[method-assign]
    try:
        return sum(client.get(path).status_code == 200 for path in asked)
    finally:
        newsroom.articles.article = found  # type: ignore[method-assign]


@pytest.mark.parametrize("key", LimitSettings.__struct_fields__)
def test_a_limit_has_bounds_that_its_default_is_within(key: str) -> None:
    least, most = BOUNDS[key]
    assert least <= getattr(DEFAULTS, key) <= most


@pytest.mark.parametrize("key", LimitSettings.__struct_fields__)
def test_a_limit_beyond_its_bounds_is_refused_by_name(desk: Any, key: str) -> None:
    least, most = BOUNDS[key]
    for value in (least - 1, most + 1, -math.inf):
        (desk.folder / "site.toml").write_text(f"[limits]\n{key} = {value}\n")
        with pytest.raises(SettingsError, match=rf"limits\.{key}: ") as told:
            load_settings(desk.folder, {})
        assert value == -math.inf or f"must be {least:,} to {most:,}" in str(told.value)
    for value in (least, most):
        other = {"downloads": 1, "requests": 512} | {key: value}
        other["downloads"] = min(other["downloads"], other["requests"] - 1)
        check_settings({"limits": other})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sektions = 3", "limits.sektions is not a setting; did you mean limits.sections?"),
        ("sections = 'many'", "limits.sections: Expected `int`"),
        ("read_seconds = nan", "limits.read_seconds: must be"),
        ("downloads = 64", "limits.downloads: must be less than limits.requests (64)"),
        ("requests = 48", "limits.downloads: must be less than limits.requests (48)"),
    ],
)
def test_what_cannot_be_is_told(desk: Any, text: str, told: str) -> None:
    (desk.folder / "site.toml").write_text(f"[limits]\n{text}\n")
    with pytest.raises(SettingsError, match=re.escape(told)):
        load_settings(desk.folder, {})


def test_a_variable_goes_before_the_file(desk: Any) -> None:
    (desk.folder / "site.toml").write_text("[limits]\nsections = 3\ntags = 101\n")
    found = load_settings(desk.folder, {"FEEDSVC_LIMITS_SECTIONS": "7"}).limits
    assert (found.sections, found.tags) == (7, 101)
    with pytest.raises(SettingsError, match="did you mean FEEDSVC_LIMITS_SECTIONS"):
        load_settings(desk.folder, {"FEEDSVC_LIMITS_SEKTIONS": "7"})


def test_the_server_is_told_the_limits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: dict[str, Any] = {}

    class Told:
        def __init__(self, _: str, **options: Any) -> None:
            told.update(options)

        def on_shutdown(self, _: object) -> None:
            pass

        def serve(self, **_: object) -> None:
            pass

    monkeypatch.setattr(server, "Workers", Told)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    limits = LimitSettings(
        requests=7, connections=33, waiting_connections=222, header_seconds=3, header_kilobytes=9
    )
    server.run_workers("127.0.0.1", 0, 1, ServiceFolder(tmp_path), limits)
    assert told["blocking_threads"] == 7
    assert told["backpressure"] == 33
    assert told["backlog"] == 222
    assert told["http1_settings"].header_read_timeout == 3000
    assert told["http1_settings"].max_buffer_size == 9 * 1024


def test_limits_on_clients_make_no_document_anew(desk: Any) -> None:
    desk.write("a.md", "# Rain\n\nWet.\n")
    before = desk.open()
    document = before.document("feed", "atom")
    before.close()
    desk.clock.forward(days=1)
    desk.environ |= {"FEEDSVC_LIMITS_CONNECTIONS": "99", "FEEDSVC_LIMITS_SECTIONS": "99"}
    desk.environ |= {"FEEDSVC_MEDIA_ACCEL": "/_media/"}
    after = desk.open().document("feed", "atom")
    assert (after.body, after.last_modified) == (document.body, document.last_modified)
    assert after.fingerprint == document.fingerprint
