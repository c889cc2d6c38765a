"""The table of publishers: each row can be read, and is told apart from the others."""

import re

from feedsvc.editor.init.publishers import CONFIGURATIONS, PUBLISHERS, TRACES, matches
from feedsvc.settings import check_settings


def test_every_sign_belongs_to_one_publisher_or_says_by_what_it_is_told_apart() -> None:
    plain: dict[str, list[str]] = {}
    for publisher in PUBLISHERS:
        for sign in publisher.signs:
            if not sign.says and not sign.beside:
                plain.setdefault(sign.path, []).append(publisher.name)
            re.compile(sign.says)
    assert {path: names for path, names in plain.items() if len(names) > 1} == {}


def test_what_a_sign_says_is_read() -> None:
    for publisher in PUBLISHERS:
        for sign in publisher.signs:
            assert sign.path in CONFIGURATIONS or not sign.says


def test_what_they_leave_out_are_patterns_of_site_toml() -> None:
    for publisher in PUBLISHERS:
        check_settings({"exclude": publisher.exclude})


def test_every_trace_is_a_pattern() -> None:
    for trace in TRACES:
        re.compile(trace.path)
        re.compile(trace.text)


def test_what_is_shown_of_a_match_is_its_last_line_and_short() -> None:
    assert matches(r"(?s)a.*?z+", "-a\nb\nz!") == "z"
    assert matches("z+", "z" * 100) == "z" * 40
    assert matches("z", "a") is None
