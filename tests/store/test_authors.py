"""Authors by the keys of their labels."""

from typing import Any

from feedsvc.store import authors


def test_authors(desk: Any) -> None:
    for path, author in (("a.md", "Ann & Bo"), ("b.md", "Ann")):
        desk.write(path, f"---\ntitle: T\nauthor: {author}\n---\nText.")
    with desk.open().store.reading() as connection:
        assert authors.are_known(connection, ["ann", "ann-&-bo"])
        assert not authors.are_known(connection, ["ann", "bo"])
        assert authors.authors_with(connection, "-&-") == {"Ann & Bo": "ann-bo"}
        assert authors.paths_of(connection, "ann-bo") == ["a.md"]
