"""Tells caches in front of a site which addresses to forget."""

import os
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import msgspec

from feedsvc.errors import FeedsvcError
from feedsvc.hooks import HookFailed, post, run_command
from feedsvc.settings import is_url
from feedsvc.static_site.memory import Kind, Memory
from feedsvc.static_site.upload_plan import SAFE

_LEADING: tuple[Kind, ...] = ("redirect", "gone")  # addresses without a file of their own


class PurgeFailed(FeedsvcError):
    """The list of addresses could not be written, or was not taken."""


class Purge(msgspec.Struct, frozen=True):
    """Who is told which addresses changed or went.

    Attributes:
        file: gets the list, one URL a line; each list replaces the one before.
        after: a command that gets the same list on standard input, or a URL to which it is posted
            as JSON; empty: nobody.
    """

    file: Path | None = None
    after: str = ""

    @property
    def wanted(self) -> bool:
        """Whether anybody is told."""
        return bool(self.file or self.after)

    def tell(
        self, site: str, urls: Sequence[str], folder: Path, environ: Mapping[str, str]
    ) -> None:
        """Tell them.

        Args:
            site: the URL of the site.
            urls: whole addresses.
            folder: in which the command runs.
            environ: of this process; the command gets a few harmless ones of its variables.

        Raises:
            PurgeFailed: the file cannot be written, or the command or URL does not take it.
        """
        text = "".join(f"{url}\n" for url in urls).encode()
        try:
            if self.file is not None:
                _replace(self.file, text)
            if not self.after:
                return
            if is_url(self.after):
                told = msgspec.json.encode({"site": site, "urls": list(urls)})
                post(self.after, told, f"feedsvc/{version('feedsvc')}")
            else:
                run_command(self.after, text, folder, environ)
        except HookFailed as error:
            raise PurgeFailed(f"--after was not told: {error}") from None
        except OSError as error:
            raise PurgeFailed(
                f"{self.file}: {error.strerror or error}; name another file"
            ) from None


def urls_changed(memory: Memory, before: int) -> list[str]:
    """The URLs whose answers differ between two releases, sorted.

    Args:
        memory: of the later one.
        before: the number of the earlier one; 0, or one that is not known any more: all count.
    """
    site, found = memory.before("built", "").site, set()
    if not before or memory.at("built", "", before) is None:
        found |= {file.address for _, file in memory.every("file")}
        found |= {address for kind in _LEADING for address, _ in memory.every(kind)}
        return _urls(site, found)
    for path in memory.changed("file", before, memory.number):
        both = [memory.at("file", path, number) for number in (before, memory.number)]
        told = [one and (one.address, one.digest, one.media_type, one.headers) for one in both]
        if told[0] != told[1]:
            found |= {one.address for one in both if one}
    for kind in _LEADING:
        for address in memory.changed(kind, before, memory.number):
            if memory.at(kind, address, before) != memory.at(kind, address, memory.number):
                found.add(address)
    return _urls(site, found)


def _urls(site: str, addresses: Iterable[str]) -> list[str]:
    return sorted(site + quote(address, safe=SAFE) for address in addresses)


def _replace(file: Path, text: bytes) -> None:
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(text)
    os.replace(beside, file)
