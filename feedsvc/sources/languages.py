"""Tells which language the path of an article names, and what is left of the path without it.

`harbour/index.de.md`, `post.de.md` and `de/post.md` are German.
"""

import re
from collections.abc import Collection

import msgspec

from feedsvc.model.characters import words

# ISO 639-1
CODES = words(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv "
    "cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr "
    "ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw "
    "ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv "
    "ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr "
    "ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
    "yo za zh zu"
)
# Codes that also end the names of files or hosts, such as `fetch.ts.md` or `socket.io.md`.
_ALSO_SUFFIXES = words(
    "am as co cs eu ie io is la li ml my no pl pm ps rs sc se sh so sr st to ts vi ws"
)
# RFC 5646 2.1: language, script, region
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
_TRANSLATIONS = "i18n"  # https://docusaurus.io/docs/i18n/introduction
_OF_DOCUSAURUS = re.compile(r"docusaurus-.*|current")


class Place(msgspec.Struct, frozen=True):
    """A path without what names its language.

    Attributes:
        folders: the names of its folders.
        stem: the name of the file, without its suffix.
        language: a BCP 47 tag, or empty.
    """

    folders: tuple[str, ...]
    stem: str
    language: str


def language_of(folders: Collection[str], stem: str, languages: Collection[str]) -> Place:
    """What a path says of its language.

    Args:
        folders: the names of the folders.
        stem: the name of the file, without its suffix.
        languages: tags of the newsroom's languages, in any case of letters.
    """
    known = {tag.casefold().replace("_", "-") for tag in languages} if languages else frozenset()
    base, dot, tail = stem.rpartition(".")
    of_name = ""
    if dot and base and (tag := tag_of(tail)):
        own = tag.casefold() in known or base.casefold() in ("index", "_index")
        if own or tail.casefold() not in _ALSO_SUFFIXES:
            stem, of_name = base, tag
    left = [*folders]
    of_folder = ""
    for at, folder in enumerate(left):
        translated = at > 0 and left[at - 1] == _TRANSLATIONS
        if (known or translated) and (tag := tag_of(folder)):
            if translated:
                left = [one for one in left[at + 1 :] if not _OF_DOCUSAURUS.fullmatch(one)]
            elif tag.casefold() in known:
                del left[at]
            else:
                continue
            of_folder = tag
            break
    return Place(tuple(left), stem, of_name or of_folder)


def tag_of(name: str) -> str:
    """The BCP 47 tag of a language that a name is, such as `pt-BR` for `pt_br`; empty: none."""
    if len(name) > 11 or not (found := _TAG.fullmatch(name)):
        return ""
    language, script, region = (part or "" for part in found.groups())
    if language.lower() not in CODES:
        return ""
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))
