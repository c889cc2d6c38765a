"""Which names are joint ones is told by the store."""

from typing import Any

import pytest

from feedsvc.indexer.joint_authors import joint_paths


@pytest.mark.each_database
def test_none_is_left_after_a_scan(desk: Any) -> None:
    for path, author in (("a.md", "Ann and Bo"), ("b.md", "Ann"), ("c.md", "Bo")):
        desk.write(path, f"---\ntitle: T\nauthor: {author}\n---\nText.")
    assert joint_paths(desk.open().store) == []
