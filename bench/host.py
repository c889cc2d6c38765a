"""Runs any WSGI application under the granian of `feedsvc serve`, with the same options.

    python -m bench.host MODULE:FACTORY PORT

`feedsvc.web.server` itself starts it, and is only told another application; so whatever options
feedsvc sets, the peers get as well.
"""

import sys
from typing import Any

from feedsvc.web import server, shared_folder


class Other(server.Workers):
    """The same server with another application."""

    target = ""

    def __init__(self, _: str, **options: Any) -> None:
        super().__init__(self.target, factory=True, **options)

    def serve(self, **_: Any) -> None:
        """Serve that application, which granian loads by its name."""
        super().serve()


def main() -> None:
    """Read the arguments and serve until told to stop."""
    Other.target, port = sys.argv[1], int(sys.argv[2])
    server.Workers = Other  # type: ignore[misc]
    with shared_folder() as shared:
        server.run_workers("127.0.0.1", port, 1, shared)


if __name__ == "__main__":
    main()
