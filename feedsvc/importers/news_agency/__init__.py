"""Reads what news agencies send: ninjs and NITF, both of the IPTC."""

from feedsvc.importers.news_agency.ninjs import NinjsReader
from feedsvc.importers.news_agency.nitf import NitfReader

__all__ = ["NinjsReader", "NitfReader"]
