"""The summaries of a hundred articles of news, whole; `make golden` writes them anew.

Whoever changes one raises SUMMARIZER_VERSION, so that what is kept of earlier ones is made anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from feedsvc.summary.summarize import SUMMARIZER_VERSION, SectionText, summarize

NEWS = Path(__file__).parents[1] / "summaries" / "news.json"
ARTICLES: list[dict[str, Any]] = json.loads(NEWS.read_text(encoding="utf-8"))
FILE = Path(__file__).parent / "summaries.json"
WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"sentences": 3},
    {"method": "lead"},
    {"method": "lead", "sentences": 2, "read": 60},
)


def summaries(number: int) -> list[str]:
    """Those of an article: of five in eight in the usual way, of the others in another one."""
    article, way = ARTICLES[number], WAYS[max(number % 8 - 4, 0)]
    sections = [
        SectionText(one["heading"], one["text"], one.get("kinds", ""))
        for one in article["sections"]
    ]
    return list(summarize(sections, standfirst=article["standfirst"], **way))


def test_summaries_are_the_golden_ones(request: pytest.FixtureRequest) -> None:
    made = {article["path"]: summaries(n) for n, article in enumerate(ARTICLES)}
    told = {"version": SUMMARIZER_VERSION, "summaries": made}
    if request.config.getoption("golden"):
        FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    changed = {path for path, some in kept["summaries"].items() if made[path] != some}
    assert not changed, "if this change is meant: raise SUMMARIZER_VERSION, make golden"
    assert kept["version"] == SUMMARIZER_VERSION, "make golden"
