"""Moves a newsroom in: what other publishers export becomes article files, and nothing else."""

from feedsvc.importers.download import fetch
from feedsvc.importers.moving_in import KINDS, Import, Source
from feedsvc.importers.notes import Notes

__all__ = ["KINDS", "Import", "Notes", "Source", "fetch"]
