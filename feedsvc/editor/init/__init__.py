"""Makes newsrooms: looks at a folder, says whose layout it has, and writes what fits."""

from feedsvc.editor.init.newsroom import look_at, make_newsroom
from feedsvc.editor.init.plan import Answers, Offer, Plan, Seen, offer, plan
from feedsvc.editor.init.site_address import site_address

__all__ = [
    "Answers",
    "Offer",
    "Plan",
    "Seen",
    "look_at",
    "make_newsroom",
    "offer",
    "plan",
    "site_address",
]
