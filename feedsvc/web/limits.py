"""What clients may take of a worker: connections, bytes, threads, time.

Each limit is wide for readers and narrow for whoever sends half a request, or reads no answer.
"""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

CONNECTIONS = 1024  # open ones; the next wait in the system's queue until one closes
QUEUE = 1024  # connections that the system keeps waiting for a worker
HEADER_SECONDS = 15  # for a whole header, the wait for the next request included; then it closes
HEADER_BYTES = 32 * 1024  # of the request line and all header lines; twice as many are refused
STALL_SECONDS = 60  # without a byte taken by the client while an answer waits; then it closes
# Requests that are handled at a time; others wait for a thread. granian advises against more than
# twice the processors; under load, 64 were measured to answer as many polls as 5.
THREADS = 64
DOWNLOADS = 48  # answers sent bit by bit, each with a thread of its own; then 429
_OTHER_FILES = 256  # that a worker has open besides: the store's, media files, the server's own
_LOOKS = 1500  # for the socket that a worker listens on
_LOOK_SECONDS = 0.02


def connections() -> int:
    """How many connections a worker may hold: CONNECTIONS, where the system lets it.

    Out of file handles, a server can neither accept a connection nor open its own files.
    """
    if resource is None:
        return CONNECTIONS
    wanted = CONNECTIONS + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless = resource.RLIM_INFINITY
    if soft != endless and soft < wanted:
        soft = wanted if hard == endless else min(wanted, hard)
        with suppress(OSError, ValueError):  # a system may have a lower limit of its own
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if soft == endless else max(1, min(CONNECTIONS, soft - _OTHER_FILES))


def drop_stalled(seconds: int) -> None:
    """Let the system close connections whose client takes nothing of an answer for so long.

    It is told to the socket that this process listens on, as soon as there is one; what is
    accepted there inherits it (tcp(7), TCP_USER_TIMEOUT). Elsewhere than on Linux nothing is told.
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
    """Whether this process listens on a socket; each is told."""
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
