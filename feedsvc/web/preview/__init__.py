"""The preview: the public pages with an editor's layer over them, for one browser."""

from feedsvc.web.preview.app import create_preview
from feedsvc.web.preview.session import LOG, Preview, Stage

__all__ = ["LOG", "Preview", "Stage", "create_preview"]
