"""Protects the preview: only this machine may ask, and only our own script runs on pages."""

import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.pages import COPY_SCRIPT, script_hash
from feedsvc.web.fast_path import feed_key
from feedsvc.web.responses import COPY_POLICY, FORM_POLICY, NO_STORE

SCRIPT = "/desk/live.js"  # the only one that runs
# Requests must use these names, so that no web page can reach the preview under its own name.
_LOCAL_NAMES = ["127.0.0.1", "localhost"]
_REFUSED = (400, 403)
_SKIP = ">Skip to the text</a>"  # must stay first, for those who use the keyboard


def policy(site: str, published: str) -> str:
    """The Content-Security-Policy of a page: our own scripts run, whatever articles hold.

    Args:
        site: the address of the preview, without a slash at its end.
        published: the policy that the page has when it is published. What it lets a form or a
            script of ours do, it may do here as well.

    https://www.w3.org/TR/CSP3/
    """
    target = "'self'" if published in (FORM_POLICY, COPY_POLICY) else "'none'"
    also = f" {script_hash(COPY_SCRIPT)}" if published == COPY_POLICY else ""
    return (
        f"default-src 'none'; script-src {site}{SCRIPT}{also}; connect-src 'self';"
        " style-src 'self'; img-src 'self' http: https:; media-src 'self' http: https:;"
        f" base-uri 'none'; form-action {target}; frame-ancestors 'none'"
    )


def add_guard(app: Flask, site: str, bar: Callable[[], str], badge: Callable[[], str]) -> None:
    """Let only this machine's browser and readers in, and put the editor's bar on each page.

    Args:
        app: the service of the preview.
        site: its address, without a slash at its end.
        bar: HTML that begins each page.
        badge: what stands before each page's title.
    """
    app.config["TRUSTED_HOSTS"] = _LOCAL_NAMES
    port = urlsplit(site).port
    own = {f"http://{name}:{port}" for name in _LOCAL_NAMES}

    @app.before_request
    def refuse_strangers() -> AnyResponse | None:
        sent = request.headers
        origin = sent.get("Origin")
        # Another port of this machine is the same site to a browser, though another origin.
        foreign = sent.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if origin is not None and origin not in own:
            abort(403)
        if foreign and sent.get("Sec-Fetch-Dest") != "document":
            abort(403)
        # A browser at another name would refuse the style sheet as another site's.
        if sent.get("Sec-Fetch-Dest") == "document" and request.host != urlsplit(site).netloc:
            query = request.query_string.decode("latin-1")
            return redirect(site + quote(request.path) + (query and f"?{query}"), 302)
        return None

    app.before_request(_ask_anew)

    @app.after_request
    def dress(response: Response) -> Response:
        ours = request.url_rule is not None and response.status_code == 400  # a bad search
        if (
            response.status_code in _REFUSED and not ours
        ):  # an error page would have the bar, which tells of drafts
            response.set_data("The preview answers no other site.\n")
            response.mimetype = "text/plain"
        headers = response.headers
        headers.pop("Access-Control-Allow-Origin", None)
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if response.mimetype != "text/html" or response.is_streamed:
            if headers.get("Cache-Control") != NO_STORE:
                headers["Cache-Control"] = "no-cache"
            return response
        for validator in ("ETag", "Last-Modified"):
            headers.pop(validator, None)
        headers["Cache-Control"] = NO_STORE
        published = headers.get("Content-Security-Policy", "")
        headers["Content-Security-Policy"] = policy(site, published)
        if request.method != "HEAD":
            page = response.get_data(as_text=True)
            response.set_data(_dressed(page, site, badge(), bar()))
        return response


def _dressed(page: str, site: str, badge: str, bar: str) -> str:
    """A page with the badge before its title, the bar at its top, and the script that reloads it.

    A theme's page may lack the link to its text, after which the bar stands, and even a head.
    """
    script = f'<script src="{site}{SCRIPT}" defer></script>'
    page = page.replace("<title>", f"<title>{badge}", 1)
    if "</head>" not in page:
        return f"{page}\n{bar}{script}"
    page = page.replace("</head>", f"{script}</head>", 1)
    body = re.search(r"<body[^>]*>", page)
    spot = _SKIP if _SKIP in page else body[0] if body else "</head>"
    return page.replace(spot, f"{spot}\n{bar}", 1)


def _ask_anew() -> None:
    """Ask for whole, uncompressed pages, so that the bar can be added; feeds still answer 304."""
    environ = request.environ
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    own_page = environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"
    if own_page and environ.get("HTTP_ACCEPT") == "text/html":
        environ["HTTP_SEC_FETCH_DEST"] = "document"  # live.js fetches the page that the browser got
    feed = feed_key(environ.get("PATH_INFO", "")) is not None
    if not feed or request.headers.get("Sec-Fetch-Dest") == "document":
        environ.pop("HTTP_IF_NONE_MATCH", None)
        environ.pop("HTTP_IF_MODIFIED_SINCE", None)
