"""Immutable values for articles, entries, feeds and keys, and the rules that need only these."""
