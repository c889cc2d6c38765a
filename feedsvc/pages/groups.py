"""The feeds that can be subscribed to, in groups by kind."""

from feedsvc.feeds import KINDS, OpenFeed


class Group:
    """Feeds of one kind, under a title.

    Args:
        title: of the group.
        feeds: by name.
        open: shown at once, not folded away.
    """

    def __init__(self, title: str, feeds: list[OpenFeed], *, open: bool = False) -> None:
        self.title = title
        self.feeds = feeds
        self.open = open


def grouped(feeds: list[OpenFeed]) -> tuple[OpenFeed, list[Group]]:
    """The feed of everything, and the others by kind."""
    of: dict[str, list[OpenFeed]] = {word: [] for word in KINDS}
    for one in feeds:
        of[one.feed.kind].append(one)
    first, *others = of
    groups = [Group(KINDS[word].group, of[word], open=KINDS[word].unfolded) for word in others]
    return of[first][0], groups
