"""Judges a live feed as a subscriber meets it: `feedsvc check URL`.

`visit.py` asks, `ask.py` knows the network, and all else is pure: rules on what was asked and
answered. Each module of rules names its rules, with their source, above what finds them.
"""

from feedsvc.editor.check_url.ask import ask
from feedsvc.editor.check_url.check import check_url
from feedsvc.editor.check_url.exchange import Answer, Request
from feedsvc.editor.check_url.finding import Finding, Place, Rule
from feedsvc.editor.check_url.judge import RULES, Report
from feedsvc.editor.check_url.visit import Pace

__all__ = [
    "RULES",
    "Answer",
    "Finding",
    "Pace",
    "Place",
    "Report",
    "Request",
    "Rule",
    "ask",
    "check_url",
]
