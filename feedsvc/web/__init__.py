"""The web service: answers feed readers, aggregators and browsers. It alone knows Flask."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedsvc.web.app import app_from_environment, create_app
    from feedsvc.web.routes import make_routes

__all__ = ["app_from_environment", "create_app", "make_routes"]


def __getattr__(name: str) -> Any:
    """Load Flask when it is needed: commands that serve nothing start without it (PEP 562)."""
    if name == "make_routes":
        from feedsvc.web.routes import make_routes

        return make_routes
    if name in __all__:
        from feedsvc.web import app

        return getattr(app, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
