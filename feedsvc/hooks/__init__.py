"""Hooks: a command or a URL is told what readers saw change."""

from feedsvc.hooks.hooks import Hooks
from feedsvc.hooks.targets import HookFailed, post, run_command
from feedsvc.hooks.thread import HookThread

__all__ = ["HookFailed", "HookThread", "Hooks", "post", "run_command"]
