"""Reads the front matter of an article file: splits it off, parses it, and checks its values."""

from feedsvc.sources.frontmatter.enclosures import media_type
from feedsvc.sources.frontmatter.key_names import Keyed, is_key, meaning
from feedsvc.sources.frontmatter.split import Field, FrontMatter, split_front_matter

__all__ = ["Field", "FrontMatter", "Keyed", "is_key", "meaning", "media_type", "split_front_matter"]
