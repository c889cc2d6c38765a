"""What whoever writes asks for: check, diff, stamp, a new article, the desk of the preview."""

from feedsvc.editor.article_status import Card, Standing, card_of
from feedsvc.editor.new_article import NEW_FORMATS, begin_article

__all__ = ["NEW_FORMATS", "Card", "Standing", "begin_article", "card_of"]
