"""Decides conditional requests (RFC 9110 13) and content codings (12.5.3) from header texts."""

import re
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from feedsvc.feeds import CODINGS, Document

_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')
# Servers in between (Apache, Jetty, others) add these to a tag when they compress.
_ADDED = ("-gzip", "--gzip", ";gzip", "-br", "-zstd")
_WEIGHT = re.compile(r"\bq\s*=\s*([0-9.]+)", re.IGNORECASE)
_MERGING = "-im"  # in tags for clients that merge deltas
_DATED = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")


def choose_coding(accept_encoding: str | None) -> str:
    """The coding of CODINGS to answer with; empty: none.

    Args:
        accept_encoding: the header's value; None where it was not sent.
    """
    wanted: dict[str, float] = {}
    for part in (accept_encoding or "").split(","):
        name, _, parameters = part.strip().partition(";")
        found = _WEIGHT.search(parameters)
        try:
            weight = float(found[1]) if found else 1.0
        except ValueError:
            weight = 0.0
        wanted[name.strip().lower().removeprefix("x-")] = weight
    anything = wanted.get("*", 0.0)
    plain = wanted.get("identity", 0.0)
    best, coding = 0.0, ""
    for name in CODINGS:
        weight = wanted.get(name, anything)
        if weight > best and weight >= plain:
            best, coding = weight, name
    return coding


def matching_tag(
    if_none_match: str, document: Document, given: str, *, deltas: bool = False
) -> str | None:
    """The document's tag that the client holds, so that it needs no bytes; None: it holds none.

    Of several it is the one that a 200 would carry (RFC 9110 15.4.5), else the first in the list.

    Args:
        if_none_match: the header's value: a list of tags, weak or strong, or `*`.
        document: the current one.
        given: the tag that a 200 would carry; `*` matches it.
        deltas: whether clients that merge deltas hold tags of their own.
    """
    known: dict[str, str] = {}
    tags = document.tags()
    for tag in (*tags, *map(merging_tag, tags)) if deltas else tags:
        bare = tag.strip('"')
        known[bare] = tag
        for added in _ADDED:
            known.setdefault(bare + added, tag)
    first = None
    for found in _TAG.finditer(if_none_match):
        held = given if found[2] == "*" else known.get(found[1] or found[2] or "")
        if held == given:
            return given
        first = first or held
    return first


def wants_deltas(environ: Mapping[str, Any]) -> bool:
    """Whether a client merges deltas of feeds (RFC 3229 10.5.3, the manipulation `feed`).

    Args:
        environ: of the request, as WSGI names headers.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return False
    for part in environ.get("HTTP_A_IM", "").split(","):
        name, _, parameters = part.strip().partition(";")
        if name.strip().lower() == "feed":
            weight = _WEIGHT.search(parameters)
            return weight is None or bool(weight[1].strip("0."))
    return False


def merges(if_none_match: str | None) -> bool:
    """Whether a client that merges deltas was given what it holds by us, not by a cache.

    A cache in between, such as nginx, replaces the client's tag by that of its own copy. A delta
    since that copy would lack entries that the client never saw. So clients that merge are given
    tags of their own, with bytes that caches do not keep.

    Args:
        if_none_match: the header's value; None: the client holds nothing yet.
    """
    return if_none_match is None or _MERGING in if_none_match


def merging_tag(tag: str) -> str:
    """The tag for a client that merges deltas, of the same bytes."""
    return f'{tag[:-1]}{_MERGING}"'


def delta_since(if_none_match: str, document: Document, coding: str) -> bytes | None:
    """The delta of a document since what a client holds, coded; None: it needs the whole.

    Args:
        if_none_match: the header's value; the first of its tags that is known counts.
        document: the current one.
        coding: to answer with.
    """
    held = (found[1] or found[2] or "" for found in _TAG.finditer(if_none_match))
    return document.delta(held, coding)


def unchanged_since(if_modified_since: str, last_modified: datetime | None) -> bool:
    """Whether nothing changed since the date that the client holds; False where it is no date."""
    if last_modified is None:
        return False
    try:
        held = parsedate_to_datetime(if_modified_since[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
    if held.tzinfo is None:
        held = held.replace(tzinfo=UTC)
    return last_modified <= held


def forget_impossible_dates(environ: MutableMapping[str, Any]) -> None:
    """Take conditions out of a request whose date is impossible.

    They count as not sent (RFC 9110 13.1.3, 13.1.4), and so does a range that depends on one
    (13.1.5). Werkzeug, which answers conditions of media files, raises OverflowError for them.

    Args:
        environ: of the request, as WSGI names headers.
    """
    for name in _DATED:
        try:
            parsedate_to_datetime(environ.get(name, ""))
        except (ValueError, TypeError):
            continue  # not sent, or no date: If-Range may hold a tag
        except (IndexError, OverflowError):
            del environ[name]
            if name == "HTTP_IF_RANGE":
                environ.pop("HTTP_RANGE", None)


def not_modified(
    document: Document,
    given: str,
    if_none_match: str | None,
    if_modified_since: str | None,
    *,
    deltas: bool = False,
) -> str | None:
    """The tag to answer 304 with; None: the client needs the bytes.

    If-None-Match goes before If-Modified-Since, also where it is empty or matches nothing
    (RFC 9110 13.1.3). `given` and `deltas` are as for matching_tag.
    """
    if if_none_match is not None:
        return matching_tag(if_none_match, document, given, deltas=deltas)
    if if_modified_since is not None and unchanged_since(if_modified_since, document.last_modified):
        return given
    return None
