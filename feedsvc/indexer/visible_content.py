"""Brings the content of an article to the form that its readers see. Pure.

What differs only in line breaks, blanks, comments, the order of attributes or the folder in which
article and pictures stand together, is the same to them.
"""

import posixpath
import re
from urllib.parse import quote

from feedsvc.model.article import SITE
from feedsvc.sources.html import SAFE_IN_PATH

_KEPT = re.compile(r"(<pre\b.*?</pre\s*>|<textarea\b.*?</textarea\s*>)", re.DOTALL | re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_BESIDE_BLOCK = re.compile(
    r" ?(</?(?:address|article|aside|audio|blockquote|br|caption|col|colgroup|dd|details|div|dl|dt"
    r"|figcaption|figure|footer|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|section|source|summary"
    r"|table|tbody|td|tfoot|th|thead|tr|track|ul|video)\b[^>]*>) ?"
)
_ATTRIBUTE = r' [a-zA-Z][\w:.-]*(?:="[^"]*")?'
_ATTRIBUTES = re.compile(rf"<([a-zA-Z][\w-]*)((?:{_ATTRIBUTE}){{2,}})")
_ONE = re.compile(_ATTRIBUTE)


def as_seen(content: str, path: str) -> str:
    """The content of an article as its readers see it: equal where they see no difference.

    Args:
        content: HTML as `Article.content` has it; may begin URLs with placeholders.
        path: of the article's file.
    """
    parts = _KEPT.split(content)
    for at in range(0, len(parts), 2):  # every second one is preformatted
        parts[at] = _BESIDE_BLOCK.sub(r"\1", _BLANKS.sub(" ", parts[at])).strip(" ")
    seen = _ATTRIBUTES.sub(_in_order, "".join(parts))
    folder = posixpath.dirname(path)
    if folder and SITE in seen:
        for place in ("media", "articles"):
            seen = seen.replace(
                f"{SITE}/{place}/{quote(folder, safe=SAFE_IN_PATH)}/", f"{SITE}/{place}/./"
            )
    return seen


def _in_order(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{''.join(sorted(_ONE.findall(tag[2])))}"
