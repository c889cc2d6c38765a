"""Asks the web service for addresses in this process, as a client without a network would."""

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from feedsvc.feeds import Abouts, Noted
from feedsvc.model.hashing import digest
from feedsvc.newsroom import Newsroom
from feedsvc.pages import TEMPLATES, Pages
from feedsvc.render import RENDERER_VERSION
from feedsvc.web import app_for_files, served_theme

# Of an answer: what a file has of its own, and what a server says of one request.
_OWN = frozenset(
    {"content-type", "content-length", "content-encoding", "last-modified", "etag", "date"}
)


_REMEMBERED = 500  # articles of which it is known what they are about


class Answer(NamedTuple):
    """What the service answers.

    Attributes:
        status: such as 200.
        media_type: the header Content-Type.
        last_modified: the header of that name; empty: none.
        location: where a redirect leads.
        headers: the others.
        chunks: the body.
        noted: what was noted of an article whose page was made; None: no such page was.
    """

    status: int
    media_type: str
    last_modified: str
    location: str
    headers: tuple[tuple[str, str], ...]
    chunks: Iterable[bytes]
    noted: tuple[str, Noted] | None = None


class Service:
    """The web service of a newsroom, for a program of this process.

    Args:
        newsroom: what is served.
        kept_as_files: whether nobody will answer a search.
    """

    def __init__(self, newsroom: Newsroom, *, kept_as_files: bool) -> None:
        self.newsroom = newsroom
        self._pages = Pages(
            lambda: newsroom.feeds,
            served_theme(newsroom),
            kept_as_files=kept_as_files,
            pixels=newsroom.folder.pixels,
        )
        self._application = app_for_files(newsroom, self._pages)
        self._kept_as_files = kept_as_files

    def made_with(self) -> str:
        """A digest of all that the answers are made with besides articles and time."""
        theme = self._pages.themes.current()
        settings = self.newsroom.settings
        pictures = (self.newsroom.folder.stat(path) for path in sorted(settings.pictures))
        return digest(
            repr(settings),
            repr(list(pictures)),
            str(RENDERER_VERSION),
            self.newsroom.site.mark if self.newsroom.site else "",
            theme.mark if theme else "",
            str(self._kept_as_files),
            _own_files(),
        )

    def styles(self) -> list[str]:
        """The addresses of the style and of the theme's pictures."""
        theme = self._pages.themes.current()
        pictures = sorted(theme.pictures) if theme else []
        return [self._pages.style().path, *(f"/static/theme/{name}" for name in pictures)]

    @contextmanager
    def ask(self, address: str, *, browser: bool = False) -> Iterator[Answer]:
        """Ask for an address.

        Args:
            address: its path below the site, decoded.
            browser: ask as a browser does that navigates there.
        """
        abouts = self._abouts()
        abouts.noted = None
        began: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            began[:] = [status, headers]

        environ = self._environ(address)
        if browser:
            environ["HTTP_SEC_FETCH_DEST"] = "document"
        chunks = self._application(environ, start_response)
        try:
            status, headers = began
            by_name = {name.lower(): value for name, value in headers}
            others = sorted((n, v) for n, v in headers if n.lower() not in _OWN | {"location"})
            yield Answer(
                int(status[:3]),
                by_name.get("content-type", ""),
                by_name.get("last-modified", ""),
                by_name.get("location", ""),
                tuple(others),
                chunks,
                abouts.noted,
            )
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()

    def noted(self, entry_id: str) -> Noted | None:
        """What would be noted of the page of an article that is made now; None: it has none."""
        self._abouts()
        return self.newsroom.articles.noted(entry_id)

    def has_theme(self) -> bool:
        """Whether pages may show what those of our own templates do not."""
        return self._pages.themes.current() is not None

    def _abouts(self) -> Abouts:
        articles = self.newsroom.articles
        if articles.abouts is None:  # there are other parts with other settings
            articles.abouts = Abouts(_REMEMBERED)
        return articles.abouts

    def _environ(self, address: str) -> dict[str, Any]:
        parts = urlsplit(self.newsroom.settings.site)
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": address.encode("utf-8", "surrogateescape").decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": parts.hostname or "localhost",
            "SERVER_PORT": str(parts.port or 80),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": parts.netloc,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


@cache
def _own_files() -> str:
    """A digest of the built-in templates, which another version of feedsvc may have changed."""
    texts = [file.read_bytes() for file in sorted(TEMPLATES.rglob("*")) if file.is_file()]
    return digest(*texts)
