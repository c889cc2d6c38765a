"""Reads what Ghost exports, and makes HTML of its texts."""

from feedsvc.importers.ghost.reader import GhostReader

__all__ = ["GhostReader"]
