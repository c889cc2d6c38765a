"""Files beside articles as answers: what was opened and looked at is what is sent."""

import os
from typing import BinaryIO
from zlib import adler32

from flask import Request, send_file
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from feedsvc.sources.enclosures import media_type


def answer_file(file: BinaryIO, place: str, request: Request) -> Response:
    """A file, or the range of it that is asked for, or 304.

    Args:
        file: open; it is closed with the answer.
        place: where it is.
        request: its conditions are heeded.

    Raises:
        HTTPException: 416, for a range that it does not have.
    """
    status = os.fstat(file.fileno())
    tag = f"{status.st_mtime}-{status.st_size}-{adler32(place.encode()) & 0xFFFFFFFF}"
    name = os.path.basename(place)
    answer = send_file(
        file,
        media_type(name),
        download_name=name,
        etag=tag,
        last_modified=status.st_mtime,
        conditional=False,
    )
    answer.content_length = status.st_size
    try:
        return answer.make_conditional(request.environ, True, status.st_size)
    except HTTPException:
        answer.close()
        raise
