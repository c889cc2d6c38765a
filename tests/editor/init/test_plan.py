"""What is offered for a folder, and what is written in it."""

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from feedsvc.editor.init.configuration import Configuration
from feedsvc.editor.init.folder_view import FolderView
from feedsvc.editor.init.plan import Answers, Plan, Seen, offer, plan
from feedsvc.editor.init.publishers import DOCUSAURUS, HUGO, JEKYLL, OBSIDIAN, Publisher
from feedsvc.editor.init.recognise import Layout
from feedsvc.errors import FeedsvcError

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ANSWERS = Answers("Harbour", "news.example", "en", "UTC", None)


def seen(*paths: str, publisher: Publisher | None = None, place: str = "", **said: Any) -> Seen:
    layout = Layout(publisher, "x", place, Configuration(**said)) if publisher else None
    return Seen("harbour", FolderView(paths), layout, "Europe/Oslo")


def names(made: Plan) -> list[str]:
    return [file.path for file in made.files]


def site(made: Plan) -> dict[str, Any]:
    return tomllib.loads(made.files[0].text)


class TestOffer:
    """What is taken where nobody says anything else."""

    def test_a_new_folder_gives_its_name_and_the_machines_zone(self) -> None:
        found = offer(seen())
        assert (found.title, found.domain, found.language) == ("harbour", "", "en")
        assert (found.timezone, found.opt_in) == ("Europe/Oslo", None)

    def test_the_configuration_goes_before(self) -> None:
        found = offer(
            seen(
                publisher=HUGO,
                title="Notes",
                url="https://Notes.example/",
                language="pt_br",
                timezone="Asia/Tokyo",
            )
        )
        assert (found.title, found.domain) == ("Notes", "https://notes.example")
        assert (found.language, found.timezone, found.opt_in) == ("pt-BR", "Asia/Tokyo", None)

    @pytest.mark.parametrize(
        "url", ["http://example.com", "https://example.org/", "/", "localhost"]
    )
    def test_an_address_of_a_template_is_nobodys(self, url: str) -> None:
        assert offer(seen(publisher=HUGO, url=url)).domain == ""

    @pytest.mark.parametrize(
        ("said", "tag"),
        [("en-us", "en-US"), ("zh-hans-CN", "zh-Hans-CN"), ("de_AT.UTF-8", "de-AT"), ("DE", "de"),
         ("default", "en"), ("no where", "en"), ("", "en"), ("ast", "ast")],
    )  # fmt: skip
    def test_a_language_is_a_tag(self, said: str, tag: str) -> None:
        assert offer(seen(publisher=JEKYLL, language=said)).language == tag

    @pytest.mark.parametrize(
        ("publisher", "zone"), [(DOCUSAURUS, "UTC"), (HUGO, "UTC"), (JEKYLL, "Europe/Oslo")]
    )
    def test_dates_mean_what_they_mean_to_the_publisher(
        self, publisher: Publisher, zone: str
    ) -> None:
        assert offer(seen(publisher=publisher, timezone="No/Where")).timezone == zone

    def test_notes_of_a_vault_are_private_until_they_are_marked(self) -> None:
        assert offer(seen(publisher=OBSIDIAN)).opt_in is True


class TestPlan:
    """What is written."""

    def test_a_new_newsroom(self) -> None:
        made = plan(seen(), ANSWERS, NOW)
        assert names(made) == ["site.toml", ".gitignore", "first-article.md"]
        assert site(made) == {
            "title": "Harbour",
            "base_url": "https://news.example",
            "id_base": "news.example,2026",
            "language": "en",
            "timezone": "UTC",
        }
        assert ".feedsvc/\n" in made.files[1].text

    def test_where_there_are_articles_none_is_written(self) -> None:
        assert names(plan(seen("rain.txt"), ANSWERS, NOW)) == ["site.toml", ".gitignore"]
        assert names(plan(seen("README.md"), ANSWERS, NOW))[-1] == "first-article.md"

    def test_what_is_there_is_not_written(self) -> None:
        assert names(plan(seen(".gitignore", "rain.txt"), ANSWERS, NOW)) == ["site.toml"]

    def test_a_publishers_site_gets_a_site_toml_alone(self) -> None:
        answers = Answers("Harbour", "news.example", "en", "UTC", False)
        folder = seen("Note.md", publisher=OBSIDIAN, exclude=("/plans/",))
        made = plan(folder, answers, NOW)
        assert names(made) == ["site.toml"]
        assert site(made)["opt_in"] is False
        assert site(made)["exclude"] == ["/plans/"]
        assert names(plan(seen(publisher=HUGO, place="content"), ANSWERS, NOW)) == ["site.toml"]

    def test_the_year_is_that_of_the_newsroom(self) -> None:
        late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
        answers = Answers("Harbour", "news.example", "en", "Europe/Oslo", None)
        made = plan(seen(), answers, late)
        assert site(made)["id_base"] == "news.example,2027"
        assert "\ndate: 2027-01-01T00:30:00+01:00\n" in made.files[2].text

    def test_a_title_is_one_line_that_can_be_shown(self) -> None:
        answers = Answers(" Har\x1b\x00\x7fbour\n\ud800 🙂 ", "news.example", "en", "UTC", None)
        assert plan(seen(), answers, NOW).settings.title == "Harbour 🙂"

    @pytest.mark.parametrize(
        ("answers", "told"),
        [
            (Answers(" \x07 ", "news.example", "en", "UTC", None), "title"),
            (Answers("x", "localhost", "en", "UTC", None), "domain"),
            (Answers("x", "news.example", "no tag", "UTC", None), "language"),
            (Answers("x", "news.example", "en", "No/Where", None), "timezone"),
            (Answers("x", "news.example", "en", "", None), "timezone"),
        ],
    )
    def test_what_cannot_be_is_named(self, answers: Answers, told: str) -> None:
        with pytest.raises(FeedsvcError, match=told):
            plan(seen(), answers, NOW)
