"""Clients that take a large file slowly, a little each second.

    python -m bench.slow PORT NUMBER PATH

It says "there" once all are being answered, and stays until standard input ends.
"""

import contextlib
import select
import socket
import sys
from collections.abc import Iterator

from bench import servers

PIECE = 8192  # bytes that each takes at a time
WINDOW = 16 * 1024  # bytes that the system takes for each
_OK = b"HTTP/1.1 200"


def _one(port: int, path: str) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
    client.settimeout(60)
    client.connect(("127.0.0.1", port))
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    said = client.recv(len(_OK))
    if said != _OK:
        sys.exit(f"a download was refused: {said!r}")
    return client


@contextlib.contextmanager
def beside(port: int, number: int, path: str, core: int | None) -> Iterator[None]:
    """So many downloads from a server, taken by a process on some core; 0: none.

    Raises:
        RuntimeError: one of them was refused.
    """
    if not number:
        yield
        return
    command = [sys.executable, "-m", "bench.slow", str(port), str(number), path]
    crowd = servers.Process(command, core=core, stdin=True)
    try:
        while crowd.alive() and "there" not in crowd.words():
            with contextlib.suppress(Exception):
                crowd.process.wait(0.05)
        yield
        if not crowd.alive():
            raise RuntimeError(f"the downloads did not go on:\n{crowd.words()[-500:]}")
    finally:
        crowd.stop()


def main() -> None:
    """Read the arguments, ask, take."""
    port, number, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    clients = [_one(port, path) for _ in range(number)]
    print("there", flush=True)
    while not select.select([sys.stdin], [], [], 1.0)[0]:
        for client in clients:
            if not client.recv(PIECE):
                sys.exit("a download ended")


if __name__ == "__main__":
    main()
