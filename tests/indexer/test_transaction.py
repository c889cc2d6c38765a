"""What the store keeps of articles that readers do not see, and how the preview marks them."""

from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from feedsvc.model.article import Article
from feedsvc.newsroom import Newsroom
from tests.conftest import Clock

HOUR = timedelta(hours=1)


def write_all(folder: Path, now: datetime) -> None:
    """Write an article for all that can be said of one, about a time."""
    times = [now + hours * HOUR for hours in (-3, -2, -1, 0, 1, 2)]
    cases = product(
        ("", "status: withdrawn\n"),
        ("", "draft: true\n"),
        ("World", "Board"),
        times[1:5],
        (None, *times),
    )
    for number, (status, draft, category, date, expires) in enumerate(cases):
        ends = f"expires: {expires.isoformat()}\n" if expires else ""
        head = f"title: A{number}\ncategory: {category}\ndate: {date.isoformat()}\n"
        (folder / f"a{number}.md").write_text(f"---\n{head}{status}{draft}{ends}---\nText.\n")
    (folder / "site.toml").write_text("[categories.board]\nprivate = true\n")


def mark(article: Article, now: datetime, private: bool) -> str:
    """The mark of an article in the preview, where one that is withdrawn has its others."""
    assert article.date is not None
    if article.draft:
        return "draft"
    if private:
        return "private"
    if article.date > now:
        return "embargoed"
    return "expired" if article.expires and article.expires <= now else ""


@pytest.mark.parametrize("preview", [False, True])
def test_articles_that_readers_do_not_see(tmp_path: Path, clock: Clock, preview: bool) -> None:
    now = clock().replace(microsecond=0)
    write_all(tmp_path, now)
    with Newsroom.rehearsal(tmp_path, {}, clock, preview=preview) as newsroom:
        newsroom.scan(accept_deletions=True)
        seen = {one for _, one in newsroom.articles.places("feed", 1000)}
        entries = list(newsroom.articles.every())
    assert len(entries) == 2 * 2 * 2 * 4 * 7
    for entry in entries:
        article = entry.article
        private = article.category == "Board"
        ended = article.expires is not None and article.expires <= now
        public = not (article.status or article.draft or private or ended or entry.published > now)
        assert entry.private is private
        assert entry.state == (mark(article, now, private) if preview else "")
        assert (entry.id in seen) is (not article.status if preview else public)
