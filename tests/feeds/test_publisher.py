"""Documents are made once a change."""

import threading
from collections import Counter
from typing import Any

from feedsvc.newsroom import Newsroom
from tests.feeds.indexing_ahead import ARTICLE, KEY


def test_a_change_is_rendered_once_for_all_who_wait(desk: Any, rendered: Counter) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    newsrooms = [desk.open(), *(desk.open(scan=False) for _ in range(3))]
    everybody = threading.Barrier(12)
    bodies: list[bytes] = []

    def ask(newsroom: Newsroom) -> None:
        everybody.wait()
        bodies.append(newsroom.document(*KEY).body)

    threads = [threading.Thread(target=ask, args=(newsrooms[i % 4],)) for i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(bodies) == 12
    assert len(set(bodies)) == 1
    assert rendered == {("atom", "Rain"): 1}
