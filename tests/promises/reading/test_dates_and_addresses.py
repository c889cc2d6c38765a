"""Dates stand where other publishers write them, and their addresses lead to the page."""

from collections.abc import Callable
from typing import Any

import pytest

from feedsvc.web import create_app
from tests.promises.reading.conftest import Items

HEADED = "---\ntitle: T\n{}\n---\nText."


def dates(found: Items) -> dict[str, str]:
    return {name: item["date_published"] for name, item in found.items()}


def leads_to(desk: Any, address: str) -> str:
    answer = create_app(desk.open(scan=False)).test_client().get(address)
    return str(answer.headers.get("Location", answer.status_code))


def test_the_case(desk: Any, case: Callable[[str], Items]) -> None:
    assert dates(case("dates")) == {
        "a": "2024-06-07T16:00:00+00:00",
        "b": "2024-06-07T10:00:00+00:00",
        "c": "2024-06-07T10:00:00+00:00",
        "d": "2023-10-04T22:00:00+00:00",
        "e": "2023-10-05T22:00:00+00:00",
    }
    assert leads_to(desk, "/2023/10/06/e").endswith("/articles/e")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("2023/10/05/x.md", "Text."),
        ("blog/2023/10/5/x/index.md", "Text."),
        ("_posts/2023-10-05-x.md", "Text."),
        ("x.md", HEADED.format("path: blog/2023/10/05/x")),
        ("x.md", HEADED.format("permalink: /2023/10/05/x/")),
        ("x.md", HEADED.format("permalink: https://old.example/2023/10/05/x.html")),
    ],
)
def test_a_path_tells_the_day(items: Callable[..., Items], path: str, text: str) -> None:
    assert dates(items({path: text})) == {"x": "2023-10-04T22:00:00+00:00"}


@pytest.mark.parametrize(
    "path", ["2023/13/05/x.md", "2023/10/x.md", "2023/10/05/06/x.md", "12023/10/05/x.md"]
)
def test_what_is_no_day_is_not_guessed(items: Callable[..., Items], path: str) -> None:
    assert dates(items({path: "Text."})) == {"x": "2026-06-01T12:00:00+00:00"}


def test_a_date_of_the_header_goes_before_all_others(items: Callable[..., Items]) -> None:
    found = items({"2023/10/05/x.md": HEADED.format("date: 2024-06-07\npath: 2022/01/01/x")})
    assert dates(found) == {"x": "2024-06-06T22:00:00+00:00"}


@pytest.mark.parametrize(
    ("front", "address"),
    [
        ("path: old/place/", "/old/place/"),
        ("permalink: /old/place.html", "/old/place.html"),
        ("permalink: old/place/index.html", "/old/place/index.html"),
    ],
)
def test_an_old_address_leads_to_the_page(
    desk: Any, items: Callable[..., Items], front: str, address: str
) -> None:
    items({"x.md": HEADED.format(front)})
    assert leads_to(desk, address).endswith("/articles/x")


@pytest.mark.parametrize(
    ("front", "address"),
    [
        ("permalink: /feed.xml", "/feed.xml"),
        ("permalink: /", "/"),
        ("permalink: /:year/:title/", "/:year/:title/"),
        ("permalink: '/{{ title }}/'", "/%7B%7B%20title%20%7D%7D/"),
        ("permalink: pretty", "/pretty"),
        ("permalink: false", "/false"),
        ("path: javascript:alert(1)", "/javascript:alert(1)"),
        ("permalink: {a: /old/}", "/old/"),
    ],
)
def test_what_is_no_address_of_an_article_takes_none(
    desk: Any, items: Callable[..., Items], front: str, address: str
) -> None:
    items({"x.md": HEADED.format(front)})
    assert not leads_to(desk, address).endswith("/articles/x")


def test_hostile_addresses_do_no_harm(desk: Any, items: Callable[..., Items]) -> None:
    path = "1111/" * 10_000
    assert len(items({"x.md": HEADED.format(f"path: {path}\npermalink: //evil.example/x/")})) == 1
    assert "evil" not in leads_to(desk, "/evil.example/x/")


@pytest.mark.parametrize(
    ("path", "written", "day"),
    [
        ("2024-04-03-x.md", "03/04/2024", "2024-04-02"),
        ("2024-03-04-x/index.md", "03/04/2024", "2024-03-03"),
        ("_posts/x.md", "03/04/2024", "2024-04-02"),
        ("x.md", "Monday, 03/04/2024", "2024-03-03"),
        ("x.md", "2024 04 03", "2024-04-02"),
        ("x.md", "2024-04-03T00:00+02:00[Europe/Berlin]", "2024-04-02"),
    ],
)
def test_what_is_certain_is_no_problem(
    items: Callable[..., Items], path: str, written: str, day: str
) -> None:
    (published,) = dates(items({path: HEADED.format(f"date: {written}")})).values()
    assert published.startswith(day)


def test_what_can_be_two_days_is_never_guessed(items: Callable[..., Items]) -> None:
    assert items({"2024-05-06-x.md": HEADED.format("date: 03/04/2024")}) == {}
