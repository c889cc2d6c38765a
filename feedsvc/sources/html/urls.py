"""Resolves the URLs in an article, and drops those that are not allowed.

A relative URL is resolved against the path of the article's file. It then begins with a
placeholder (SITE, PAGE or ORIGIN of model.article) for the part that is known only at rendering.
"""

import posixpath
import re
from urllib.parse import quote, unquote, urljoin

from feedsvc.model.article import ORIGIN, PAGE, SITE
from feedsvc.model.characters import first_illegal, legal
from feedsvc.model.uri import as_uri
from feedsvc.sources.html import publisher_urls

SCHEMES = frozenset(
    {"http", "https", "mailto", "tel", "xmpp", "geo", "sms", "ftp", "magnet"}
)  # of links
EMBEDDED_SCHEMES = frozenset({"http", "https"})
ARTICLE_SUFFIXES = frozenset({".md", ".markdown", ".mdx", ".txt", ".html", ".htm", ".rst"})
_PAGE_SUFFIXES = ARTICLE_SUFFIXES | {".php", ".asp", ".aspx", ".jsp"}
_POSTS = re.compile(r"(?:^|/)_(?:posts|drafts)/")
_MEDIA = SITE + "/media/"
_ARTICLES = SITE + "/articles/"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_THEIRS = re.compile(r"\s*(?:[@{|]|%7[BbCc]|(?:link|obsidian|pathname):)")
_FILE_SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,5}")
_UNSAFE = re.compile(r"[\s\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
SAFE_IN_PATH = "/-._~!$'()*+,;=@:"


def tidy(url: str) -> str:
    """The URL without control characters and white space at its ends, and percent-encoded.

    What is already encoded is not encoded again (WHATWG URL, basic URL parser, steps 1 to 3).
    """
    url = legal(url).strip()
    url = url.replace("\t", "").replace("\n", "").replace("\r", "").replace("\x7f", "")
    return _UNSAFE.sub(lambda found: quote(found[0], safe=""), url)


def target(url: str, path: str, *, embedded: bool) -> str | None:
    """The resolved form of any URL in an article; None if it is not allowed or leads nowhere.

    Args:
        url: as written.
        path: of the article's file; POSIX, relative to the newsroom's folder.
        embedded: whether it is shown in the page (img, video), so that it is no link, and names a
            file and not an article.
    """
    if _THEIRS.match(url):
        url = publisher_urls.understood(url.strip(), path)
        if url.startswith(SITE):
            return None if embedded else url
    url = tidy(url)
    if scheme := _SCHEME.match(url):
        allowed = EMBEDDED_SCHEMES if embedded else SCHEMES
        if scheme[1].lower() not in allowed or len(url) == scheme.end():
            return None
        return as_uri(url) if "%" in url or not url.isascii() else url
    if not url:
        return None
    if url.startswith("//"):
        return as_uri("https:" + url) if len(url.strip("/")) else None
    if url[0] in "#?":
        return None if embedded else PAGE + url
    if url[0] == "/":
        return ORIGIN + as_uri(url)
    cut = len(url) if embedded and _is_name(url) else _end_of_path(url)
    local = _joined(url[:cut], path, clamp=not embedded)
    if local is None:
        return None
    suffix = posixpath.splitext(local)[1].lower()
    if _POSTS.search(path) and "/" not in url[:cut].removeprefix("./"):
        local = _beside_post(local, suffix, path)
    if embedded and (suffix in ARTICLE_SUFFIXES or not local or local.endswith("/")):
        return None
    is_file = suffix not in _PAGE_SUFFIXES and _FILE_SUFFIX.fullmatch(suffix)
    place = _MEDIA if embedded or is_file else _ARTICLES
    return place + quote(local, safe=SAFE_IN_PATH) + url[cut:]


def _beside_post(local: str, suffix: str, path: str) -> str:
    """The place of a file that a post names by its name alone: in the folder of the post's own.

    https://hexo.io/docs/asset-folders. Where it is not there, it is found above.
    """
    stem = posixpath.splitext(posixpath.basename(path))[0]
    if stem == "index" or suffix in _PAGE_SUFFIXES or not _FILE_SUFFIX.fullmatch(suffix):
        return local
    return posixpath.join(posixpath.dirname(path), stem, posixpath.basename(local))


def _end_of_path(url: str) -> int:
    return min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))


def _is_name(url: str) -> bool:
    """Whether # and ? are part of a file's name, such as `Episode #2.mp3`: no suffix is before."""
    suffixes = (posixpath.splitext(text)[1].lower() for text in (url[: _end_of_path(url)], url))
    before, whole = (bool(_FILE_SUFFIX.fullmatch(suffix)) for suffix in suffixes)
    return whole and not before


def media_path(resolved: str) -> str | None:
    """The path of the local file that a resolved URL names; None if it names none."""
    if not resolved.startswith(_MEDIA):
        return None
    return unquote(re.split(r"[?#]", resolved[len(_MEDIA) :], maxsplit=1)[0])


def srcset(value: str, path: str) -> str:
    """A srcset attribute with resolved URLs, without the candidates that are not allowed.

    HTML Standard 4.8.4.2.1 "Srcset attributes".
    """
    kept = []
    for url, descriptor in _candidates(value):
        resolved = target(url, path, embedded=True)
        if resolved:
            # A comma at the start or end of a URL would be read as the separator.
            kept.append(f"{resolved.replace(',', '%2C')} {descriptor}".rstrip())
    return ", ".join(kept)


def against(base: str, url: str) -> str:
    """A URL resolved against the base that its document names (RFC 3986 5.2).

    A link within the page stays one, and what cannot be resolved stays as it is.
    """
    url = tidy(url)
    if not url or url[0] == "#":
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def srcset_against(base: str, value: str) -> str:
    """A srcset attribute whose URLs are resolved against a base."""
    found = [f"{against(base, url)} {descriptor}" for url, descriptor in _candidates(value)]
    return ", ".join(one.rstrip() for one in found)


def _candidates(value: str) -> list[tuple[str, str]]:
    found = []
    position = 0
    pattern = re.compile(r"[\s,]*([^\s,]\S*)")
    while match := pattern.match(value, position):
        url = match[1]
        position = match.end()
        descriptor = ""
        if url.endswith(","):
            url = url.rstrip(",")
        else:
            end = value.find(",", position)
            end = len(value) if end < 0 else end
            descriptor = " ".join(value[position:end].split())
            position = end + 1
        found.append((url, descriptor if re.fullmatch(r"[0-9.]+[wxh]", descriptor) else ""))
    return found


def _joined(relative: str, path: str, *, clamp: bool) -> str | None:
    """The local path that a relative URL path names, decoded; None if there can be no such file.

    That is so for hidden files, and for paths outside the newsroom's folder. With `clamp`, a path
    that leads outside is taken from the folder instead.
    """
    parts = posixpath.dirname(path).split("/") if "/" in path else []
    decoded = unquote(relative)
    if first_illegal(decoded) >= 0 or "\\" in decoded:
        return None
    pieces = decoded.split("/")
    for piece in pieces:
        if piece == "..":
            if parts:
                parts.pop()
            elif not clamp:
                return None
        elif piece not in ("", "."):
            parts.append(piece)
    if any(part.startswith(".") for part in parts):
        return None
    folder = pieces[-1] in ("", ".", "..") and parts
    return "/".join(parts) + ("/" if folder else "")
