"""`[limits]` of site.toml: how much is accepted from articles and from clients."""

from collections.abc import Iterator, Mapping
from typing import Annotated, get_type_hints

import msgspec

KILO, MEGA = 1024, 1024 * 1024


class LimitSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`[limits]`: more than ordinary use needs, and little enough to protect against attacks.

    Attributes:
        article_megabytes: size of an article file.
        html_megabytes: length of the HTML made from it, in 1,048,576 characters.
        sections, tags: number in an article; tags are HTML tags.
        attributes: number in an HTML tag.
        tag_kilobytes: length of an HTML tag with its attributes.
        nesting: depth of nested HTML elements.
        front_matter_kilobytes: length of front matter.
        front_matter_depth: depth of nested values in front matter.
        front_matter_values: number of values in front matter.
        read_seconds: processor time for reading one article.
        read_megabytes: memory for reading one article.
        folders: depth of nested folders.
        image_pixels: width or height of an image; the size of a larger one is not given.
        summary_sentences: number of an article's sentences from which summaries are chosen.
        tombstones: number of retractions in a document.
        document_megabytes: documents that a worker keeps in memory.
        page_megabytes: pages that a worker keeps in memory.
        search_megabytes: documents of searches that a worker keeps in memory, and pages of searches
            and of lists.
        searches: number of searches that a worker runs at once.
        connections: number of open connections of a worker.
        waiting_connections: number of connections that the system lets wait for a worker.
        requests: number of requests that a worker answers at once.
        downloads: number of these that are downloads; fewer than requests.
        download_kilobytes: size of an answer; a larger one is a download.
        download_rate: bytes a second; a download that is slower on average after
            stalled_seconds is ended.
        header_seconds: time in which a client must send the header of a request.
        header_kilobytes: length of the header of a request that is accepted in any case.
        stalled_seconds: time after which a client that takes no byte of an answer is cut off.
        indexer_seconds: time without a sign of life of the indexer, after which it is replaced.

    Each is annotated with the least and the most that it may be. Within these bounds feedsvc keeps
    its promises.
    """

    article_megabytes: Annotated[int, (1, 1024)] = 16
    html_megabytes: Annotated[int, (1, 1024)] = 16
    sections: Annotated[int, (1, 100_000)] = 5_000
    tags: Annotated[int, (100, 5_000_000)] = 200_000
    attributes: Annotated[int, (20, 1_000)] = 200
    tag_kilobytes: Annotated[int, (1, 1024)] = 64
    nesting: Annotated[int, (10, 500)] = 200
    front_matter_kilobytes: Annotated[int, (1, 1024)] = 64
    front_matter_depth: Annotated[int, (5, 100)] = 20
    front_matter_values: Annotated[int, (5_000, 1_000_000)] = 10_000
    read_seconds: Annotated[float, (0.1, 600)] = 10.0
    read_megabytes: Annotated[int, (512, 1024 * 1024)] = 2048
    folders: Annotated[int, (1, 200)] = 100
    image_pixels: Annotated[int, (1_000, 100_000_000)] = 1_000_000
    summary_sentences: Annotated[int, (100, 1_000_000)] = 40_000
    tombstones: Annotated[int, (1, 100_000)] = 1_000
    document_megabytes: Annotated[int, (1, 65_536)] = 16
    page_megabytes: Annotated[int, (1, 65_536)] = 16
    search_megabytes: Annotated[int, (1, 65_536)] = 4
    searches: Annotated[int, (1, 512)] = 4
    connections: Annotated[int, (16, 65_536)] = 1024
    waiting_connections: Annotated[int, (128, 65_535)] = 1024
    requests: Annotated[int, (2, 512)] = 64
    downloads: Annotated[int, (1, 511)] = 48
    download_kilobytes: Annotated[int, (16, 16_384)] = 256
    download_rate: Annotated[int, (0, 1024 * 1024)] = 1024
    header_seconds: Annotated[int, (1, 600)] = 15
    header_kilobytes: Annotated[int, (8, 1024)] = 32
    stalled_seconds: Annotated[int, (1, 3600)] = 60
    indexer_seconds: Annotated[int, (5, 86_400)] = 60

    @property
    def article_bytes(self) -> int:
        """article_megabytes in bytes."""
        return self.article_megabytes * MEGA

    @property
    def reading(self) -> dict[str, int]:
        """The limits that affect how an article is read, by key, without those at their default."""
        return self._other(_READING)

    @property
    def shown(self) -> dict[str, int]:
        """The limits that affect what documents show, by key, without those at their default."""
        return self._other(_SHOWN)

    def _other(self, keys: tuple[str, ...]) -> dict[str, int]:
        found = msgspec.to_builtins(self)
        return {key: found[key] for key in keys if key in found}


DEFAULTS = LimitSettings()
BOUNDS: dict[str, tuple[float, float]] = {
    key: hint.__metadata__[0]
    for key, hint in get_type_hints(LimitSettings, include_extras=True).items()
}

_READING = (
    "article_megabytes",
    "html_megabytes",
    "sections",
    "tags",
    "attributes",
    "tag_kilobytes",
    "nesting",
    "front_matter_kilobytes",
    "front_matter_depth",
    "front_matter_values",
    "image_pixels",
)
_SHOWN = ("summary_sentences", "tombstones")


def beyond(
    table: msgspec.Struct, bounds: Mapping[str, tuple[float, float]]
) -> Iterator[tuple[str, float, float]]:
    """The settings of a table that are beyond their bounds: key, the least and the most."""
    for key, (least, most) in bounds.items():
        if not least <= getattr(table, key) <= most:
            yield key, least, most


def complaints(limits: LimitSettings) -> Iterator[tuple[str, str]]:
    """What is wrong with limits: pairs of a key, as in site.toml, and what it must be."""
    for key, least, most in beyond(limits, BOUNDS):
        yield f"limits.{key}", f"must be {least:,} to {most:,}"
    if limits.downloads >= limits.requests:
        yield (
            "limits.downloads",
            f"must be less than limits.requests ({limits.requests:,}), so that polls are answered"
            " beside them",
        )
