"""Tools for editors: check, diff, stamp, new articles, and the desk of the preview."""

from feedsvc.editor.article_status import ArticleStatus, status_of
from feedsvc.editor.new_article import NEW_FORMATS, begin_article

__all__ = ["NEW_FORMATS", "ArticleStatus", "begin_article", "status_of"]
