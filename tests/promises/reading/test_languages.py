"""Names of files and folders tell the language of an article, and are no part of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.promises.reading.conftest import Items

TEXT = "---\ntitle: {}\n---\nText."


def told(found: Items) -> dict[str, tuple[str | None, list[str]]]:
    """Language and labels of each entry, by its name."""
    return {name: (item.get("language"), item.get("tags", [])) for name, item in found.items()}


def test_the_case(case: Callable[[str], Items]) -> None:
    found = case("languages")
    assert told(found) == {
        "harbour": ("en", []),
        "harbour-2": ("de", []),
        "lights": ("en", []),
        "lights-2": ("de", []),
    }
    assert found["harbour-2"]["title"] == "harbour auf Deutsch"


def test_names_of_files(items: Callable[..., Items]) -> None:
    files = ("ferry.de.md", "2026-01-02-pier.pt-br.md", "world/_index.fr.md", "lib/socket.io.md")
    assert told(items(dict.fromkeys(files, "Text."))) == {
        "ferry": ("de", []),
        "pier": ("pt-BR", []),
        "socket-io": (None, ["Lib"]),
    }


def test_a_header_goes_before(items: Callable[..., Items]) -> None:
    found = items({"ferry.de.md": "---\ntitle: T\nlang: nl\n---\nText."})
    assert told(found) == {"ferry": ("nl", [])}


def test_folders_of_translations(items: Callable[..., Items]) -> None:
    files = {f"{tag}/sea/ferry.md": TEXT.format(tag) for tag in ("de", "en")}
    files |= {"de/land/train.md": TEXT.format("Zug"), "it/router.md": TEXT.format("Router")}
    assert told(items(files)) == {
        "ferry": ("en", ["Sea"]),
        "ferry-2": ("de", ["Sea"]),
        "train": ("de", ["Land"]),
        "router": (None, ["It"]),
    }


def test_folders_that_site_toml_names(desk: Any) -> None:
    desk.write("site.toml", 'base_url = "https://news.example"\nlanguages = ["de"]\n')
    for path in ("de/sea/ferry.md", "en/sea/ferry.md", "de/pier.md"):
        desk.write(path, TEXT.format(path))
    feed = json.loads(desk.open().document("feed", "json").body)
    assert told({item["title"]: item for item in feed["items"]}) == {
        "de/sea/ferry.md": ("de", ["Sea"]),
        "en/sea/ferry.md": (None, ["En"]),
        "de/pier.md": ("de", []),
    }


def test_a_translation_that_comes_later_tells_of_both(
    desk: Any, items: Callable[..., Items]
) -> None:
    (before,) = items({"de/ferry.md": TEXT.format("T")}).values()
    assert before["tags"] == ["De"]
    desk.clock.forward(hours=1)
    found = items({"en/ferry.md": TEXT.format("T")})
    assert told(found) == {"ferry": ("de", []), "ferry-2": ("en", [])}
    same = ("id", "date_published", "date_modified")
    assert [found["ferry"][key] for key in same] == [before[key] for key in same]
    (desk.folder / "en/ferry.md").unlink()
    found = items({"en/pier.md": TEXT.format("T")})
    assert told(found)["ferry"] == ("de", [])


@pytest.mark.parametrize("path", ["hr/ferry.md", "de/ferry.md"])
def test_a_folder_alone_is_a_category(items: Callable[..., Items], path: str) -> None:
    assert told(items({path: "Text."})) == {"ferry": (None, [path[:2].capitalize()])}
