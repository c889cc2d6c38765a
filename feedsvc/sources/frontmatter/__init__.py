"""Reads the front matter of an article file: splits it off, parses it, and checks its values."""

from feedsvc.sources.frontmatter.holding import holding_lines, is_key
from feedsvc.sources.frontmatter.key_names import Keyed, meaning
from feedsvc.sources.frontmatter.quoting import quoted, toml_value, yaml_value
from feedsvc.sources.frontmatter.split import Field, FrontMatter, split_front_matter

__all__ = [
    "Field",
    "FrontMatter",
    "Keyed",
    "holding_lines",
    "is_key",
    "meaning",
    "quoted",
    "split_front_matter",
    "toml_value",
    "yaml_value",
]
