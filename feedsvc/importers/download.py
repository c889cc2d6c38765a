"""Fetches what is at an address of the web, within limits of size and time."""

import http.client
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    UnknownHandler,
)

from feedsvc.model.uri import as_uri

MOST_BYTES = 64 * 1024 * 1024
_SECONDS = 30.0
_AGENT = "feedsvc-import"


def fetch(url: str) -> bytes:
    """The bytes at an address of http or https; redirects are followed to such alone.

    Raises:
        OSError: with a reason, where they cannot be had or are more than MOST_BYTES.
    """
    try:
        request = Request(as_uri(url), headers={"User-Agent": _AGENT})
        with _opener().open(request, timeout=_SECONDS) as answer:
            data: bytes = answer.read(MOST_BYTES + 1)
    except HTTPError as error:
        error.close()
        raise OSError(f"the server answers {error.code} {error.reason}") from None
    except URLError as error:
        raise OSError(f"it cannot be reached ({error.reason})") from None
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(f"it cannot be fetched ({error})") from None
    if len(data) > MOST_BYTES:
        raise OSError(f"it is larger than {MOST_BYTES >> 20} MB; bring it here by hand")
    return data


def _opener() -> OpenerDirector:
    """What opens addresses of http and https, and no others, such as those of files."""
    opener = OpenerDirector()
    for handler in (
        *(HTTPHandler(), HTTPSHandler(), HTTPRedirectHandler(), HTTPErrorProcessor()),
        *(HTTPDefaultErrorHandler(), UnknownHandler()),
    ):
        opener.add_handler(handler)
    return opener
