"""Finds the mark that ends the teaser of an article, and the text before it.

It is a comment: `<!--more-->` of WordPress, Hugo, Hexo, Zola and many sites of Jekyll, Nikola's
`<!-- TEASER_END -->`, Docusaurus' `<!-- truncate -->` and `{/* truncate */}`.
"""

import re

from feedsvc.sources.html.sanitizer import clean_tree
from feedsvc.sources.html.sections import outline
from feedsvc.sources.source import Findings, Source

TEASER_END = "<!--more-->"  # as which each of these marks is kept until the text is HTML
LONGEST = 1000  # characters; of more, whole paragraphs are taken
_MARK = re.compile(
    r"""
    <!--more[ \t][^\n<>]{1,100}-->  # WordPress has words for the link there
    | (?:<!--|\{/\*)[ \t]*
      (?:more|truncate|read[ _-]?more|TEASER_END(?::[^\n<>]{0,100})?|(?:end[ _-]?)?excerpt
      |excerpt[ _-]?(?:end|separator)|PELICAN_END_SUMMARY)
      [ \t]*(?:-->|\*/\})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--[^\n<>]{1,100}-->")


def is_teaser_end(comment: str) -> bool:
    """Whether a comment, with its marks, ends a teaser."""
    return len(comment) < 150 and _MARK.fullmatch(comment) is not None


def with_teaser_end(text: str, separator: str) -> str:
    """The text of a body with the usual mark where a header says that another one ends the teaser.

    Args:
        text: of the body.
        separator: Jekyll's `excerpt_separator` (https://jekyllrb.com/docs/posts/#post-excerpts).
            What is no comment may be anything in a text, and is left.
    """
    separator = separator.strip()
    if not _COMMENT.fullmatch(separator):
        return text
    return text.replace(separator, TEASER_END, 1)


def teaser(html: str, source: Source, first_line: int) -> str:
    """The text before the mark that ends a teaser, on one line; empty where there is no mark.

    Args:
        html: of the body, not sanitized, with the mark as TEASER_END.
        source: gives path and limits.
        first_line: the line of the file at which the body begins, from 1.

    Raises:
        UnreadableArticle: it is beyond a limit.
    """
    before, mark, _ = html.partition(TEASER_END)
    if not mark:
        return ""
    quiet = Source(source.path, "", source.zone, Findings(source.path), source.limits)
    tree, _, _ = clean_tree(before, quiet, first_line)
    lines = [line for section in outline(tree) for line in section.text.split("\n") if line]
    taken = lines[:1]
    for line in lines[1:]:
        if len(" ".join(taken)) + len(line) >= LONGEST:
            break
        taken.append(line)
    return " ".join(taken)
