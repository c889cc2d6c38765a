"""Runs any WSGI application under the granian of `feedsvc serve`, with the same options.

    python -m bench.host MODULE:FACTORY PORT

`feedsvc.web.server` itself starts it, and is only told another application; so whatever options
feedsvc sets, the peers get as well.
"""

import sys
from typing import Any

from feedsvc.web import server


def main() -> None:
    """Read the arguments and serve until told to stop."""
    target, port = sys.argv[1], int(sys.argv[2])
    real = server.Granian

    def other(_: str, **options: Any) -> Any:
        return real(target, **options)

    server.Granian = other  # type: ignore[assignment, misc]
    server.run_workers("127.0.0.1", port, 1)


if __name__ == "__main__":
    main()
