"""Makes the random token of a private address, and the digest that is kept of it."""

import hashlib
import secrets

_TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits, as a URL takes them."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_digest(token: str) -> str:
    """What is kept of a token. It is random, so no salt is needed and one round is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
