"""Feed readers that people use, each polling one feed and telling what it then holds."""

import mailbox
import os
import shutil
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path

import feedparser

LIMIT = 60  # seconds for a poll
BIN = Path(sys.executable).parent  # where pip puts the programs of the readers in Python
_READER = """
import sys
from reader import make_reader
with make_reader(sys.argv[1]) as reader:
    reader.add_feed(sys.argv[2], exist_ok=True)
    reader.update_feed(sys.argv[2])
    for one in reader.get_entries():
        print(one.title, " ".join(text.value.replace(chr(10), " ") for text in one.content))
"""


class FeedReader(ABC):
    """A reader that keeps what it needs in a folder of its own.

    Args:
        folder: empty at the first poll.
        url: of the feed.
    """

    program = ""  # empty where there is none to run

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.home = folder.resolve()

    @classmethod
    def is_missing(cls) -> bool:
        """Whether it is not installed."""
        return bool(cls.program) and cls.found() is None

    @classmethod
    def found(cls) -> str | None:
        return shutil.which(cls.program, path=f"{BIN}{os.pathsep}{os.environ['PATH']}")

    def run(self, *arguments: str, program: str = "") -> str:
        """What the program prints; it must end well."""
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8"}
        command = [program or self.found() or self.program, *arguments]
        done = subprocess.run(
            command, env=environ, cwd=self.home, capture_output=True, text=True, timeout=LIMIT
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    @abstractmethod
    def poll(self) -> str:
        """Ask for what is new; what it holds then, or has given to its user, as text."""


class Feedparser(FeedReader):
    """The library that most of the others are built on, with the validators that it tells of."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, url)
        self.held: dict[str, str] = {}
        self.etag = self.modified = None

    def poll(self) -> str:
        found = feedparser.parse(self.url, etag=self.etag, modified=self.modified)
        self.etag, self.modified = (
            found.get("etag", self.etag),
            found.get("modified", self.modified),
        )
        self.held |= {one.id: f"{one.title} {one.content[0].value}" for one in found.entries}
        return "\n".join(self.held.values())


def _mails(folder: Path) -> str:
    """The messages in a Maildir, as text."""
    texts = []
    for message in mailbox.Maildir(folder):
        parts = [part.get_payload(decode=True) or b"" for part in message.walk()]
        texts.append(f"{message['subject']} {b' '.join(parts).decode(errors='replace')}")
    return "\n".join(texts)


class Rss2email(FeedReader):
    """rss2email, which mails each entry, and each change of one where it is asked to."""

    program = "r2e"

    def poll(self) -> str:
        options = ("-c", str(self.home / "r2e.cfg"), "-d", str(self.home / "r2e.json"))
        if not (self.home / "r2e.cfg").exists():
            self.run(*options, "new", "reader@example.org")
            config = self.home / "r2e.cfg"
            text = config.read_text().replace(
                "email-protocol = sendmail", "email-protocol = maildir"
            )
            text = text.replace("reply-changes = False", "reply-changes = True")
            config.write_text(text.replace("~/Maildir", str(self.home)))
            self.run(*options, "add", "news", self.url)
        self.run(*options, "run")
        return _mails(self.home / "INBOX")


class Feed2exec(FeedReader):
    """feed2exec, which runs a program, or fills a mailbox, for each entry that it has not seen."""

    program = "feed2exec"

    def poll(self) -> str:
        options = ("--config", str(self.home / "f.ini"), "--database", str(self.home / "f.db"))
        if not (self.home / "f.ini").exists():
            self.run(*options, "add", "news", self.url, "--mailbox", str(self.home / "mail"))
        self.run(*options, "fetch")
        return _mails(self.home / "mail" / "news")


class Newsboat(FeedReader):
    """newsboat, a reader in the terminal."""

    program = "newsboat"

    def poll(self) -> str:
        (self.home / "urls").write_text(f"{self.url}\n")
        (self.home / "config").write_text("")
        cache = self.home / "cache.db"
        files = ("-u", str(self.home / "urls"), "-C", str(self.home / "config"), "-c", str(cache))
        self.run(*files, "-x", "reload")
        rows = sqlite3.connect(cache).execute("SELECT title, content FROM rss_item").fetchall()
        return "\n".join(f"{title} {content}" for title, content in rows)


class Lemon24(FeedReader):
    """The library `reader`, by lemon24."""

    @classmethod
    def is_missing(cls) -> bool:
        done = subprocess.run([sys.executable, "-c", "import reader"], capture_output=True)
        return done.returncode != 0

    def poll(self) -> str:
        script = ("-c", _READER, str(self.home / "reader.db"), self.url)
        return self.run(*script, program=sys.executable)


READERS: dict[str, type[FeedReader]] = {
    "feedparser": Feedparser,
    "rss2email": Rss2email,
    "feed2exec": Feed2exec,
    "newsboat": Newsboat,
    "reader": Lemon24,
}
