"""The site as files: releases, where they are brought, and what serves them."""

from feedsvc.static_site.bring_newest import BringNewest, Destination
from feedsvc.static_site.builder import Builder, Release
from feedsvc.static_site.manifest import GROUPS, Gone, Group, Manifest, Redirect, SiteFile
from feedsvc.static_site.memory import read_manifest
from feedsvc.static_site.object_store import ObjectStoreError, Place, lacks, read_place
from feedsvc.static_site.purge import Purge
from feedsvc.static_site.trees import current_release
from feedsvc.static_site.upload import Brought, ReleaseFolder
from feedsvc.static_site.watch import LOGGER, SiteWatch

__all__ = [
    "GROUPS",
    "LOGGER",
    "BringNewest",
    "Brought",
    "Builder",
    "Destination",
    "Gone",
    "Group",
    "Manifest",
    "ObjectStoreError",
    "Place",
    "Purge",
    "Redirect",
    "Release",
    "ReleaseFolder",
    "SiteFile",
    "SiteWatch",
    "current_release",
    "lacks",
    "read_manifest",
    "read_place",
]
