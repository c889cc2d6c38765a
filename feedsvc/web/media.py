"""Sends media files: validators, ranges, and a policy under which nothing in them runs.

Tag, size and bytes come from the same open file, so that they belong together. Or a proxy is told
which file to send, and then has validators and ranges of its own.
"""

import os
import re
import time
from typing import BinaryIO
from urllib.parse import quote
from zlib import adler32

from flask import Request, abort, request, send_file
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.wrappers import Response

from feedsvc.model.file_stat import FileStat
from feedsvc.model.media_types import media_type
from feedsvc.sources import Folder
from feedsvc.web.responses import PAGE_CACHING

_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d+\s*-\s*\d*|-\s*\d+)\s*", re.ASCII)
_GRAIN = 2  # seconds in which a file may change twice under one date (RFC 9110 8.8.2.2)


def send_media(folder: Folder, path: str, accel: str = "") -> Response:
    """A file of a folder, the range of it that is asked for, or 304.

    Args:
        folder: of the articles.
        path: of the file in it: its suffix tells the type.
        accel: the proxy's location for the folder (settings.media); empty: there is none.

    Raises:
        HTTPException: 404, where it cannot be read; 416, for a range that it does not have.
    """
    path = folder.attached(path)
    response = _hand_over(folder, path, accel) if accel else _send(folder, path)
    response.headers["Cache-Control"] = PAGE_CACHING
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _hand_over(folder: Folder, path: str, accel: str) -> Response:
    """An answer without a body, in whose place nginx sends the file."""
    try:
        with folder.open(path):
            pass
    except OSError:
        abort(404, "This file cannot be read.")
    real = os.path.realpath(folder.root / folder.real(path))
    within = os.path.relpath(real, os.path.realpath(folder.root))
    answer = Response(status=200, content_type=media_type(os.path.basename(path)))
    answer.headers["X-Accel-Redirect"] = accel + quote(within)
    return answer


def _send(folder: Folder, path: str) -> Response:
    if not _ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)  # several ranges or another unit (RFC 9110 14.2)
    try:
        file = folder.open(path)
    except OSError:
        abort(404, "This file cannot be read.")
    return _answer(file, path, request)


def _answer(file: BinaryIO, path: str, request: Request) -> Response:
    status = os.fstat(file.fileno())
    # Other bytes can have the same size and time (model.file_stat), and an earlier time.
    tag = "-".join(f"{number:x}" for number in (*FileStat.of(status), adler32(path.encode())))
    date = http_date(status.st_ctime) if time.time() - status.st_ctime > _GRAIN else None
    if request.headers.get("If-Modified-Since") != date:
        request.environ.pop("HTTP_IF_MODIFIED_SINCE", None)
    if "If-Range" in request.headers and request.headers["If-Range"] not in (date, f'"{tag}"'):
        request.environ.pop("HTTP_RANGE", None)
    name = os.path.basename(path)
    answer = send_file(
        file,
        media_type(name),
        download_name=name,
        etag=tag,
        last_modified=status.st_ctime if date else None,
        conditional=False,
    )
    answer.content_length = status.st_size
    try:
        answer.make_conditional(request.environ)
        if answer.status_code == 200:  # a range counts only then (RFC 9110 13.2.2)
            answer.make_conditional(request.environ, True, status.st_size)
        return answer
    except HTTPException:
        answer.close()
        raise
