"""Push: subscribers get a document when it changes, and foreign hubs are told (WebSub)."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feedsvc.push.addresses import allowed
    from feedsvc.push.delivery import Delivery, ping
    from feedsvc.push.exchange import Answer, Request
    from feedsvc.push.hub_request import HubRefused, HubRequest, document_at, read_request
    from feedsvc.push.intake import take_request
    from feedsvc.push.process import PushProcess
    from feedsvc.push.transfers import SOCKETS, Transfers
    from feedsvc.push.verification import denial, new_challenge, verdict, verify_intent

__all__ = [
    "SOCKETS",
    "Answer",
    "Delivery",
    "HubRefused",
    "HubRequest",
    "PushProcess",
    "Request",
    "Transfers",
    "allowed",
    "denial",
    "document_at",
    "new_challenge",
    "ping",
    "read_request",
    "take_request",
    "verdict",
    "verify_intent",
]

_MODULES = {
    "feedsvc.push.addresses": ("allowed",),
    "feedsvc.push.delivery": ("Delivery", "ping"),
    "feedsvc.push.exchange": ("Answer", "Request"),
    "feedsvc.push.hub_request": ("HubRefused", "HubRequest", "document_at", "read_request"),
    "feedsvc.push.intake": ("take_request",),
    "feedsvc.push.process": ("PushProcess",),
    "feedsvc.push.transfers": ("SOCKETS", "Transfers"),
    "feedsvc.push.verification": ("denial", "new_challenge", "verdict", "verify_intent"),
}


def __getattr__(name: str) -> Any:
    """Import a module when a name of it is used (PEP 562): the web answers without pycurl."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
