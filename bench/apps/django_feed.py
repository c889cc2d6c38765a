"""Django's syndication framework: an Atom feed of 50 articles in SQLite, as its manual has it.

ConditionalGetMiddleware answers 304 where it can, GZipMiddleware compresses.
"""

import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bench import corpus, peers

sys.path.extend(peers.packages())

import cmarkgfm
import django
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.urls import path
from django.utils.feedgenerator import Atom1Feed

ENTRIES = 50

if not settings.configured:
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.environ.get("BENCH_DATABASE", ":memory:"),
                "CONN_MAX_AGE": None,
            }
        },
        ALLOWED_HOSTS=["127.0.0.1"],
        MIDDLEWARE=[
            "django.middleware.gzip.GZipMiddleware",
            "django.middleware.http.ConditionalGetMiddleware",
            "django.middleware.common.CommonMiddleware",
        ],
        ROOT_URLCONF=__name__,
        SECRET_KEY="nothing is signed here",
        USE_TZ=True,
    )
    django.setup()


class Article(models.Model):
    """An article, its text already HTML."""

    title = models.TextField()
    standfirst = models.TextField()
    slug = models.TextField()
    date = models.DateTimeField(db_index=True)
    author = models.TextField()
    tags = models.TextField()
    content = models.TextField()

    class Meta:
        """Belongs to no installed application."""

        app_label = "bench"


class FullText(Atom1Feed):
    """Atom with content, which Django leaves to its user."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """An entry's elements and its content."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class Latest(Feed):  # type: ignore[misc]
    """The latest articles."""

    title = "A newsroom made to measure"
    link = "/"
    feed_type = FullText

    def items(self) -> Iterable[Article]:
        """The newest 50."""
        return Article.objects.order_by("-date")[:ENTRIES]

    def item_title(self, item: Article) -> str:
        """Headline."""
        return item.title

    def item_description(self, item: Article) -> str:
        """Standfirst."""
        return item.standfirst

    def item_link(self, item: Article) -> str:
        """Page."""
        return f"/articles/{item.slug}"

    def item_pubdate(self, item: Article) -> datetime:
        """Published."""
        return item.date

    def item_updateddate(self, item: Article) -> datetime:
        """Changed."""
        return item.date

    def item_author_name(self, item: Article) -> str:
        """Desk."""
        return item.author

    def item_categories(self, item: Article) -> list[str]:
        """Tags."""
        return item.tags.split(",")

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        """What FullText adds."""
        return {"content": item.content}


urlpatterns = [path("feed.atom", Latest())]


def fill(count: int) -> None:
    """Put the articles of a corpus into the database."""
    with connection.schema_editor() as editor:
        editor.create_model(Article)
    made = (corpus.make_article(number) for number in range(count))
    Article.objects.bulk_create(
        (
            Article(
                title=one.title,
                standfirst=one.standfirst,
                slug=one.path.rpartition("/")[2][:-3],
                date=one.date,
                author=one.author,
                tags=",".join(one.tags),
                content=cmarkgfm.github_flavored_markdown_to_html(one.text),
            )
            for one in made
        ),
        batch_size=500,
    )


def app() -> Callable[..., Iterable[bytes]]:
    """The WSGI application."""
    return get_wsgi_application()  # type: ignore[no-any-return]


if __name__ == "__main__":
    fill(int(sys.argv[1]))
