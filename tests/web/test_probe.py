"""Whether a server on this machine answers."""

from typing import Any

from feedsvc.web.probe import answers
from tests.web.servers import granian


def test_nobody_answers_where_no_server_is() -> None:
    assert not answers("127.0.0.1", 1)


def test_it_says_whether_an_address_answers(desk: Any) -> None:
    desk.write("rain.md", "---\ntitle: Rain\n---\nWet.\n")
    desk.open().close()
    with granian(desk.folder) as server:
        assert answers("127.0.0.1", server.port)
        assert answers("0.0.0.0", server.port, "/feed.atom")
        assert not answers("127.0.0.1", server.port, "/nothing")
