"""Objects, conditions and failures of an S3 server, over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from feedsvc.static_site import object_store
from feedsvc.static_site.object_store import ObjectStore, ObjectStoreError, read_place
from tests.static_site.s3_server import Storage


@pytest.mark.parametrize(
    ("text", "bucket", "prefix"),
    [
        ("s3://press", "press", ""),
        ("s3://press/", "press", ""),
        ("s3://press.example/a/b/", "press.example", "a/b"),
    ],
)
def test_a_place_is_bucket_and_prefix(text: str, bucket: str, prefix: str) -> None:
    assert tuple(read_place(text)) == (bucket, prefix)
    assert str(read_place(text)) == text.rstrip("/")


@pytest.mark.parametrize(
    "text",
    [
        *("", "press", "s3:/press", "gs://press/x", "s3://", "s3://P/x", "s3://press/a//b"),
        *("s3://press?x", "s3://press/x#y", "s3://key:secret@press/x", "s3://press/../x"),
    ],
)
def test_what_is_no_place_is_told_with_an_example(text: str) -> None:
    with pytest.raises(ObjectStoreError, match="write one such as s3://bucket/prefix"):
        read_place(text)


def test_what_is_missing_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(object_store, "_LIBRARY", "no_such_library")
    with pytest.raises(ObjectStoreError, match=r"pip install 'feedsvc\[s3\]'"):
        ObjectStore(read_place("s3://press"), {})


def test_an_object_has_its_headers_and_metadata(storage: Storage) -> None:
    bucket = storage.make_bucket()
    store = ObjectStore(read_place(f"s3://{bucket}/a"), storage.environ)
    headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "mark": "7"}
    store.put("articles/é b%", b"Rain", headers, parts=False)
    answer = storage.get(f"/{bucket}/a/articles/%C3%A9%20b%25")
    assert (answer.status, answer.body) == (200, b"Rain")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-amz-meta-mark"] == "7"
    assert "content-encoding" not in answer.headers
    assert store.metadata("articles/é b%") == headers
    assert store.metadata("nothing") is None
    found = store.get("articles/é b%")
    assert found is not None
    assert found.body == b"Rain"
    store.delete(["articles/é b%", "nothing"])
    assert store.get("articles/é b%") is None
    assert storage.keys(bucket) == []


def test_a_conditional_write_meets_its_condition(storage: Storage) -> None:
    store = ObjectStore(read_place(f"s3://{storage.make_bucket()}"), storage.environ)
    first = store.put_if("x", b"1", None)
    assert first is not None
    assert store.put_if("x", b"2", None) is None
    second = store.put_if("x", b"2", first)
    assert second is not None
    assert store.put_if("x", b"3", first) is None
    found = store.get("x")
    assert found is not None
    assert (found.body, found.version) == (b"2", second)
    assert store.put_if("y", b"1", first) is None


def test_failures_say_what_to_do_and_no_secret(storage: Storage) -> None:
    bucket = storage.make_bucket()
    away = storage.environ | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
    nowhere = storage.environ | {"AWS_ENDPOINT_URL": "nowhere"}
    cases = [
        ("s3://no-such-bucket/x", storage.environ, "there is no such bucket; make it first"),
        (f"s3://{bucket}/x", away, "does not answer; see AWS_ENDPOINT_URL"),
        (f"s3://{bucket}/x", nowhere, "AWS_ENDPOINT_URL: 'nowhere' is no web address"),
    ]
    for place, environ, told in cases:
        with pytest.raises(ObjectStoreError) as caught:
            ObjectStore(read_place(place), environ, 0.5).put("x", b"x", {}, parts=False)
        said = str(caught.value)
        assert told in said
        assert "\n" not in said
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
        for secret in (storage.environ["AWS_ACCESS_KEY_ID"], "very-secret", "Signature"):
            assert secret not in said


@contextmanager
def failing(*statuses: int) -> Iterator[dict[str, str]]:
    """A store that answers with these statuses, the last of them again and again; its variables."""
    rest = list(statuses)
    told = (
        "<Error><AWSAccessKeyId>AKIATESTKEY</AWSAccessKeyId><StringToSign>x</StringToSign></Error>"
    )

    class Answer(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(rest.pop(0) if len(rest) > 1 else rest[0])
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told.encode())

        def log_message(self, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield {
                "AWS_ACCESS_KEY_ID": "AKIATESTKEY",
                "AWS_SECRET_ACCESS_KEY": "very-secret-indeed",
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
            }
        finally:
            server.shutdown()
            thread.join()


def test_what_fails_for_a_moment_is_tried_again() -> None:
    with failing(503, 500, 200) as environ:
        ObjectStore(read_place("s3://press"), environ).put("x", b"x", {}, parts=False)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (503, "the store answers 503 again and again; try later"),
        (403, "the store refuses this key"),
        (401, "the store does not know who asks"),
        (501, "cannot write on a condition"),
        (418, "the store answers 418"),
    ],
)
def test_what_goes_on_failing_is_told_without_what_the_store_said(status: int, told: str) -> None:
    with failing(status) as environ, pytest.raises(ObjectStoreError) as caught:
        ObjectStore(read_place("s3://press"), environ, 0.5).put("x", b"x", {}, parts=False)
    assert told in str(caught.value)
    assert "AKIATESTKEY" not in str(caught.value)
    assert "StringToSign" not in str(caught.value)
