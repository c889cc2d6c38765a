"""Asks a server on this machine whether it answers."""

from http.client import HTTPConnection, HTTPException


def answers(host: str, port: int, path: str = "/readyz") -> bool:
    """Whether a server on this machine answers an address with 200 within a second.

    Args:
        host, port: that it listens on.
        path: the address.
    """
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = HTTPConnection(local, port, timeout=1)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
