"""The name by which applications ask for masked logs in their logging settings."""

import logging
import logging.config

import pytest


def test_settings_of_logging_may_name_the_old_place(caplog: pytest.LogCaptureFixture) -> None:
    settings = {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"masked": {"()": "feedsvc.web.masking.Masked"}},
        "loggers": {"feedsvc.test.masking": {"filters": ["masked"]}},
    }
    logging.config.dictConfig(settings)
    logging.getLogger("feedsvc.test.masking").warning("GET %s", "/private/abc_-9/feed.atom")
    assert caplog.messages == ["GET /private/…/feed.atom"]
