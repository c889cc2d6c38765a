"""The formats of article files: plain text, Markdown, HTML."""
