"""Histories of documents: a delta and what was held make the whole, for so many versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds.delta import VERSIONS, History, delta, departed, follow, parts_of

Version = list[tuple[str, bytes]]
TEXTS = st.sampled_from([b"<a>" + text * 40 + b"</a>" for text in (b"rain", b"snow", b"hail")])
VERSION = st.lists(st.tuples(st.sampled_from("abcdef"), TEXTS), unique_by=lambda one: one[0])


def made(version: Version, before: History | None, untold: set[str]) -> tuple[bytes, str, History]:
    """A document whose head differs with each version."""
    head = b"<head %d>" % (before.version if before else 0)
    fragments = [text for _, text in version]
    body, places = head, []
    for fragment in fragments:
        places.append((len(body), len(body) + len(fragment)))
        body += fragment
    parts = parts_of([entry_id for entry_id, _ in version], fragments, places)
    body, digest = body + b"</head>", str(before.version + 1 if before else 1)
    lost = departed(before, parts) & untold
    return body, digest, follow(before, digest, parts, (0, 0), lost)


def entries_in(delta: bytes, version: Version) -> Version:
    """The entries of a delta, which are some of its document's."""
    rest = delta[delta.index(b">") + 1 :]
    found = []
    for entry_id, text in version:
        if rest.startswith(text):
            found.append((entry_id, text))
            rest = rest.removeprefix(text)
    assert rest == b"</head>"
    return found


@given(st.lists(VERSION, min_size=1, max_size=12), st.sets(st.sampled_from("abcdef")))
def test_a_delta_and_what_was_held_make_the_whole(
    versions: list[Version], untold: set[str]
) -> None:
    history: History | None = None
    seen: list[tuple[str, Version]] = []
    for version in versions:
        # Texts differ by entry, so that a fragment tells whose it is.
        version = [
            (entry_id, text.replace(b"a>", b"%s>" % entry_id.encode()))
            for entry_id, text in version
        ]
        body, digest, history = made(version, history, untold)
        for held, before in seen:
            if (cut := delta(history, body, held)) is None:
                continue
            new = entries_in(cut, version)
            assert set(new) == set(version) - set(before), "what is new or changed, and no more"
            assert set(dict(before) | dict(new)) >= set(dict(version))
            lost = dict(before).keys() - dict(version).keys()
            assert not lost & untold, "of these nothing says that they are gone"
        seen.append((digest, version))


def test_so_many_versions_are_known() -> None:
    history = None
    for number in range(VERSIONS + 1):
        version = [(str(one), b"<a>%d</a>" % one * 20) for one in range(number, number + 20)]
        body, _, history = made(version, history, set())
        assert len(history.spans) <= VERSIONS + 20
    assert delta(history, body, "1") is None
    assert delta(history, body, "2") is None, "nearly all is new"
    assert delta(history, body, str(VERSIONS)) is not None
    assert delta(history, body, "12345") is None


@pytest.mark.parametrize(("new", "worth"), [(0, True), (14, True), (16, False), (20, False)])
def test_a_delta_of_more_than_three_quarters_is_not_worth_it(new: int, worth: bool) -> None:
    before = [(str(number), b"<a>%d</a>" % number * 20) for number in range(20)]
    after = [(name, text + b"." * (int(name) < new)) for name, text in before]
    _, held, history = made(before, None, set())
    body, _, history = made(after, history, set())
    assert (delta(history, body, held) is not None) == worth
