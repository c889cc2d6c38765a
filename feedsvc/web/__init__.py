"""The web service: answers feed readers, aggregators and browsers. It alone knows Flask."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedsvc.web.app import app_for_files, app_from_environment, create_app
    from feedsvc.web.last_look import LastLook
    from feedsvc.web.log_lines import LOG_FORMATS, LogFormat, Logs, log_to_stderr
    from feedsvc.web.needed import PUSH, READERS
    from feedsvc.web.probe import answers
    from feedsvc.web.process_limits import connections, require_files
    from feedsvc.web.restarts import Restarts, end_with_parent
    from feedsvc.web.routes import make_routes
    from feedsvc.web.server import PreviewServer, public_address, run_workers
    from feedsvc.web.service_folder import ServiceFolder, shared_folder
    from feedsvc.web.theme import served_theme

__all__ = [
    "LOG_FORMATS",
    "PUSH",
    "READERS",
    "LastLook",
    "LogFormat",
    "Logs",
    "PreviewServer",
    "Restarts",
    "ServiceFolder",
    "answers",
    "app_for_files",
    "app_from_environment",
    "connections",
    "create_app",
    "end_with_parent",
    "log_to_stderr",
    "make_routes",
    "public_address",
    "require_files",
    "run_workers",
    "served_theme",
    "shared_folder",
]

_MODULES = {
    "feedsvc.web.app": (
        "app_for_files",
        "app_from_environment",
        "create_app",
    ),
    "feedsvc.web.last_look": ("LastLook",),
    "feedsvc.web.log_lines": ("LOG_FORMATS", "LogFormat", "Logs", "log_to_stderr"),
    "feedsvc.web.needed": ("PUSH", "READERS"),
    "feedsvc.web.probe": ("answers",),
    "feedsvc.web.process_limits": ("connections", "require_files"),
    "feedsvc.web.restarts": ("Restarts", "end_with_parent"),
    "feedsvc.web.routes": ("make_routes",),
    "feedsvc.web.server": (
        "PreviewServer",
        "public_address",
        "run_workers",
    ),
    "feedsvc.web.service_folder": ("ServiceFolder", "shared_folder"),
    "feedsvc.web.theme": ("served_theme",),
}


def __getattr__(name: str) -> Any:
    """Load Flask when it is needed: commands that serve nothing start without it (PEP 562)."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
