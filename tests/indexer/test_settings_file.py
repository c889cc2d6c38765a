"""A change of site.toml is told once."""

from typing import Any

from feedsvc.indexer.watch import Event
from tests.indexer.indexing import Room


def test_a_changed_site_toml_asks_for_a_restart(room: Room, caplog: Any) -> None:
    room.hear(room.save("site.toml", "title = 'x'"))
    assert room.updates(1) == []
    assert caplog.messages.count("site.toml changed: restart feedsvc to use it") == 1
    (room.folder / "site.toml").touch()
    room.hear(Event("site.toml", "changed"))
    room.go(1)
    assert caplog.messages.count("site.toml changed: restart feedsvc to use it") == 1
    room.wrong_settings = "titel: did you mean title?"
    room.hear(room.save("site.toml", "titel = 'x'"))
    room.go(1)
    assert "site.toml changed, and is in error: titel: did you mean title?" in caplog.messages
