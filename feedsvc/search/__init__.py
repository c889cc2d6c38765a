"""The language of searches, and the words of a text. Pure."""
