"""What the tests of feedsvc.sources share: reading a text, and strategies for texts."""

from zoneinfo import ZoneInfo

from feedsvc.model.article import Article
from feedsvc.sources import Reading, read

UTC = ZoneInfo("UTC")
BERLIN = ZoneInfo("Europe/Berlin")


def reading(path: str, text: str, zone: ZoneInfo = UTC) -> Reading:
    return read(path, text.encode(), zone=zone)


def article(path: str, text: str, zone: ZoneInfo = UTC) -> Article:
    found = reading(path, text, zone)
    assert found.article is not None, found.problems
    return found.article


def codes(path: str, text: str, zone: ZoneInfo = UTC) -> list[tuple[int, str, str]]:
    """(line, severity, code) of every problem."""
    return [(p.line, p.severity, p.code) for p in reading(path, text, zone).problems]


def headed(front: str, body: str = "Text.", path: str = "a.md", zone: ZoneInfo = UTC) -> Article:
    """The article of a Markdown file with YAML front matter and a title."""
    return article(path, f"---\ntitle: T\n{front}\n---\n{body}", zone)
