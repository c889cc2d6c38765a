"""A relay in front of a server on a Unix socket, which can be cut, or swallow all that is sent."""

import contextlib
import selectors
import socket
import threading
from pathlib import Path

_SOME = 65536


class Relay:
    """Passes on what clients and a server send each other, over TCP on this machine.

    Args:
        door: the server's socket.

    Attributes:
        port: on which it listens; the same after `cut` and `open`.
        swallows: whether nothing passes, and nobody is told: as behind a firewall.
    """

    def __init__(self, door: Path) -> None:
        self._door = str(door)
        self.port = 0
        self.swallows = False
        self._selector = selectors.DefaultSelector()
        self._listener: socket.socket | None = None
        self._bell, self._rung = socket.socketpair()
        self._selector.register(self._rung, selectors.EVENT_READ)
        self._guard = threading.Lock()
        self._ended = False
        self.open()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def open(self) -> None:
        """Take connections."""
        with self._guard:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self.port = self._listener.getsockname()[1]
            self._selector.register(self._listener, selectors.EVENT_READ)

    def cut(self) -> None:
        """End all connections, and refuse others."""
        with self._guard:
            for key in list(self._selector.get_map().values()):
                if key.fileobj is not self._rung:
                    self._selector.unregister(key.fileobj)
                    assert isinstance(key.fileobj, socket.socket)
                    key.fileobj.close()
            self._listener = None

    def close(self) -> None:
        self._ended = True
        self._bell.send(b".")
        self._thread.join()
        self.cut()
        self._bell.close()
        self._rung.close()
        self._selector.close()

    def _run(self) -> None:
        while not self._ended:
            found = self._selector.select(0.05)
            if self.swallows:
                self._ended = self._ended or bool(threading.Event().wait(0.01))
                continue
            with self._guard:
                for key, _ in found:
                    if key.fileobj is self._listener:
                        self._pair()
                    elif key.data is not None and key.fileobj in _registered(self._selector):
                        self._pass_on(key.fileobj, key.data)

    def _pair(self) -> None:
        assert self._listener is not None
        client, _ = self._listener.accept()
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self._door)
        except OSError:
            client.close()
            server.close()
            return
        self._selector.register(client, selectors.EVENT_READ, server)
        self._selector.register(server, selectors.EVENT_READ, client)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        sent = b""
        with contextlib.suppress(OSError):
            sent = source.recv(_SOME)
            if sent:
                target.sendall(sent)
        if not sent:
            for end in (source, target):
                with contextlib.suppress(KeyError, ValueError):
                    self._selector.unregister(end)
                end.close()


def _registered(selector: selectors.BaseSelector) -> list[object]:
    return [key.fileobj for key in selector.get_map().values()]
