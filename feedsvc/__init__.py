"""feedsvc: a folder of articles becomes feeds that readers can trust."""

__version__ = "0.1.0"
