"""Reads what WordPress exports (WXR), and makes HTML of its texts."""

from feedsvc.importers.wordpress.wxr import WxrReader

__all__ = ["WxrReader"]
