"""Moves a newsroom in: what other publishers export becomes article files, and nothing else."""

from feedsvc.importers.download import fetch
from feedsvc.importers.moving_in import KINDS, Source, move_in
from feedsvc.importers.notes import Notes

__all__ = ["KINDS", "Notes", "Source", "fetch", "move_in"]
