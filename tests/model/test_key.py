"""Keys: which articles each opens."""

import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Entry
from feedsvc.model.key import Key, opens
from feedsvc.model.token import new_token
from tests.model.withheld_entries import NOW, entries


def test_tokens_are_long_random_and_fit_into_an_address() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in made)


@given(entries(), st.booleans(), st.sets(st.sampled_from(["board", "hidden"])))
def test_nothing_public_withdrawn_or_of_another_category_is_opened(
    found: list[tuple[Entry, datetime | None]], drafts: bool, categories: set[str]
) -> None:
    key = Key(name="K", digest="d", drafts=drafts, categories=tuple(categories), made=NOW)
    for entry, expires in found:
        if not opens(key, entry, expires, NOW):
            continue
        article = entry.article
        assert article.status != "withdrawn"
        assert expires is None or expires > NOW
        ahead = article.draft or entry.published > NOW
        assert drafts or not ahead
        assert ahead or entry.private
        assert not entry.private or entry.category.slug in categories  # type: ignore[union-attr]
