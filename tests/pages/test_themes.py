"""A theme is followed: whole files are seen soon, and the folder is looked at now and then."""

from pathlib import Path

import pytest

from feedsvc.model.problem import Problem
from feedsvc.pages import LOOK_SECONDS, Theme, Themes
from feedsvc.settings import Settings
from feedsvc.settings.theme import ThemeSettings

OWN = '{% extends "feedsvc/base.html" %}{% block foot %}OWN{% endblock %}'


class Followed:
    """A theme with clocks that a test sets."""

    def __init__(self, root: Path) -> None:
        self.root, self.seconds, self.ahead = root, 0.0, 100.0
        self.settings = Settings(theme=ThemeSettings(folder="theme"))
        self.told: list[tuple[str, ...]] = []
        self.themes = Themes(
            lambda: root, lambda: self.settings, self.tell, lambda: self.seconds, self.wall
        )

    def wall(self) -> float:
        files = (self.root / "theme").rglob("*")
        return max((one.stat().st_ctime for one in files), default=0.0) + self.ahead

    def tell(self, theme: Theme, problems: tuple[Problem, ...]) -> None:
        self.told.append(tuple(one.path for one in problems))

    def write(self, text: str, name: str = "base.html") -> None:
        (self.root / "theme").mkdir(exist_ok=True)
        (self.root / "theme" / name).write_text(text)

    def look(self) -> Theme:
        self.seconds += LOOK_SECONDS
        found = self.themes.current()
        assert found is not None
        return found


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    found = Followed(tmp_path)
    found.write(OWN)
    return found


def test_without_the_setting_nothing_is_looked_at(followed: Followed) -> None:
    followed.settings = Settings()
    assert followed.themes.current() is None
    assert (followed.told, followed.themes.problems()) == ([], [])


def test_a_change_is_seen_at_the_next_look(followed: Followed) -> None:
    first = followed.look()
    followed.write("{% if %}")
    assert followed.themes.current() is first
    second = followed.look()
    assert second is not first
    assert [one.path for one in followed.themes.problems()] == ["theme/base.html"]
    assert followed.look() is second
    followed.write(OWN)
    assert followed.look().problems == ()
    assert followed.told == [(), ("theme/base.html",), ()]


def test_what_is_being_written_waits_until_it_holds_still(followed: Followed) -> None:
    first = followed.look()
    followed.ahead = 0.0
    followed.write("{% if")
    assert followed.look() is first
    followed.write("OWN, and whole")
    assert followed.look() is first
    assert followed.look() is not first
    assert followed.told == [(), ()]


def test_the_same_bytes_again_are_the_same_theme(followed: Followed) -> None:
    first = followed.look()
    followed.write("a file that is none of a theme", "notes.txt")
    followed.write(OWN)
    assert followed.look() is first
    assert followed.told == [()]


def test_a_folder_that_comes_and_goes(followed: Followed) -> None:
    (followed.root / "theme").rename(followed.root / "away")
    assert [one.path for one in followed.look().problems] == ["site.toml"]
    (followed.root / "away").rename(followed.root / "theme")
    assert followed.look().shows("home.html")
    followed.settings = Settings(theme=ThemeSettings(folder="other"))
    assert not followed.look().shows("home.html")


def test_a_fault_that_comes_to_light_later_is_told_once(followed: Followed) -> None:
    theme = followed.look()
    problem = Problem("theme/article.html", 2, "error", "theme", "fails")
    for _ in range(3):
        followed.themes.fault(theme, problem)
    assert followed.told == [(), ("theme/article.html",)]
    assert followed.themes.problems() == [problem]
    followed.write(OWN + " ")
    followed.look()
    followed.themes.fault(theme, problem)  # a page that an earlier theme made
    assert followed.themes.problems() == []
