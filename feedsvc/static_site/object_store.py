"""An S3 object store: objects with their headers, and the writes that two writers share.

https://docs.aws.amazon.com/AmazonS3/latest/API/. What the library says of a failure may hold keys
and signatures, so none of it is repeated: a message is made of its kind alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import IO, Any, NamedTuple
from urllib.parse import urlsplit

from feedsvc.errors import FeedsvcError

INSTALL = "pip install 'feedsvc[s3]'"
_LIBRARY = "obstore"
_RETRIES = 6
_RETRY_SECONDS = 60
_REQUEST_SECONDS = 300
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ENDPOINT = re.compile(r"https?://[^\s/@?#]+(?:/[^\s@?#]*)?")
_STATUS = re.compile(r"non-2xx status code: (\d{3})")


class ObjectStoreError(FeedsvcError):
    """An object store cannot be reached, read or written; the text says what to do."""


class Kept(NamedTuple):
    """An object that was read. `version` is its tag, which a conditional write names."""

    body: bytes
    version: str


class Place(NamedTuple):
    """Where a site stands: `s3://bucket/prefix`; the prefix may be empty."""

    bucket: str
    prefix: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")


def read_place(text: str) -> Place:
    """Read `s3://bucket/prefix`.

    Raises:
        ObjectStoreError: it is none.
    """
    parts = urlsplit(text)
    prefix = parts.path.strip("/")
    good = parts.scheme == "s3" and _BUCKET.fullmatch(parts.netloc)
    segments = prefix.split("/") if prefix else []
    if not good or parts.query or parts.fragment or any(one in ("", ".", "..") for one in segments):
        raise ObjectStoreError(
            f"{text!r} is no place in an object store; write one such as s3://bucket/prefix"
        )
    return Place(parts.netloc, prefix)


def lacks() -> str:
    """What is not installed that object stores need, and how to install it; empty: nothing."""
    if find_spec(_LIBRARY) is not None:
        return ""
    return f"an object store needs {_LIBRARY}, which is not installed: {INSTALL}"


class ObjectStore:
    """The objects below a prefix.

    Args:
        place: bucket and prefix.
        environ: environment variables: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
            AWS_ENDPOINT_URL and the like, as for the tools of AWS.
        retry_seconds: in which a request that failed is tried again.

    Raises:
        ObjectStoreError: the library is not installed, or a variable is wrong.
    """

    def __init__(
        self, place: Place, environ: Mapping[str, str], retry_seconds: float = _RETRY_SECONDS
    ) -> None:
        if why := lacks():
            raise ObjectStoreError(why)
        self._place = place
        self._library: Any = import_module(_LIBRARY)
        self._errors: Any = import_module(f"{_LIBRARY}.exceptions")
        stores: Any = import_module(f"{_LIBRARY}.store")
        endpoint = environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL", "")
        if endpoint and not _ENDPOINT.fullmatch(endpoint):
            raise ObjectStoreError(
                f"AWS_ENDPOINT_URL: {endpoint!r} is no web address; write one such as"
                " https://s3.example.org"
            )
        client = {"timeout": timedelta(seconds=_REQUEST_SECONDS)}
        if endpoint.startswith("http://"):
            client["allow_http"] = True  # type: ignore[assignment]
        retry = {"max_retries": _RETRIES, "retry_timeout": timedelta(seconds=retry_seconds)}
        with self._plainly():
            self._store = stores.S3Store(
                place.bucket,
                prefix=place.prefix or None,
                config=_config(environ, endpoint),
                client_options=client,
                retry_config=retry,
            )

    def __str__(self) -> str:
        return str(self._place)

    def put(
        self, key: str, body: bytes | IO[bytes], headers: Mapping[str, str], *, parts: bool
    ) -> None:
        """Write an object as a whole; nobody ever sees a part of it.

        Args:
            key: below the prefix.
            body: the bytes, or a file at its beginning.
            headers: Content-Type, Cache-Control; any other name is metadata.
            parts: whether it is large enough to be sent in parts.

        Raises:
            ObjectStoreError: it is not there now.
        """
        with self._plainly():
            self._library.put(self._store, key, body, attributes=dict(headers), use_multipart=parts)

    def put_if(self, key: str, body: bytes, version: str | None) -> str | None:
        """Write a small object where it still has a version; None as version: where none is there.

        Returns:
            The version of what was written; None: somebody else has written.

        Raises:
            ObjectStoreError: whether it is there is not known.
        """
        mode: Any = "create" if version is None else {"e_tag": version}
        lost = (
            self._errors.AlreadyExistsError,
            self._errors.PreconditionError,
            FileNotFoundError,  # the version that was to be replaced
        )
        with self._plainly():
            try:
                done = self._library.put(self._store, key, body, mode=mode)
            except lost as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None
        return str(done["e_tag"])

    def get(self, key: str) -> Kept | None:
        """An object; None: it is not there.

        Raises:
            ObjectStoreError: it cannot be read.
        """
        with self._plainly():
            try:
                found = self._library.get(self._store, key)
                return Kept(bytes(found.bytes()), str(found.meta["e_tag"]))
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None

    def metadata(self, key: str) -> dict[str, str] | None:
        """The headers and metadata of an object; None: it is not there.

        Raises:
            ObjectStoreError: it cannot be read.
        """
        with self._plainly():
            try:
                found = self._library.get(self._store, key, options={"head": True})
            except FileNotFoundError:
                return None
        return {str(name): str(value) for name, value in found.attributes.items()}

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects; those that are not there do not matter.

        Raises:
            ObjectStoreError: some may still be there.
        """
        with self._plainly():
            if keys:
                self._library.delete(self._store, list(keys))

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except (self._errors.BaseError, OSError, ValueError) as error:
            reason = self._reason(error)
            raise ObjectStoreError(f"{self._place}: {reason}") from None

    def _reason(self, error: BaseException) -> str:
        said, errors = str(error), self._errors
        status = found[1] if (found := _STATUS.search(said)) else ""
        if "NoSuchBucket" in said:
            return "there is no such bucket; make it first"
        if "RequestTimeTooSkewed" in said:
            return "the clock of this machine is wrong; set it"
        if "without LOCATION" in said or "AuthorizationHeaderMalformed" in said:
            return "the bucket is in another region; name it in AWS_REGION"
        if isinstance(error, errors.UnauthenticatedError) or status == "401":
            return "the store does not know who asks; see AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"
        if isinstance(error, errors.PermissionDeniedError) or status == "403":
            return (
                "the store refuses this key (403); it must be allowed s3:GetObject, s3:PutObject,"
                " s3:DeleteObject and s3:ListBucket, and the secret must be right"
            )
        if status == "501" or isinstance(error, errors.NotSupportedError):
            return "the store cannot write on a condition, without which two writers would mix"
        if status:
            return f"the store answers {status} again and again; try later"
        if isinstance(error, errors.UnknownConfigurationKeyError | ValueError):
            return "an AWS_ variable of the environment cannot be used; look at each of them"
        return "the store does not answer; see AWS_ENDPOINT_URL, and try later"


def _config(environ: Mapping[str, str], endpoint: str) -> dict[str, Any]:
    taken = ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "REGION", "DEFAULT_REGION")
    config: dict[str, Any] = {
        f"aws_{name.casefold()}": environ[f"AWS_{name}"]
        for name in taken
        if environ.get(f"AWS_{name}")
    }
    if endpoint:
        config["aws_endpoint"] = endpoint
    return config
