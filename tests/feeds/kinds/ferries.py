"""Two articles that searches find, and what they find."""

from typing import Any

from feedsvc.newsroom import Newsroom
from feedsvc.search.query import parse

FERRY = """---
title: The ferry’s new hull
standfirst: After two winters it sails
date: 2026-05-01
category: World News
tags: [High water, "C++"]
authors: [Harbour desk]
correction: The captain was misnamed.
---
The <b>cross</b>ing is open. Naïve plans_were made, in Łódź & elsewhere.

## What was repaired

| part | cost |
|---|---|
| rudder | 300 |

    a block of code

東京の天気は晴れ。 ประเทศไทย. ![Portrait](p.png)
"""
GALE = """---
title: Gale on the coast
date: 2026-05-02
category: Sport
tags: [High Water]
authors: [Sports desk]
---
The ferry stays in port. Is open the crossing?
"""


def ferries(desk: Any) -> Newsroom:
    """The newsroom of both, taken in."""
    desk.write("ferry.md", FERRY)
    desk.write("gale.md", GALE)
    return desk.open()


def found(newsroom: Newsroom, query: str) -> list[str]:
    """Slugs of what is found."""
    return [view.url.rpartition("/")[2] for view in newsroom.feeds.found(parse(query)).entries]
