"""Gives what an article says of its audio or video the addresses that readers can use. Pure."""

from collections.abc import Callable

from msgspec.structs import replace

from feedsvc.model.article import Enclosure, Episode


def absolute_episode(
    episode: Episode | None, absolute_media: Callable[[Enclosure], Enclosure]
) -> Episode | None:
    """An episode whose files and pictures have absolute URLs; None for None.

    Args:
        episode: of an article.
        absolute_media: gives a media file its absolute URL.
    """
    if episode is None:
        return None

    def absolute(url: str) -> str:
        return absolute_media(Enclosure(url, "")).url if url else ""

    return replace(
        episode,
        transcripts=tuple(map(absolute_media, episode.transcripts)),
        chapters=absolute_media(episode.chapters) if episode.chapters else None,
        people=tuple(
            replace(one, image=absolute(one.image), url=absolute(one.url)) for one in episode.people
        ),
    )
