"""`[limits]` of site.toml: how much of anything is taken, from articles and from clients."""

from collections.abc import Iterator

import msgspec

KILO, MEGA = 1024, 1024 * 1024


class LimitSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`[limits]`: wide for people, narrow for whoever means harm.

    Attributes:
        article_megabytes: of a file.
        html_megabytes: of the HTML made of it.
        sections, tags: of an article.
        attributes, tag_kilobytes: of a tag.
        nesting: elements in one another.
        front_matter_kilobytes, front_matter_depth, front_matter_values: of front matter; of its
            values in one another; how many.
        read_seconds, read_megabytes: of a processor, and of memory, for reading one article.
        folders: in one another.
        image_pixels: of a side, in which an image is believed.
        summary_sentences: of an article that its section summaries are chosen from.
        tombstones: retractions that a document tells of.
        document_megabytes, page_megabytes: of documents and of pages held ready in a worker.
        search_megabytes: of documents of searches held ready in a worker.
        searches: made at a time by a worker.
        connections, waiting_connections: of a worker, and of those that wait for one.
        requests: answered at a time by a worker.
        downloads: of these; an answer larger than download_kilobytes is one.
        download_rate: bytes a second below which a download is ended.
        header_seconds, header_kilobytes: of a request's header.
        stalled_seconds: in which a client takes nothing of an answer.
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
        """By key, those that decide what an article is read as, where they are not the defaults."""
        return self._other(_READING)

    @property
    def shown(self) -> dict[str, int]:
        """The same of those that decide what documents show of articles."""
        return self._other(_SHOWN)

    def _other(self, keys: tuple[str, ...]) -> dict[str, int]:
        found = msgspec.to_builtins(self)
        return {key: found[key] for key in keys if key in found}


DEFAULTS = LimitSettings()

# The least and the most that each may be. Up to these the rest of feedsvc keeps its promises.
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
    """The keys whose values cannot be, as they stand in site.toml, each with what it must be."""
    for key, (least, most) in BOUNDS.items():
        if not least <= getattr(limits, key) <= most:
            yield f"limits.{key}", f"must be {least:,} to {most:,}"
    if limits.downloads >= limits.requests:
        yield (
            "limits.downloads",
            f"must be less than limits.requests ({limits.requests:,}), so that polls are answered"
            " beside them",
        )
