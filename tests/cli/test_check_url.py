"""`feedsvc check URL`, as an aggregator's maintainer runs it."""

import json
from pathlib import Path

import pytest

from feedsvc.editor.check_url import Answer, Request
from tests.cli.commands import one_line_error, run, run_process
from tests.editor.check_url.documents import JSON, RSS
from tests.editor.check_url.sites import Site, serving


def test_of_a_good_feed_it_says_what_it_saw() -> None:
    with serving(Site()) as address:
        result = run("check", address, "--pause", "0")
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == address
    assert second.startswith("RSS 2.0, “Harbour news”, 4 entries, 1,")
    assert second.endswith(" as sent, 10 requests")
    assert result.stderr == "No problems.\n"


def test_a_finding_says_where_what_readers_notice_and_what_to_do() -> None:
    with serving(Site(RSS, "2026:gulls", "2026:ferry")) as address:
        result = run("check", address, "--pause", "0")
    assert result.exit_code == 1
    rows = [line.split() for line in result.stdout.splitlines() if line.startswith("error")]
    assert [row[:4] for row in rows] == [["error", "id-repeated", "line", "36"]]
    assert "entries 1 and 4 have the id tag:news.example,2026:ferry" in result.stdout
    for said in (
        "  Subscribers: readers show one of these entries, and hide the others.",
        "  To do: give each entry an id of its own.",
        "  Source: RSS 2.0, item guid, https://www.rssboard.org/rss-specification#",
        "; reported at https://github.com/feedbin/support/issues/573",
    ):
        assert said in result.stdout
    assert result.stderr == "1 error, 0 warnings, 0 pieces of advice\n"


@pytest.mark.parametrize(
    ("old", "new", "code"), [("2026:gulls", "2026:ferry", 1), ("<language>en</language>", "", 0)]
)
def test_for_programs(old: str, new: str, code: int) -> None:
    with serving(Site(RSS, old, new)) as address:
        result = run("check", address, "--pause", "0", "--json")
    assert result.exit_code == code
    told = json.loads(result.stdout)
    assert list(told) == [
        *("address", "url", "status", "format", "title", "entries", "size", "sent", "requests"),
        *("problems", "found"),
    ]
    assert (told["url"], told["format"], told["entries"]) == (address, "RSS 2.0", 4)
    assert sum(told["problems"].values()) == len(told["found"]) == 1
    (found,) = told["found"]
    assert list(found) == [
        *("severity", "code", "message", "notices", "to_do", "source", "source_url", "reported"),
        *("count", "places"),
    ]
    assert [list(place) for place in found["places"]] == [["where", "line", "message"]]


def test_what_a_feed_says_cannot_reach_the_terminal() -> None:
    site = Site(JSON, '"title": "Harbour news"', '"title": "\\u001b[31m\\ud800\\n"')
    site.text = site.text.replace(
        '"id": "tag:news.example,2026:ferry"', '"id": "\\udfff\\u001b]0;"'
    )
    with serving(site) as address:
        for options in ([], ["--json"]):
            result = run_process("check", address, "--pause", "0", *options)
            assert result.returncode == 0, result.stderr
            assert b"\x1b" not in result.stdout
            assert b"Traceback" not in result.stderr


def test_nobody_answers() -> None:
    result = run("check", "http://127.0.0.1:9/feed")
    assert result.exit_code == 1
    assert "unreachable" in result.stdout
    assert "No feed that can be read." in result.stdout


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http:///feed", "write it as https://"),
        ("https://news.example:port/", "write it as https://"),
        ("https://[news/", "write it as https://"),
        ("https://news .example/", "write it as https://"),
        ("https://ada:secret@news.example/feed", "leave the name and the password out"),
    ],
)
def test_what_is_no_address(address: str, said: str) -> None:
    result = run("check", address)
    assert result.exit_code == 2
    assert said in one_line_error(result)
    assert "secret" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["https://news.example/a", "https://news.example/b"],
        ["articles", "https://news.example/a"],
        ["https://news.example/a", "--all"],
        ["articles", "--again", "60"],
        ["articles", "--pause", "2"],
        ["https://news.example/a", "--again", "0"],
    ],
)
def test_what_does_not_go_together(arguments: list[str], tmp_path: Path) -> None:
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith("Error: ")


def test_a_folder_may_be_called_like_a_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "http").mkdir()
    (tmp_path / "http" / "rain.md").write_text("# Rain\n\nWet it is.\n")
    monkeypatch.chdir(tmp_path)
    assert run("check", "http").exit_code == 0


def test_it_looks_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("feedsvc.cli.check_url.time.sleep", waited.append)
    heard: list[Request] = []
    site = Site()

    def serve(request: Request) -> Answer:
        heard.append(request)
        return site(request)

    with serving(serve) as address:
        assert run("check", address, "--again", "600").exit_code == 0
    assert waited == [*[1.0] * 9, 600, 1.0, 1.0]
    assert len(heard) == 12
