"""The site as files: releases, where they are brought, and what serves them."""

from feedsvc.static_site.after_release import AfterRelease, Done
from feedsvc.static_site.bring_newest import Newest
from feedsvc.static_site.builder import Builder, Release
from feedsvc.static_site.manifest import GROUPS, Gone, Manifest, Redirect, SiteFile
from feedsvc.static_site.memory import read_manifest
from feedsvc.static_site.object_store import read_place
from feedsvc.static_site.purge import Purge
from feedsvc.static_site.trees import current_release
from feedsvc.static_site.watch import LOGGER, SiteWatch

__all__ = [
    "GROUPS",
    "LOGGER",
    "AfterRelease",
    "Builder",
    "Done",
    "Gone",
    "Manifest",
    "Newest",
    "Purge",
    "Redirect",
    "Release",
    "SiteFile",
    "SiteWatch",
    "current_release",
    "read_manifest",
    "read_place",
]
