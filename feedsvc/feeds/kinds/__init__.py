"""The kinds of feeds, each with its own way to choose entries."""
