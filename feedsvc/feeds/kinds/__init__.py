"""The special kinds of feeds: digests, searches and private feeds."""
