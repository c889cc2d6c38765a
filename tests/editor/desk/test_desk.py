"""The desk: what stands where, what a change means to subscribers, what is due."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from feedsvc.editor.check import Checker, FolderLookups
from feedsvc.editor.desk import Desk, DeskProblems
from feedsvc.errors import SettingsError
from feedsvc.newsroom import Newsroom
from feedsvc.settings.site import load_settings
from tests.conftest import Clock

RAIN = "---\ntitle: Rain\nstandfirst: It falls.\ndate: 2026-05-01\ncategory: World\n---\nWet.\n"


class Editor:
    """Saves files, and sees what the desk makes of it."""

    def __init__(self, files: Any, newsroom: Newsroom, desk: Desk) -> None:
        self.files, self.newsroom, self.desk = files, newsroom, desk
        self.seconds = 0.0

    def wait(self, seconds: float) -> None:
        self.seconds += seconds

    def save(self, path: str, text: str) -> str:
        """What the desk says of a saved file."""
        self.files.write(path, text)
        return self.look(path)

    def look(self, *paths: str) -> str:
        self.desk.take(self.newsroom.update(paths))
        return " ".join(self.desk.events()[0].said)

    def standings(self) -> dict[str, str]:
        return {card.headline: card.standing for card in self.desk.cards()}


@pytest.fixture
def editor(desk: Any, clock: Clock) -> Iterator[Editor]:
    desk.write("world/rain.md", RAIN)
    desk.write("frost.md", "---\ntitle: Frost\nembargo: 2026-06-01T12:30:00Z\n---\nStill it is.\n")
    desk.write("hail.md", "---\ntitle: Hail\ndraft: true\n---\nHard it is.\n")
    desk.write("old.md", "---\ntitle: Old\ndate: 2026-01-01\nexpires: 2026-02-01\n---\nGone.\n")
    desk.write("lost.md", "---\ntitle: Lost\ndate: 2026-01-01\nstatus: withdrawn\n---\nGone.\n")
    with Newsroom.rehearsal(desk.folder, {}, clock, preview=True) as newsroom:
        newsroom.scan(accept_deletions=True)
        checker = Checker(newsroom.settings, FolderLookups(newsroom.folder), newsroom.now)
        findings = DeskProblems(newsroom, checker)
        found = Desk(newsroom, findings, newsroom.now, monotonic=lambda: editor.seconds)
        editor = Editor(desk, newsroom, found)
        found.begin()
        yield editor


def test_it_knows_where_each_article_stands(editor: Editor) -> None:
    assert editor.standings() == {
        "Frost": "embargoed",
        "Hail": "draft",
        "Rain": "published",
        "Old": "expired",
        "Lost": "withdrawn",
    }
    assert [card.headline for card in editor.desk.cards("draft")] == ["Hail"]
    assert editor.desk.next_due() == datetime.fromisoformat("2026-06-01T12:30:00+00:00")


def test_a_new_article_is_new_to_subscribers(editor: Editor) -> None:
    said = editor.save("world/snow.md", RAIN.replace("Rain", "Snow"))
    assert "new entry" in said
    assert "World" in said
    assert editor.standings()["Snow"] == "published"


def test_white_space_changes_nothing(editor: Editor) -> None:
    assert "othing changes for readers" in editor.save("world/rain.md", RAIN + "\n\n")


def test_a_draft_changes_nothing_until_it_is_published(editor: Editor) -> None:
    text = "---\ntitle: Hail\ndraft: true\n---\nHarder it is.\n"
    assert "othing changes for readers" in editor.save("hail.md", text)
    assert "new entry" in editor.save("hail.md", text.replace("draft: true\n", ""))
    assert "othing changes" not in editor.save("hail.md", text)  # taken back: it leaves
    assert editor.standings()["Hail"] == "draft"


def test_a_deleted_article_leaves(editor: Editor) -> None:
    (editor.files.folder / "world/rain.md").unlink()
    said = editor.look("world/rain.md")
    assert "Rain" in said
    assert "othing changes" not in said
    assert "Rain" not in editor.standings()


def test_a_renamed_article_changes_nothing(editor: Editor) -> None:
    old = editor.files.folder / "world/rain.md"
    old.rename(editor.files.folder / "world/drizzle.md")
    said = editor.look("world/rain.md", "world/drizzle.md")
    # Its address is made from the file's name; its id is not.
    assert "new entry" not in said
    assert [card.path for card in editor.desk.cards() if card.headline == "Rain"] == [
        "world/drizzle.md"
    ]


def test_time_alone_moves_an_article(editor: Editor, clock: Clock) -> None:
    editor.desk.lapse()
    assert editor.desk.events() == []
    clock.forward(minutes=30)
    editor.desk.lapse()
    assert "new entry" in " ".join(editor.desk.events()[0].said)
    assert editor.standings()["Frost"] == "published"
    assert editor.desk.next_due() is None
    editor.desk.lapse()
    assert len(editor.desk.events()) == 1


@pytest.mark.parametrize("seconds", [1, 3, 6])
def test_an_embargo_may_be_short(editor: Editor, clock: Clock, seconds: int) -> None:
    at = clock.time.replace(microsecond=0) + timedelta(seconds=seconds)
    text = f"---\ntitle: Soon\nembargo: {at.isoformat()}\n---\nText.\n"
    assert "othing changes" in editor.save("soon.md", text)
    clock.forward(seconds=seconds)
    editor.desk.lapse()
    assert editor.standings()["Soon"] == "published"


def test_what_cannot_be_read_when_it_is_due_is_not_tried_for_ever(
    editor: Editor, clock: Clock
) -> None:
    editor.files.write("frost.md", "---\ntitle: Frost\ndate: 2026\n---\nStill.\n")
    clock.forward(minutes=30)
    for _ in range(3):
        editor.desk.lapse()
    assert len(editor.desk.events()) == 1


def test_everything_may_be_deleted_at_once(editor: Editor) -> None:
    """A preview shows the folder as it is; a server would keep so many."""
    for number in range(8):
        editor.files.write(f"n{number}.md", RAIN.replace("Rain", f"N{number}"))
    editor.look(*(f"n{number}.md" for number in range(8)))
    for number in range(8):
        (editor.files.folder / f"n{number}.md").unlink()
    said = editor.look(*(f"n{number}.md" for number in range(8)))
    assert "8 entries leave" in said
    assert "feedsvc index --accept-deletions" in said
    assert not [name for name in editor.standings() if name.startswith("N")]


def test_many_files_in_batches_are_one_change(editor: Editor) -> None:
    paths = [f"n{number}.md" for number in range(60)]
    for path in paths:
        editor.files.write(path, RAIN.replace("Rain", path))
    for start in (0, 25, 50):
        said = editor.look(*paths[start : start + 25])
    assert len(editor.desk.events()) == 1
    assert "49 new entries" in said  # a feed shows 50, and one of them was there
    assert editor.desk.events()[0].paths == tuple(sorted(paths))
    editor.wait(10)
    assert "1 new entry" in editor.save("one.md", RAIN.replace("Rain", "One"))
    assert len(editor.desk.events()) == 2


def test_many_broken_files_are_one_sentence(editor: Editor) -> None:
    for number in range(3):
        editor.files.write(f"n{number}.md", "---\ntitle: N\ndate: 2026\n---\nText.\n")
    said = editor.look("n0.md", "n1.md", "n2.md")
    assert said.startswith("3 files cannot be published as they stand.")


def test_a_broken_file_keeps_its_last_version_and_is_named(editor: Editor) -> None:
    said = editor.save("world/rain.md", RAIN.replace("2026-05-01", "2026"))
    assert said.startswith("world/rain.md cannot be published as it stands.")
    assert editor.standings()["Rain"] == "published"
    (problem,) = [p for p in editor.desk.problems() if p.severity == "error"]
    assert (problem.path, problem.line) == ("world/rain.md", 4)
    assert editor.desk.findings.lines(problem.path)[problem.line - 1] == "date: 2026"
    editor.save("world/rain.md", RAIN)
    assert not [p for p in editor.desk.problems() if p.severity == "error"]


@pytest.mark.parametrize("path", ["no.md", "../x", ".feedsvc", "world"])
def test_a_file_that_is_not_there_has_no_lines(editor: Editor, path: str) -> None:
    assert editor.desk.findings.lines(path) == []


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_problems_count_them(editor: Editor, coding: str, end: str) -> None:
    text = "---\ntitle: A\n---\nform\x0cfeed \u2028 and \x85 more\n\n[x](nowhere.md)\n"
    editor.files.write("odd.md", text.replace("\n", end).encode(coding))
    editor.look("odd.md")
    (found,) = [p for p in editor.desk.problems() if p.code == "broken-link"]
    assert editor.desk.findings.lines("odd.md")[found.line - 1] == "[x](nowhere.md)"


def test_a_save_that_is_noticed_twice_is_told_once(editor: Editor) -> None:
    said = editor.save("world/snow.md", RAIN.replace("Rain", "Snow"))
    assert editor.look("world/snow.md") == said
    assert len(editor.desk.events()) == 1
    again = RAIN.replace("Rain", "Snow") + "\n"
    assert "othing changes" in editor.save("world/snow.md", again)


def test_a_later_look_at_files_that_were_told_of_is_silent(editor: Editor) -> None:
    """A survey reads files again that were saved within the clock's grain."""
    editor.save("world/snow.md", RAIN.replace("Rain", "Snow"))
    said = editor.save("world/sun.md", RAIN.replace("Rain", "Sun"))
    assert editor.look("world/snow.md", "world/rain.md") == said
    assert len(editor.desk.events()) == 2


def test_settings_in_error_are_a_problem(editor: Editor) -> None:
    editor.files.write("site.toml", 'id_base = "n.example,2026"\nx = = 1\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(editor.files.folder, {})
    editor.desk.refuse_settings(caught.value)
    first = editor.desk.problems()[0]
    assert (first.path, first.line, first.severity) == ("site.toml", 2, "error")


def test_who_waits_is_told_of_a_change(editor: Editor) -> None:
    desk = editor.desk
    told: list[int] = []
    waiting = threading.Thread(target=lambda: told.append(desk.wait(desk.version, 60)))
    before = desk.version
    waiting.start()
    editor.save("world/rain.md", RAIN.replace("Wet", "Very wet it is"))
    waiting.join(60)
    assert told == [before + 1]


def test_a_closed_desk_lets_nobody_wait(editor: Editor) -> None:
    editor.desk.close()
    assert editor.desk.wait(editor.desk.version, 60) == editor.desk.version


def test_settings_problems_go_before_those_of_articles(desk: Any, clock: Clock) -> None:
    desk.write("a.md", "---\ntitle: A\ndate: 2026\n---\nText.\n")
    desk.settings(base_url="https://news.example")
    with Newsroom.rehearsal(desk.folder, {}, clock, preview=True) as newsroom:
        newsroom.scan(accept_deletions=True)
        checker = Checker(newsroom.settings, FolderLookups(newsroom.folder), newsroom.now)
        found = Desk(newsroom, DeskProblems(newsroom, checker), newsroom.now)
        found.begin()
        assert [p.path for p in found.problems()][:2] == ["site.toml", "a.md"]


def test_to_begin_anew_tells_what_changed_meanwhile(editor: Editor) -> None:
    editor.files.write("world/snow.md", RAIN.replace("Rain", "Snow"))
    editor.newsroom.update(["world/snow.md"])
    editor.desk.begin()
    (event,) = editor.desk.events()
    assert event.paths == ("world/snow.md",)
    assert "new entry" in " ".join(event.said)
    editor.desk.begin()
    assert len(editor.desk.events()) == 1


def test_to_begin_anew_forgets_what_is_gone(editor: Editor) -> None:
    editor.files.write("frost.md", "---\ntitle: Frost\ndate: 2026-05-01\n---\n[x](no.md)\n")
    editor.look("frost.md")
    assert [p.code for p in editor.desk.problems() if p.path == "frost.md"]
    (editor.files.folder / "frost.md").unlink()
    editor.newsroom.update(["frost.md"])
    editor.desk.begin()
    assert "Frost" not in editor.standings()
    assert not [p for p in editor.desk.problems() if p.path == "frost.md"]
