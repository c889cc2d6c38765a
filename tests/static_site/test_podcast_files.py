"""A podcast as files: a release of changes is the same as a whole one."""

from pathlib import Path
from typing import Any

from tests.feeds.kinds.test_podcast import BASE, write_show
from tests.sources.sound import m4a
from tests.static_site.building import build, files_in


def test_a_new_recording_and_new_settings_reach_the_files(desk: Any, tmp_path: Path) -> None:
    out, feed = tmp_path / "public", "category/show.rss"
    write_show(desk)
    build(desk, out)
    assert b"<itunes:duration>90<" in files_in(out)[feed]
    changes = {"show/two.m4a": m4a(130), "site.toml": f"{BASE}[partners.msn]\n"}
    said = (b"<itunes:duration>130<", b"<title>Words<")
    for number, (path, data) in enumerate(changes.items()):
        desk.clock.forward(hours=1)
        desk.write(path, data)
        build(desk, out)
        assert said[number] in files_in(out)[feed]
        build(desk, tmp_path / str(number))
        assert files_in(out) == files_in(tmp_path / str(number))
