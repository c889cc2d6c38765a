"""Asks the system for what workers need: open files, an end of stalled connections."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from feedsvc.errors import FeedsvcError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_log = logging.getLogger("feedsvc.server")
_OTHER_FILES = 256  # that a worker has open besides: the store's, media files, the server's own
_FEWEST_FILES = 64  # with which a worker answers eight connections, and never lacks one
_LOOKS = 1500  # times that the socket is looked for on which a worker listens
_LOOK_SECONDS = 0.02


def connections(most: int, who: str = "a worker") -> int:
    """How many connections a process may hold: `most`, or fewer where it may open fewer files.

    The soft limit of open files is raised as far as needed. Out of file handles, a server can
    neither accept a connection nor open its own files.

    Args:
        most: that it would hold.
        who: what the process is called in the log.
    """
    if resource is None:
        return most
    wanted = most + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless = resource.RLIM_INFINITY
    if soft != endless and soft < wanted:
        soft = wanted if hard == endless else min(wanted, hard)
        with suppress(OSError, ValueError):  # a system may have a lower limit of its own
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == endless or soft >= wanted:
        return most
    # Few files are shared: a worker that could open none of its own would answer nobody.
    found = max(1, min(most, max(soft - _OTHER_FILES, soft // 8)))
    _log.warning(
        "this system lets %s open %d files, so it has %d connections at a time instead of"
        " %d; raise the limit: LimitNOFILE=%d in a unit of systemd, ulimit -n in a shell",
        *(who, soft, found, most, wanted),
    )
    return found


def require_files() -> None:
    """Refuse to serve where the system lets a process open too few files to answer anything.

    Raises:
        FeedsvcError: it does.
    """
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = max(soft, hard)  # a worker raises the soft one
    if resource.RLIM_INFINITY not in (soft, hard) and allowed < _FEWEST_FILES:
        raise FeedsvcError(
            f"this system lets a process open {allowed} files, and a worker needs"
            f" {_FEWEST_FILES} at least; raise the limit: LimitNOFILE= in a unit of systemd,"
            " ulimit -n in a shell"
        )


def drop_stalled(seconds: int) -> None:
    """Let the system close connections whose client takes nothing of an answer for so long.

    A thread sets TCP_USER_TIMEOUT (tcp(7)) on the socket on which this process listens, as soon as
    there is one; accepted connections inherit it. Only Linux has it: elsewhere nothing is set.
    """
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is None:
        return

    def tell(listener: socket.socket) -> None:
        listener.setsockopt(socket.IPPROTO_TCP, option, seconds * 1000)

    def look() -> None:
        pause = threading.Event()
        for _ in range(_LOOKS):
            if _tell_listeners(tell):
                return
            pause.wait(_LOOK_SECONDS)

    threading.Thread(target=look, name="feedsvc-stalled", daemon=True).start()


def _tell_listeners(tell: Callable[[socket.socket], None]) -> bool:
    """Whether this process listens on a socket; `tell` is called with each of them."""
    found = False
    for name in os.listdir("/dev/fd"):
        try:
            one = socket.socket(fileno=int(name))
        except OSError:  # a file
            continue
        try:
            if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                tell(one)
                found = True
        except OSError:  # of another family, or closed meanwhile
            continue
        finally:
            one.detach()  # it belongs to the server
    return found
