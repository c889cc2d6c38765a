"""Each rule of each partner is broken alone, and told alone, by file and line."""

import json
import re
import struct
from contextlib import nullcontext
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from feedsvc.cli import main
from feedsvc.editor.check import PROFILES, check_folder, check_for
from feedsvc.editor.check.profiles.apple_podcasts import CATEGORIES
from feedsvc.model.problem import Problem
from tests.docs.pages import code, page, table

SITE = """title = "Paper"
subtitle = "News for all of us"
base_url = "https://paper.example"
id_base = "paper.example,2026"
[theme]
logo = "logo.png"
[categories.world]
description = "News from afar"
[categories.show]
description = "What we hear."
[categories.show.podcast]
category = "News"
subcategory = "Daily News"
image = "art.png"
owner_email = "audio@paper.example"
[partners.flipboard]
category = "world"
[partners.smartnews]
category = "world"
[partners.msn]
category = "world"
"""
EPISODE = "---\ntitle: Episode {0}\ndate: 2026-05-01\nenclosure: {0}.mp3\nduration: 9\n---\nHear.\n"
STORY = """---
title: The ferry sails again {0}
date: 2026-05-01
author: Port desk
standfirst: The crossing is open. {1}
image: rain.png
---
It does.
"""
LONG = "It was closed for two winters. " * 10


class Case(NamedTuple):
    """What breaks a rule: in one file, one text in place of another; and the line that is told."""

    code: str
    path: str
    was: str
    now: str
    line: int


APPLE = "apple-podcasts"
CASES = {
    APPLE: [
        Case("apple-artwork", "site.toml", "art.png", "wide.png", 14),
        Case("apple-artwork", "site.toml", "art.png", "art.webp", 14),
        Case("apple-artwork", "site.toml", "art.png", "missing.png", 14),
        Case("apple-artwork", "site.toml", 'image = "art.png"\n', "", 11),
        Case("apple-category", "site.toml", '"News"', '"news"', 12),
        Case("apple-category", "site.toml", '"Daily News"', '"Chess"', 13),
        Case("apple-description", "site.toml", 'description = "What we hear."\n', "", 9),
        Case("apple-language", "site.toml", "[theme]", 'language = "ast"\n[theme]', 5),
        Case("apple-no-episode", "site.toml", "image =", 'medium = "video"\nimage =', 12),
        Case("apple-format", "show/1.md", "1.mp3", "1.ogg", 4),
        Case("apple-length", "show/1.md", "1.mp3", "https://x.example/1.mp3", 4),
        Case("apple-file-name", "show/1.md", "1.mp3", "Épisode.mp3", 4),
        Case("apple-duration", "show/1.md", "duration: 9\n", "", 4),
        Case("apple-episode-text", "show/1.md", "title:", f"standfirst: {'a ' * 2500}\ntitle:", 2),
    ],
    "flipboard": [
        Case("flipboard-excerpt", "world/1.md", LONG, "", 5),
        Case("flipboard-picture", "world/1.md", "image: rain.png\n", "", 1),
        Case("flipboard-picture", "world/1.md", "rain.png", "small.png", 6),
        Case("flipboard-author", "world/1.md", "author: Port desk\n", "", 1),
        Case("flipboard-few-articles", "world/1.md", "title:", "draft: true\ntitle:", 17),
        Case("flipboard-description", "site.toml", '"News from afar"', '""', 2),
    ],
    "smartnews": [
        Case("smartnews-description", "site.toml", "News from afar", "News " * 8, 2),
        Case("smartnews-logo", "site.toml", 'logo = "logo.png"\n', "", 5),
    ],
    "msn": [
        Case("msn-title", "world/1.md", "The ferry sails again 1", "Ferry", 2),
        Case("msn-title", "world/1.md", "The ferry sails again 1", "Ferry " * 30, 2),
        Case("msn-age", "world/1.md", "2026-05-01", "2025-05-01", 3),
        Case("msn-language", "world/1.md", "image:", "language: de\nimage:", 6),
        Case("msn-https", "site.toml", "https://", "http://", 3),
        Case("msn-text", "world/1.md", "It does.\n", "", 2),
        Case("msn-picture", "world/1.md", "image: rain.png\n", "", 1),
        Case("msn-picture", "world/1.md", "rain.png", "small.png", 6),
        Case("msn-quiet-edit", "world/1.md", "image:", "minor: true\nimage:", 6),
    ],
}
EVERY = [pytest.param(name, one, id=one.code) for name, cases in CASES.items() for one in cases]


def png(width: int, height: int) -> bytes:
    """The beginning of a picture, which says how large it is."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2I", width, height) + bytes(9)


@pytest.fixture
def paper(desk: Any) -> Any:
    """A newsroom of which no partner refuses anything."""
    desk.write("site.toml", SITE)
    for name in ("show/1.mp3", "show/2.mp3", "show/1.ogg", "show/Épisode.mp3"):
        desk.write(name, name)
    pictures = {"art": (1400, 1400), "wide": (1400, 1500), "logo": (9, 9)}
    for name, size in pictures.items():
        desk.write(f"{name}.png", png(*size))
    desk.write("art.webp", b"RIFF")
    desk.write("world/rain.png", png(800, 600))
    desk.write("world/small.png", png(400, 300))
    for number in (1, 2):
        desk.write(f"show/{number}.md", EPISODE.format(number))
    for number in range(1, 21):
        desk.write(f"world/{number}.md", STORY.format(number, LONG))
    return desk


def told(desk: Any, partner: str) -> list[Problem]:
    def watched(work: str) -> Any:
        return nullcontext(lambda done, total: None)

    return check_for(desk.folder, {}, partner, watched, desk.clock)


def edit(desk: Any, path: str, was: str, now: str) -> None:
    text = (desk.folder / path).read_text(encoding="utf-8")
    assert was in text
    desk.write(path, text.replace(was, now, 1))


@pytest.mark.parametrize("partner", list(PROFILES))
def test_no_partner_refuses_what_is_right(paper: Any, partner: str) -> None:
    assert told(paper, partner) == []


@pytest.mark.parametrize(("partner", "case"), EVERY)
def test_what_breaks_a_rule_is_told_alone(paper: Any, partner: str, case: Case) -> None:
    edit(paper, case.path, case.was, case.now)
    (problem,) = told(paper, partner)
    at_feed = case.code == "flipboard-few-articles"  # which one missing article breaks
    path = "site.toml" if at_feed else case.path
    assert (problem.code, problem.path, problem.line) == (case.code, path, case.line)
    (rule,) = (one for one in PROFILES[partner].rules if one.code == case.code)
    assert problem.severity == rule.severity


def test_two_episodes_have_two_recordings(paper: Any) -> None:
    edit(paper, "show/2.md", "2.mp3", "1.mp3")
    found = [(one.code, one.path) for one in told(paper, APPLE)]
    assert found == [("apple-same-recording", f"show/{number}.md") for number in (1, 2)]


def test_a_serial_show_numbers_its_episodes(paper: Any) -> None:
    edit(paper, "site.toml", "image =", 'type = "serial"\nimage =')
    edit(paper, "show/1.md", "duration:", "episode: 1\nduration:")
    assert [(one.code, one.path) for one in told(paper, APPLE)] == [
        ("apple-episode-number", "show/2.md")
    ]
    edit(paper, "show/2.md", "duration:", "episode_type: trailer\nduration:")
    assert told(paper, APPLE) == []


def test_a_newsroom_without_a_podcast_is_none_for_apple(paper: Any) -> None:
    edit(paper, "site.toml", SITE[SITE.index("[categories.show.p") : SITE.index("[partners.f")], "")
    assert [one.code for one in told(paper, APPLE)] == ["apple-no-podcast"]


def test_a_feed_that_is_too_large_for_smartnews_is_told(paper: Any) -> None:
    paper.write("site.toml", SITE + "[feeds]\ndocument_kilobytes = 16384\n")
    for number in range(1, 21):
        edit(paper, f"world/{number}.md", "It does.", "It does. " * 7_000)
    assert [one.code for one in told(paper, "smartnews")] == ["smartnews-size"]


def test_without_a_feed_of_its_own_a_partner_has_that_of_everything(paper: Any) -> None:
    edit(paper, "site.toml", '[partners.msn]\ncategory = "world"\n', "")
    edit(paper, "world/1.md", "image:", "language: de\nimage:")
    found = told(paper, "msn")
    assert ("msn-language", "world/1.md") in [(one.code, one.path) for one in found]
    assert ("msn-title", "show/1.md") in [(one.code, one.path) for one in found]


def test_plain_check_tells_apples_rules_as_warnings(paper: Any) -> None:
    edit(paper, "site.toml", "art.png", "wide.png")
    found = check_folder(paper.folder, {}, lambda work: nullcontext(lambda done, total: None))
    assert [one.severity for one in found if one.code == "apple-artwork"] == ["warning"]


def test_the_command_tells_programs_and_ends_with_1_for_errors(paper: Any) -> None:
    edit(paper, "site.toml", "art.png", "wide.png")
    command = ["check", str(paper.folder), "--for", APPLE, "--json"]
    answer = CliRunner().invoke(main, command)
    assert answer.exit_code == 1
    (found,) = json.loads(answer.stdout)["found"]
    assert (found["path"], found["line"], found["code"]) == ("site.toml", 14, "apple-artwork")
    edit(paper, "site.toml", "wide.png", "art.png")
    assert CliRunner().invoke(main, command).exit_code == 0


def test_a_partner_whose_page_nobody_could_read_has_no_rule_and_says_so(paper: Any) -> None:
    answer = CliRunner().invoke(main, ["check", str(paper.folder), "--for", "feedly"])
    assert answer.exit_code == 0
    assert "docs/partners.md" in answer.stderr


def test_the_page_has_each_rule_with_its_source() -> None:
    rows = table(page("docs/partners.md"), "rule")
    found = {
        (code(name)[0], severity, *re.findall(r"\((https[^)]*)\)", says))
        for name, severity, says in rows
    }
    known = {
        (rule.code, rule.severity, rule.source)
        for profile in PROFILES.values()
        for rule in profile.rules
    }
    assert found == known | {("apple-no-podcast", "error")}


def test_categories_are_as_many_as_apple_has() -> None:
    """19 and 91: 110 together, none of them twice under one name."""
    assert (len(CATEGORIES), sum(map(len, CATEGORIES.values()))) == (19, 91)
    assert all(len(set(subs)) == len(subs) for subs in CATEGORIES.values())
