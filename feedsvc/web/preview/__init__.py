"""The preview: the public pages with an editor's layer over them, for one browser."""

from feedsvc.web.preview.pages import create_preview
from feedsvc.web.preview.program import program_of
from feedsvc.web.preview.session import LOG, Stage

__all__ = ["LOG", "Stage", "create_preview", "program_of"]
