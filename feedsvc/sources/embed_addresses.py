"""The addresses of what other sites have readers embed: videos, posts, code.

Publishers name the site and what is there; readers of a feed get a link.
"""

import re
from functools import lru_cache

_ID = "[A-Za-z0-9_-]{1,100}"
_PATH = r"[A-Za-z0-9_.-]{1,100}(?:/[A-Za-z0-9_.-]{1,100}){0,3}"
_NUMBER = "[0-9]{1,25}"
# By name of the site: what names something there, and its address.
_SITES = {
    "asciinema": (_ID, "https://asciinema.org/a/{}"),
    "bilibili": ("(?:BV|av)[A-Za-z0-9]{1,30}", "https://www.bilibili.com/video/{}"),
    "codesandbox": (_ID, "https://codesandbox.io/s/{}"),
    "dailymotion": (_ID, "https://www.dailymotion.com/video/{}"),
    "github": ("[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}", "https://github.com/{}"),
    "instagram": (_ID, "https://www.instagram.com/p/{}/"),
    "jsfiddle": (_PATH, "https://jsfiddle.net/{}/"),
    "soundcloud": (_NUMBER, "https://api.soundcloud.com/tracks/{}"),
    "speakerdeck": ("[0-9a-f]{16,40}", "https://speakerdeck.com/player/{}"),
    "spotify": (_PATH, "https://open.spotify.com/{}"),
    "stackblitz": (_ID, "https://stackblitz.com/edit/{}"),
    "tweet": (_NUMBER, "https://twitter.com/i/status/{}"),
    "vimeo": (f"{_NUMBER}(?:/[0-9a-f]{{1,40}})?", "https://vimeo.com/{}"),
    "youtube": (_ID, "https://www.youtube.com/watch?v={}"),
}
_OTHER_NAMES = {
    "ascii-cast": "asciinema",
    "asciicast": "asciinema",
    "github-card": "github",
    "twitter": "tweet",
    "twitter-simple": "tweet",
    "twitter_simple": "tweet",
    "vimeo-simple": "vimeo",
    "vimeo_simple": "vimeo",
    "x": "tweet",
    "x-simple": "tweet",
    "yt": "youtube",
}
_ENDS = re.compile(
    r"[-_]?(?:embed|embeded|embedded|enhanced|iframe|lite|nocookie|player|post|responsive|video"
    r"|videos|link|card)$"
)
_GIST = re.compile(r"(?:[A-Za-z0-9_-]{1,60}/)?(?:[0-9a-f]{5,64}|[0-9]{1,12})")
_WEB = re.compile(r"https?://[^\s\"'<>{}]{3,2000}", re.IGNORECASE)


@lru_cache(1024)
def site_of(name: str) -> str:
    """The site that the name of a mark means, `youtube` for `youtubePlayer`; empty: none."""
    name = _ENDS.sub("", name.lower())
    name = _OTHER_NAMES.get(name, name)
    return name if name in _SITES or name in ("codepen", "gist") else ""


def embed_address(site: str, values: tuple[str, ...], named: dict[str, str]) -> str:
    """The address of what a mark embeds; empty where it does not say.

    Args:
        site: of site_of.
        values, named: the mark's arguments.
    """
    given = [
        named[key] for key in ("url", "id", "src", "link", "video", "videoid") if named.get(key)
    ]
    given += [one for one in named.values() if _WEB.fullmatch(one)]
    words = [*given, *values]
    if web := next((word for word in words if _WEB.fullmatch(word)), ""):
        return web
    user = named.get("user") or named.get("username") or named.get("account") or ""
    if site == "gist":
        return _gist(words, user)
    if site == "codepen":
        slug, *more = words or [""]
        owner = user or next(iter(more), "")
        fits = re.fullmatch(_ID, slug) and re.fullmatch(_ID, owner)
        return f"https://codepen.io/{owner}/pen/{slug}" if fits else ""
    pattern, address = _SITES[site]
    word = next((word for word in words if re.fullmatch(pattern, word)), "")
    if site == "tweet" and word and re.fullmatch(_ID, user):
        return f"https://twitter.com/{user}/status/{word}"
    return address.format(word) if word else ""


def _gist(words: list[str], user: str) -> str:
    if not words:
        return ""
    hash_first = re.fullmatch("[0-9a-f]{20,64}", words[0])
    owner_first = re.fullmatch("[A-Za-z0-9-]{1,60}", words[0]) and not hash_first
    if owner_first and len(words) > 1 and _GIST.fullmatch(words[1]):
        user, words = words[0], words[1:]
    name = words[0].removesuffix(".js")
    if not _GIST.fullmatch(name):
        return ""
    return f"https://gist.github.com/{user}/{name}" if user else f"https://gist.github.com/{name}"
