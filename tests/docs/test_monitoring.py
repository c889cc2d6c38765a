"""docs/monitoring.md: each name in it is one that /metrics has, and it has all of them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from feedsvc.web import create_app
from tests.store.subscribing import deliver_all, note, subscribe

PAGE = (Path(__file__).parents[2] / "docs" / "monitoring.md").read_text(encoding="utf-8")
NAME = re.compile(r"feedsvc_\w+")
LABEL = re.compile(r"(feedsvc_\w+)\{(\w+)=~?\"([^\"]*)\"\}")
ROW = re.compile(r"^\| `(feedsvc_\w+)` \| (.*?) \|", re.MULTILINE)
RULES = yaml.safe_load(PAGE.split("```yaml\n")[1].split("```")[0])["groups"][0]["rules"]


@pytest.fixture
def told(desk: Any) -> dict[str, set[str]]:
    """Name of a number -> names of its labels."""
    desk.write("site.toml", "[hooks]\non_change = './notify'\n[websub]\nhub = 'own'\n")
    desk.write("rain.md", "---\ntitle: Rain\nexpires: 2099-01-01\n---\nWet.\n")
    newsroom = desk.open()
    with newsroom.store.writing() as connection:
        subscribe(connection)
        note(connection, "digest")
        deliver_all(connection)
    client = create_app(newsroom, lambda: 1.0).test_client()
    for _ in range(2):
        client.get("/")
        client.get("/feed.atom")
        client.get("/metrics")
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for one in family.samples:
            if not one.name.endswith(("_created", "_bucket", "_sum")):
                name = one.name.removesuffix("_count")
                found.setdefault(name, set()).update(one.labels.keys())
    return found


def test_the_table_has_each_number_and_its_labels(told: dict[str, set[str]]) -> None:
    rows = {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in ROW.findall(PAGE)}
    assert rows == told


def test_each_rule_asks_for_what_there_is(told: dict[str, set[str]]) -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES) > 5
    for rule in RULES:
        names = NAME.findall(rule["expr"])
        assert names, rule
        assert set(names) <= told.keys(), rule
        for name, label, _ in LABEL.findall(rule["expr"]):
            assert label in told[name], rule
        assert rule["annotations"]["summary"].endswith((".", "?"))
