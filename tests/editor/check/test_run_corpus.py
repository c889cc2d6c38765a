"""What is told of 2,082 real articles stands on the lines that it names."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc import sources
from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.check.run import check_folder
from feedsvc.indexer.report import quiet
from feedsvc.model.entry import Entry
from feedsvc.model.problem import Problem
from feedsvc.settings.site import Settings
from feedsvc.sources.folder import Folder

# Their own address, so that links between them count as such.
SETTINGS = Settings(base_url="https://digital.gov", ignore_expiry=True)
# What of a message stands in the text: a URL, or a subheading.
QUOTED = re.compile(
    r"(?:^nothing is said of the picture |^the picture )(\S+)|^the subheading “(.+?)…?” is"
    r"|^(\S+) (?:leads|is )"
)


@pytest.fixture(scope="module")
def found(digitalgov: Path) -> list[Problem]:
    folder = Folder(digitalgov, sources.is_article)
    listing, _ = folder.listing()

    def entries() -> Iterator[Entry]:
        for path in listing:
            article = sources.read(path, folder.read(path), zone=ZoneInfo("UTC")).article
            if article is not None and article.date is not None:
                yield Entry(
                    id=f"tag:digital.gov,2026:{path}",
                    slug=article.slug,
                    published=article.date,
                    updated=article.date,
                    article=article,
                )

    made = Checker(SETTINGS, FolderLookups(folder), lambda: datetime(2026, 6, 1, tzinfo=UTC))
    made.take(entries())
    return made.problems()


def test_little_is_told_but_what_is_broken(found: list[Problem]) -> None:
    severe = Counter(problem.code for problem in found if problem.severity != "info")
    assert severe["broken-link"] < 60
    assert severe["no-alt"] < 20
    assert severe["same-headline"] == 5
    assert set(severe) == {"broken-link", "no-alt", "same-headline"}


def test_the_line_holds_what_the_message_is_about(digitalgov: Path, found: list[Problem]) -> None:
    sure = 0
    for problem in found:
        lines = (digitalgov / problem.path).read_text("utf-8").split("\n")
        line = lines[problem.line - 1]
        if problem.code == "reference":
            assert "{{<" in line, problem
        elif problem.code in ("broken-link", "no-alt", "missing-file", "skipped-level"):
            quoted = QUOTED.search(problem.message)
            assert quoted, problem
            url, heading, other = quoted.groups()
            if heading:
                words = re.findall(r"\w+", heading)
                text = line if line[0] == "#" else " ".join(lines[problem.line - 1 :][:3])
                assert all(word in text for word in words[:-1] or words), problem
                assert line.lstrip().startswith(("#", "<h")), problem
            else:
                assert (url or other).rstrip("…") in line, problem
            sure += 1
        elif problem.code in ("long-title", "same-headline"):
            assert line.startswith("title:"), problem
        elif problem.code == "long-summary":
            assert line.startswith(("deck:", "summary:")), problem
        else:
            assert (problem.code, problem.line) == ("no-standfirst", 1)
    assert sure > 800


def test_the_sample_newsroom_has_no_problems() -> None:
    sample = Path(__file__).resolve().parents[3] / "articles"
    assert check_folder(sample, {}, lambda what: nullcontext(quiet)) == []
