"""The time zone of the machine."""

from pathlib import Path

import pytest

from feedsvc.editor.init.local_zone import is_zone, local_zone


@pytest.mark.parametrize(
    ("target", "zone"),
    [
        ("/usr/share/zoneinfo/Europe/Oslo", "Europe/Oslo"),
        ("/var/db/timezone/zoneinfo/America/New_York", "America/New_York"),
        ("/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"),
        ("/usr/share/zoneinfo/Etc/UTC", "UTC"),
        ("/usr/share/zoneinfo/No/Where", "UTC"),
        ("/etc/other", "UTC"),
    ],
)
def test_the_link_tells(tmp_path: Path, target: str, zone: str) -> None:
    link = tmp_path / "localtime"
    link.symlink_to(target)
    assert local_zone({}, link) == zone
    assert local_zone({"TZ": ":Asia/Kolkata"}, link) == "Asia/Kolkata"
    assert local_zone({"TZ": "/etc/passwd"}, link) == zone
    assert local_zone({"TZ": "CST6CDT,M3.2.0"}, link) == zone


def test_a_machine_without_a_link_is_in_utc(tmp_path: Path) -> None:
    assert local_zone({}, tmp_path / "nothing") == "UTC"


@pytest.mark.parametrize("name", ["", "..", "/etc/passwd", "Europe", "Nowhere", "a\x00b"])
def test_what_is_no_zone(name: str) -> None:
    assert not is_zone(name)
