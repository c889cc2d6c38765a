"""Sends media files: validators, ranges, and a policy under which nothing in them runs.

Tag, size and bytes come from the same open file, so that they belong together.
"""

import os
import re
import time
from typing import BinaryIO
from zlib import adler32

from flask import Request, abort, request, send_file
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.wrappers import Response

from feedsvc.model.file_stat import FileStat
from feedsvc.sources import Folder
from feedsvc.sources.frontmatter import media_type
from feedsvc.web.responses import PAGE_CACHING

_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d+\s*-\s*\d*|-\s*\d+)\s*", re.ASCII)
_GRAIN = 2  # seconds in which a file may change twice under one date (RFC 9110 8.8.2.2)


def send_media(folder: Folder, path: str) -> Response:
    """A file of a folder, the range of it that is asked for, or 304.

    Args:
        folder: of the articles.
        path: of the file in it: its suffix tells the type.

    Raises:
        HTTPException: 404, where it cannot be read; 416, for a range that it does not have.
    """
    if not _ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)  # several ranges or another unit (RFC 9110 14.2)
    try:
        file = folder.open(path)
    except OSError:
        abort(404, "This file cannot be read.")
    response = _answer(file, path, request)
    response.headers["Cache-Control"] = PAGE_CACHING
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


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
