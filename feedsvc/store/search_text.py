"""What of an article is searched: all its text, as words with marks between its parts."""

import re
from html import unescape

from feedsvc.model.article import Article
from feedsvc.search import BETWEEN, spaced

# Stands between parts, so that no phrase is found across them: no word is or holds it.
BREAK = "_"
_MARK = " \x04 "  # the same before words are parted: no text that was read holds it
_BETWEEN = BETWEEN | {0x04: BREAK}
_REST = r'[^<>"]*(?:"[^"]*"[^<>"]*)*>'  # of a tag: a value may hold a bracket
_IN_LINES = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strike"
    rf"|strong|sub|sup|time|tt|u|var|wbr)\b{_REST}"
)
_TAG = re.compile(rf"</?[a-z]{_REST}\s*")


def searchable(article: Article) -> str:
    """The words of an article in their order, parted by spaces, with BREAK between its parts.

    Headline, standfirst, the text, corrections and the names of authors.

    Args:
        article: with its content.
    """
    content = unescape(_TAG.sub(_MARK, _IN_LINES.sub("", article.content)))
    texts = [article.headline, article.standfirst, content]
    texts += [correction.text for correction in article.corrections]
    texts += [author.name for author in article.authors]
    found = spaced(_MARK.join(texts), _BETWEEN)
    return found.replace("_  _", BREAK).replace("_  _", BREAK)
