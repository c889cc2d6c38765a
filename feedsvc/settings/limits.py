"""`[limits]` of site.toml: how much is accepted from articles and from clients."""

from collections.abc import Iterator

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
        search_megabytes: documents of searches that a worker keeps in memory.
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
    """

    article_megabytes: int = 16
    html_megabytes: int = 16
    sections: int = 5_000
    tags: int = 200_000
    attributes: int = 200
    tag_kilobytes: int = 64
    nesting: int = 200
    front_matter_kilobytes: int = 64
    front_matter_depth: int = 20
    front_matter_values: int = 10_000
    read_seconds: float = 10.0
    read_megabytes: int = 2048
    folders: int = 100
    image_pixels: int = 1_000_000
    summary_sentences: int = 40_000
    tombstones: int = 1_000
    document_megabytes: int = 16
    page_megabytes: int = 16
    search_megabytes: int = 4
    searches: int = 4
    connections: int = 1024
    waiting_connections: int = 1024
    requests: int = 64
    downloads: int = 48
    download_kilobytes: int = 256
    download_rate: int = 1024
    header_seconds: int = 15
    header_kilobytes: int = 32
    stalled_seconds: int = 60

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

# The least and the most that each limit may be. Within these bounds feedsvc keeps its promises.
BOUNDS: dict[str, tuple[float, float]] = {
    "article_megabytes": (1, 1024),
    "html_megabytes": (1, 1024),
    "sections": (1, 100_000),
    "tags": (100, 5_000_000),
    "attributes": (20, 1_000),
    "tag_kilobytes": (1, 1024),
    "nesting": (10, 500),
    "front_matter_kilobytes": (1, 1024),
    "front_matter_depth": (5, 100),
    "front_matter_values": (5_000, 1_000_000),
    "read_seconds": (0.1, 600),
    "read_megabytes": (512, 1024 * 1024),
    "folders": (1, 200),
    "image_pixels": (1_000, 100_000_000),
    "summary_sentences": (100, 1_000_000),
    "tombstones": (1, 100_000),
    "document_megabytes": (1, 65_536),
    "page_megabytes": (1, 65_536),
    "search_megabytes": (1, 65_536),
    "searches": (1, 512),
    "connections": (16, 65_536),
    "waiting_connections": (128, 65_535),
    "requests": (2, 512),
    "downloads": (1, 511),
    "download_kilobytes": (16, 16_384),
    "download_rate": (0, 1024 * 1024),
    "header_seconds": (1, 600),
    "header_kilobytes": (8, 1024),
    "stalled_seconds": (1, 3600),
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


def complaints(limits: LimitSettings) -> Iterator[tuple[str, str]]:
    """What is wrong with limits: pairs of a key, as in site.toml, and what it must be."""
    for key, (least, most) in BOUNDS.items():
        if not least <= getattr(limits, key) <= most:
            yield f"limits.{key}", f"must be {least:,} to {most:,}"
    if limits.downloads >= limits.requests:
        yield (
            "limits.downloads",
            f"must be less than limits.requests ({limits.requests:,}), so that polls are answered"
            " beside them",
        )
