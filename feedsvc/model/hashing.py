"""One hash of several strings."""

import hashlib


def digest(*parts: bytes | str) -> str:
    """The SHA-256 of the parts, in hexadecimal. Each part is preceded by its length in bytes."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()
