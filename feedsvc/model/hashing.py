"""One digest of several parts."""

import hashlib


def digest(*parts: bytes | str) -> str:
    """SHA-256, in hexadecimal, of the parts, each preceded by its length."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()
