"""Makes the random token of a private address, and the digest that is kept of it."""

import hashlib
import secrets

_TOKEN_BYTES = 32


def new_token() -> str:
    """A new token: 256 random bits, in the characters of base64url."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_digest(token: str) -> str:
    """The hash that is kept of a token: its SHA-256, in hexadecimal.

    A token is random, so no salt is needed and one round is enough.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
