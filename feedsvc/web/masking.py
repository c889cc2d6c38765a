"""The old place of `Masked`, for applications that name it in their logging settings."""

from feedsvc.web.log_filter import Masked

__all__ = ["Masked"]
