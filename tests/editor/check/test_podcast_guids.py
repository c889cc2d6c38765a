"""A podcast keeps its guid when its address changes, if its editor follows what check says."""

import re
from contextlib import nullcontext
from typing import Any

import feedparser

from feedsvc.editor.check import check_folder
from feedsvc.model.problem import Problem
from feedsvc.web import create_app

SITE = 'base_url = "https://{}"\nid_base = "paper.example,2026"\n[categories.show.podcast]\n{}'


def told(desk: Any) -> list[Problem]:
    found = check_folder(desk.folder, {}, lambda work: nullcontext(lambda done, total: None))
    return [problem for problem in found if problem.code == "podcast-guid"]


def guid(desk: Any) -> str:
    client = create_app(desk.open()).test_client()
    return str(feedparser.parse(client.get("/category/show.rss").data).feed.podcast_guid)


def test_the_guid_that_is_told_is_the_one_that_subscribers_have(desk: Any) -> None:
    desk.write("site.toml", SITE.format("paper.example", 'category = "News"\n'))
    (problem,) = told(desk)
    assert (problem.path, problem.line, problem.severity) == ("site.toml", 3, "info")
    (line,) = re.findall('write: (guid = ".*")$', problem.message)
    before = guid(desk)
    assert before in line
    kept = f'category = "News"\n{line}\n'
    desk.write("site.toml", SITE.format("other.example", kept))
    assert guid(desk) == before
    assert told(desk) == []
