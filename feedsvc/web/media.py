"""Files beside the articles, as they are: validators, ranges, and nothing in them that runs."""

import re
from pathlib import Path

from flask import Response, abort, request, send_file

from feedsvc.sources.enclosures import media_type
from feedsvc.web.answers import PAGE_CACHING

_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d+\s*-\s*\d*|-\s*\d+)\s*", re.ASCII)


def send_media(file: Path, path: str) -> Response:
    """A file, a part of it, or 304.

    Args:
        file: where it is.
        path: by which articles name it: its suffix tells the type.
    """
    if not _ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)  # RFC 9110 14.2: several, or another unit
    try:
        response = send_file(file.absolute(), media_type(path), conditional=True, etag=True)
    except OSError:
        abort(404, "This file cannot be read.")
    response.headers["Cache-Control"] = PAGE_CACHING
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
