"""The header of an article file: split from the text, parsed, and given its meaning."""
