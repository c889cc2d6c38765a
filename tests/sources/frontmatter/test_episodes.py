"""What headers say of episodes, as people and other publishers write it."""

import pytest
from reading import codes, headed

from feedsvc.model.article import SITE, Enclosure, Episode, Person

SOUND = "enclosure: ep.mp3\n"


def test_all_that_a_header_may_say() -> None:
    found = headed(
        SOUND + "episode: 3\nseason: 2\nepisode_type: Bonus\nexplicit: yes\nduration: '1:02:03'\n"
        "transcript:\n - ep.vtt\n - https://x.y/ep.txt\n - https://x.y/ep.html\nchapters: ep.json\n"
        "person:\n - Ann\n - {name: Bob, role: guest, img: bob.png, href: 'https://bob.example'}",
        path="show/a.md",
    )
    assert found.episode == Episode(
        number=3,
        season=2,
        type="bonus",
        explicit=True,
        seconds=3723,
        transcripts=(
            Enclosure(SITE + "/media/show/ep.vtt", "text/vtt"),
            Enclosure("https://x.y/ep.txt", "text/plain"),
            Enclosure("https://x.y/ep.html", "text/html"),
        ),
        chapters=Enclosure(SITE + "/media/show/ep.json", "application/json"),
        people=(
            Person("Ann"),
            Person("Bob", "guest", "", SITE + "/media/show/bob.png", "https://bob.example"),
        ),
    )
    # Nobody is given a file that no article names.
    assert found.media == ("show/ep.mp3", "show/ep.vtt", "show/ep.json")


@pytest.mark.parametrize(
    ("front", "episode"),
    [
        ("itunes_episode: 7", Episode(number=7)),
        ("Episode-Type: trailer", Episode(type="trailer")),
        ("explicit: clean", Episode(explicit=False)),
        ("duration: 754", Episode(seconds=754)),
        ("duration: '12:34'", Episode(seconds=754)),
        ("podcast_duration: '12:34.5'", Episode(seconds=754)),
        ("person: Ann", Episode(people=(Person("Ann"),))),
        ("episode: ''\nseason:", None),
        ("mood: calm", None),
    ],
)
def test_other_names_and_forms(front: str, episode: Episode | None) -> None:
    assert headed(SOUND + front).episode == episode


@pytest.mark.parametrize(
    "front",
    [
        "episode: three",
        "episode: 0",
        "season: [1]",
        "episode_type: best",
        "explicit: a little",
        "duration: long",
        "duration: '1:2:3:4'",
        "person: [{role: guest}]",
    ],
)
def test_what_does_not_fit_is_told_by_its_line(front: str) -> None:
    assert headed(SOUND + front).episode is None
    text = f"---\ntitle: T\n{SOUND}{front}\n---\nText."
    assert (4, "warning", "episode") in codes("a.md", text)


@pytest.mark.parametrize("media", ["", "enclosure: ep.pdf\n", "image: ep.png\n"])
def test_the_same_names_mean_nothing_without_sound(media: str) -> None:
    """A review of a film has a duration, and a recipe a season."""
    found = headed(f"{media}season: summer\nduration: an hour\ntranscript: secret.vtt")
    assert found.episode is None
    assert "secret.vtt" not in found.media
    assert found.extra["season"] == "summer"
