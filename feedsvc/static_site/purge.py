"""Tells caches in front of a site which addresses to forget."""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import msgspec

from feedsvc.errors import FeedsvcError
from feedsvc.hooks import HookFailed, post, run_command
from feedsvc.settings import is_url
from feedsvc.static_site.manifest import Manifest
from feedsvc.static_site.upload_plan import SAFE


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


def urls_changed(before: Manifest | None, after: Manifest) -> list[str]:
    """The URLs whose answers differ between two releases, sorted; before the first, all.

    Args:
        before, after: what stands in them.
    """
    old, new = ({} if one is None else _answers(one) for one in (before, after))
    every = old.keys() | new.keys()
    changed = (address for address in every if old.get(address) != new.get(address))
    return sorted(after.site + quote(address, safe=SAFE) for address in changed)


def _answers(manifest: Manifest) -> dict[str, set[object]]:
    """What is answered at each address."""
    found: dict[str, set[object]] = defaultdict(set)
    for file in manifest.files:
        found[file.address].add((file.path, file.digest, file.media_type, file.headers))
    for redirect in manifest.redirects:
        found[redirect.address].add(redirect.target)
    for gone in manifest.gone:
        found[gone.address].add(gone.path)
    return found


def _replace(file: Path, text: bytes) -> None:
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(text)
    os.replace(beside, file)
