"""What an editor may do with an article by a line or two of its header: publish, take back, …

Pure: bytes -> bytes. What is written counts only if the new file reads back as the same article,
with what was asked for and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal, NamedTuple

import msgspec

from feedsvc import sources
from feedsvc.editor.header import append, change, lay_out
from feedsvc.errors import FeedsvcError, UnreadableArticle
from feedsvc.model.article import Article, Correction
from feedsvc.model.characters import legal, one_line
from feedsvc.model.status import Status
from feedsvc.settings import Settings
from feedsvc.sources.frontmatter import meaning

Name = Literal["publish", "take-back", "correct", "withdraw", "restore", "quiet", "tell"]
MOST_WORDS = 2000  # characters of a correction, or of a reason


class Action(NamedTuple):
    """Something that an editor may do with an article.

    Attributes:
        label: of its button.
        effect: what it does, in a sentence.
        asks: what it asks the editor to write; empty: nothing.
        optional: whether that may be left empty.
    """

    label: str
    effect: str
    asks: str = ""
    optional: bool = False


ACTIONS: dict[Name, Action] = {
    "publish": Action("Publish", "Readers get it at once, or when its embargo ends."),
    "take-back": Action("Take back", "It becomes a draft again: it leaves the feeds, untold."),
    "correct": Action("Correct", "Readers are told what was wrong.", "What was wrong"),
    "withdraw": Action(
        "Withdraw",
        "It leaves the feeds for good, and readers are told.",
        "The reason, for readers",
        optional=True,
    ),
    "restore": Action("Bring back", "It stands in the feeds again, under the id that it had."),
    "quiet": Action("Edit quietly", "What you change from now on moves no date."),
    "tell": Action("Tell of edits", "What you change from now on shows as a change again."),
}
_OFFERED: dict[Status, tuple[Name, ...]] = {
    "published": ("correct", "take-back", "withdraw"),
    "embargoed": ("take-back",),
    "draft": ("publish",),
    "withdrawn": ("restore",),
}
_HOLDING = ("draft", "hidden", "status", "published", "publish")


def offered(standing: Status, *, minor: bool) -> list[Name]:
    """What an editor may do with an article.

    Args:
        standing: of the article.
        minor: whether its edits are quiet.
    """
    quiet: tuple[Name, ...] = ("tell" if minor else "quiet",) if standing == "published" else ()
    return [*_OFFERED.get(standing, ()), *quiet]


def act(name: Name, path: str, data: bytes, settings: Settings, words: str = "") -> bytes:
    """The file of an article after an action; every byte but those of its lines stays.

    Args:
        name: of the action.
        path: of the file.
        data: what it holds.
        settings: of the newsroom: have the zone of times that name none, and limits.
        words: what the action asks for.

    Raises:
        FeedsvcError: it cannot be done; the text says what the editor can write instead.
    """
    asked = ACTIONS[name].asks
    words = one_line(legal(words))[:MOST_WORDS]
    if asked and not (words or ACTIONS[name].optional):
        raise FeedsvcError(f"nothing was written under “{asked}”; write it, and try again")
    read = partial(
        sources.read, path, zone=settings.zone, limits=settings.limits, opt_in=settings.opt_in
    )
    before = read(data).article
    if before is None:
        raise FeedsvcError(f"{path} cannot be read; mend what is told among its problems first")
    wanted = _WANTED[name](before, words)
    try:
        for new in _written(name, path, data, settings, words):
            after = read(new).article
            if after == msgspec.structs.replace(wanted, holding=after.holding if after else None):
                return new
    except UnreadableArticle:
        pass
    lines = " and ".join(f"`{line}`" for line in _by_hand(name, words))
    raise FeedsvcError(
        f"{path}: no line of its header can be written without changing how the rest is read;"
        f" write {lines} into it yourself"
    )


def _publish(article: Article, _: str) -> Article:
    return msgspec.structs.replace(article, draft=False)


def _take_back(article: Article, _: str) -> Article:
    return msgspec.structs.replace(article, draft=True)


def _correct(article: Article, words: str) -> Article:
    found = (*article.corrections, Correction(words))
    return msgspec.structs.replace(article, corrections=found)


def _withdraw(article: Article, words: str) -> Article:
    return msgspec.structs.replace(article, status="withdrawn", reason=words)


def _restore(article: Article, _: str) -> Article:
    return msgspec.structs.replace(article, status="", reason="")


def _set_minor(article: Article, _: str, *, minor: bool) -> Article:
    return msgspec.structs.replace(article, minor=minor)


_WANTED: Mapping[Name, Callable[[Article, str], Article]] = {
    "publish": _publish,
    "take-back": _take_back,
    "correct": _correct,
    "withdraw": _withdraw,
    "restore": _restore,
    "quiet": partial(_set_minor, minor=True),
    "tell": partial(_set_minor, minor=False),
}


def _written(name: Name, path: str, data: bytes, settings: Settings, words: str) -> Iterator[bytes]:
    """Files that may be what an action makes, the likeliest first.

    Raises:
        UnreadableArticle: the front matter cannot be read.
    """
    limits = settings.limits
    if name == "correct":
        yield from append(path, data, "correction", words, limits)
        return
    for values in _values(name, path, data, settings, words):
        yield from change(path, data, values, limits)


def _values(
    name: Name, path: str, data: bytes, settings: Settings, words: str
) -> Iterator[dict[str, str | None]]:
    """What the lines of the header may be to say, the likeliest first."""
    if name == "take-back":
        yield {"draft": "true"}
    elif name == "withdraw":
        yield {"status": "withdrawn", "reason": words} if words else {"status": "withdrawn"}
    elif name == "restore":
        yield {"status": None, "reason": None}
    elif name == "quiet":
        yield {"minor": "true"}
    elif name == "tell":
        yield {"minor": None}
    else:
        fields = lay_out(path, data, settings.limits).fields
        there = {meaning(key) for key in fields}
        holding: dict[str, str | None] = {
            key: "true" if key in ("published", "publish") else None
            for key in _HOLDING
            if key in there
        }
        if settings.opt_in and "publish" not in there:
            holding["publish"] = "true"
        yield holding
        for key, value in holding.items():
            yield {key: value}


def _by_hand(name: Name, words: str) -> list[str]:
    """The lines with which an editor does the same by hand."""
    return {
        "publish": ["draft: false"],
        "take-back": ["draft: true"],
        "correct": [f"correction: {words}"],
        "withdraw": ["status: withdrawn", *([f"reason: {words}"] if words else [])],
        "restore": ["status: published"],
        "quiet": ["minor: true"],
        "tell": ["minor: false"],
    }[name]
