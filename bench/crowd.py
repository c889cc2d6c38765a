"""Clients that connect, send half a request line, and say no more.

    python -m bench.crowd PORT NUMBER

It says "there" once all are connected. Where the server closes one, another takes its place, until
standard input ends.
"""

import contextlib
import selectors
import socket
import sys
from collections.abc import Iterator

from bench import servers

HALF = b"GET /feed"


def _one(port: int) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), 30)
    client.sendall(HALF)
    client.setblocking(False)
    return client


@contextlib.contextmanager
def beside(port: int, number: int, core: int | None) -> Iterator[None]:
    """So many connections to a server, held open by a process on some core; 0: none."""
    if not number:
        yield
        return
    command = [sys.executable, "-m", "bench.crowd", str(port), str(number)]
    crowd = servers.Process(command, core=core, stdin=True)
    try:
        while crowd.alive() and "there" not in crowd.words():
            with contextlib.suppress(Exception):
                crowd.process.wait(0.05)
        if not crowd.alive():
            raise RuntimeError(f"the idle connections cannot be made:\n{crowd.words()[-500:]}")
        yield
    finally:
        crowd.stop()


def main() -> None:
    """Read the arguments, connect, stay."""
    port, number = int(sys.argv[1]), int(sys.argv[2])
    with selectors.DefaultSelector() as selector:
        for _ in range(number):
            selector.register(_one(port), selectors.EVENT_READ)
        selector.register(sys.stdin, selectors.EVENT_READ)
        print("there", flush=True)
        while True:
            for key, _ in selector.select():
                if key.fileobj is sys.stdin:
                    return
                selector.unregister(key.fileobj)
                key.fileobj.close()  # type: ignore[union-attr]
                selector.register(_one(port), selectors.EVENT_READ)


if __name__ == "__main__":
    main()
