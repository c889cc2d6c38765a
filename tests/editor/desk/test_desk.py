"""The desk: what stands where, what a change means to subscribers, what is due."""

import threading
from datetime import datetime, timedelta

import pytest

from tests.conftest import Clock
from tests.editor.desk.editors import RAIN, Editor


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
    assert "is new" in said
    assert "World" in said
    assert editor.standings()["Snow"] == "published"


def test_a_save_is_told_by_its_words(editor: Editor, clock: Clock) -> None:
    clock.forward(minutes=1)
    first = editor.save("world/rain.md", RAIN.replace("Wet.", "Wet it is."))
    assert first == "“Rain” is changed. Readers show it as changed."  # no earlier text is known
    clock.forward(minutes=1)
    second = editor.save("world/rain.md", RAIN.replace("Wet.", "Very wet it was."))
    assert second == "“Rain” is changed: 3 words in the text. Readers show it as changed."
    quiet = RAIN.replace("Wet.", "Very wet it was, too.").replace(
        "---\nWet", "minor: true\n---\nWet"
    )
    quiet = quiet.replace("date:", "minor: true\ndate:")
    assert editor.save("world/rain.md", quiet) == "“Rain” is changed quietly: 1 word in the text."


def test_white_space_changes_nothing(editor: Editor) -> None:
    assert "othing changes for readers" in editor.save("world/rain.md", RAIN + "\n\n")


def test_a_draft_changes_nothing_until_it_is_published(editor: Editor) -> None:
    text = "---\ntitle: Hail\ndraft: true\n---\nHarder it is.\n"
    assert "othing changes for readers" in editor.save("hail.md", text)
    assert "is new" in editor.save("hail.md", text.replace("draft: true\n", ""))
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
    assert "is new" not in said
    assert [card.path for card in editor.desk.cards() if card.headline == "Rain"] == [
        "world/drizzle.md"
    ]


def test_time_alone_moves_an_article(editor: Editor, clock: Clock) -> None:
    editor.desk.lapse()
    assert editor.desk.events() == []
    clock.forward(minutes=31)
    assert editor.desk.next_due() == datetime.fromisoformat("2026-06-01T12:30:00+00:00")
    editor.desk.lapse()
    assert "is new" in " ".join(editor.desk.events()[0].said)
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
    assert editor.desk.next_due() is None


def test_an_embargo_that_is_set_anew_lifts_again(editor: Editor, clock: Clock) -> None:
    clock.forward(minutes=30)
    editor.desk.lapse()
    clock.time -= timedelta(minutes=10)
    assert "leaves" in editor.save("frost.md", (editor.files.folder / "frost.md").read_text() + "!")
    assert editor.standings()["Frost"] == "embargoed"
    clock.forward(minutes=10)
    editor.desk.lapse()
    assert editor.standings()["Frost"] == "published"


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
    assert "49 entries are new" in said  # a feed shows 50, and one of them was there
    assert editor.desk.events()[0].paths == tuple(sorted(paths))
    editor.wait(10)
    assert "“One” is new" in editor.save("one.md", RAIN.replace("Rain", "One"))
    assert len(editor.desk.events()) == 2


def test_many_broken_files_are_one_sentence(editor: Editor) -> None:
    for number in range(3):
        editor.files.write(f"n{number}.md", "---\ntitle: N\ndate: 2026\n---\nText.\n")
    said = editor.look("n0.md", "n1.md", "n2.md")
    assert said.startswith("3 files cannot be published as they stand.")


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


def test_to_begin_anew_tells_what_changed_meanwhile(editor: Editor) -> None:
    editor.files.write("world/snow.md", RAIN.replace("Rain", "Snow"))
    editor.newsroom.index.update(["world/snow.md"])
    editor.desk.begin()
    (event,) = editor.desk.events()
    assert event.paths == ("world/snow.md",)
    assert "is new" in " ".join(event.said)
    editor.desk.begin()
    assert len(editor.desk.events()) == 1


def test_to_begin_anew_forgets_what_is_gone(editor: Editor) -> None:
    editor.files.write("frost.md", "---\ntitle: Frost\ndate: 2026-05-01\n---\n[x](no.md)\n")
    editor.look("frost.md")
    assert [p.code for p in editor.desk.problems() if p.path == "frost.md"]
    (editor.files.folder / "frost.md").unlink()
    editor.newsroom.index.update(["frost.md"])
    editor.desk.begin()
    assert "Frost" not in editor.standings()
    assert not [p for p in editor.desk.problems() if p.path == "frost.md"]
