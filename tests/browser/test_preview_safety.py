"""Whatever an article holds, nothing of it runs; whoever asks from elsewhere gets nothing."""

import http.client
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from browsing import LIMIT, Preview
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from feedsvc.pages import COPY_SCRIPT, script_hash
from tests.web.servers import wait

NASTY = '</title></head><body><script>pwned("SPOT")</script><img src=/pwned onerror=pwned("SPOT")>'
NAME = "<svg onload=pwned(1)>&quot;'"  # of a file
BODY = """
{nasty}

<script>pwned("inline")</script> <script src="/media/hostile/pwned.js"></script>
<script src="pwned.js"></script> <script type="module">import "/media/hostile/pwned.js"</script>
<style>@import url(/pwned.css); body {{ background: url(/pwned.png) }}</style>
<link rel="stylesheet" href="/pwned.css"> <meta http-equiv="refresh" content="0;url=/pwned">
<base href="http://evil.example/">

<p id="_bar" data-version="pwned" onclick="pwned()" style="background: url(/pwned.png)">Clobbered
<a href="javascript:pwned('link')">one</a> <a href=" java&#10;script:pwned('tabbed')">two</a>
<a href="data:text/html,<script>pwned()</script>">three</a> <a href="pwned.js">the bait</a></p>

<svg onload="pwned('svg')"><script>pwned('in svg')</script><use href="/pwned.svg"/></svg>
<math><mi xlink:href="javascript:pwned('math')">x</mi></math>
<iframe src="/pwned" srcdoc="<script>parent.pwned('frame')</script>"></iframe>
<object data="/pwned"></object><embed src="/pwned">
<form action="/pwned" id="_said"><input name="id" autofocus onfocus="pwned('focus')"></form>
<details open ontoggle="pwned('toggle')"><summary>Look</summary>Nothing</details>
<video poster="x" onerror="pwned('video')"><source onerror="pwned('source')"></video>
<template><script>pwned('template')</script></template>
<noscript><p title="</noscript><img src=x onerror=pwned('noscript')>">x</p></noscript>
"""
WATCH = """
window.pwnedBy = [];
window.pwned = what => window.pwnedBy.push(what ?? "something");
addEventListener("securitypolicyviolation", event => window.pwnedBy.push(event.violatedDirective));
"""


def hostile(headline: str) -> str:
    def at(spot: str) -> str:
        return NASTY.replace("SPOT", spot)

    return (
        f"---\ntitle: '{headline} {at('headline')}'\nstandfirst: '{at('standfirst')}'\n"
        f"author: '{at('author')}'\ncategory: '{at('category')}'\ntags: ['{at('tag')}']\n"
        f"date: 2026-11-22\ndraft: true\n---\n{BODY.format(nasty=at('text'))}"
    )


def broken() -> str:
    return f"---\ntitle: {NAME}\ndate: '{NASTY}'\n---\n\nText.\n"


@pytest.fixture(scope="module")
def trap(odd_preview: Preview) -> str:
    """The slug of a hostile article; beside it a broken one whose name is HTML, and a script."""
    folder = odd_preview.folder / "hostile"
    folder.mkdir()
    (folder / "pwned.js").write_text("pwned('file')")
    odd_preview.save("hostile/trap.md", hostile("Trap"))
    odd_preview.save(f"hostile/{NAME}.md", broken())
    return "trap"


@pytest.fixture
def victim(browser: Browser, odd_preview: Preview, trap: str) -> Iterator[Page]:
    """A window in which nothing may run, ask for anything odd, or complain."""
    context = browser.new_context(base_url=odd_preview.url)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"/desk/entries/{trap}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trap")  # it was read by now
    trouble: list[str] = []

    def complained(said: ConsoleMessage) -> None:
        if not said.location["url"].endswith("/pwned"):  # a picture that is not there
            trouble.append(f"{page.url}: {said.text}")

    page.on("console", complained)
    page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: trouble.append(f"{page.url}: {dialog.message}"))

    def asked(request: Request) -> None:
        if "pwned" in request.url and request.resource_type != "image":
            trouble.append(f"{page.url} asks {request.url}")
        if urlsplit(request.url).netloc != urlsplit(odd_preview.url).netloc:
            trouble.append(f"{page.url} asks {request.url}")

    page.on("request", asked)
    yield page
    context.close()
    assert trouble == []


PAGES = {
    "desk": "/desk",
    "articles": "/desk/articles?standing=draft",
    "problems": "/desk/problems",
    "list": "/desk/entries/trap?view=list",
    "reading": "/desk/entries/trap?view=reading&format=rss",
    "phone": "/desk/entries/trap?view=phone",
    "changes": "/desk/changes/trap",
    "text": "/desk/entries/trap?view=text&format=json",
    "source": "/desk/entries/trap?view=source&format=json",
    "article": "/articles/trap",
    "front": "/",
    "feed": "/feed.atom",
    "search": "/search?q=trap",
}


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_of_a_hostile_article_runs(victim: Page, odd_preview: Preview, kind: str) -> None:
    answer = victim.goto(PAGES[kind])
    assert answer is not None
    site = odd_preview.url
    copies = f" {script_hash(COPY_SCRIPT)}" if kind == "feed" else ""
    assert answer.headers["content-security-policy"] == (
        f"default-src 'none'; script-src {site}/desk/live.js{copies}; connect-src 'self';"
        " style-src 'self'; img-src 'self' http: https:; media-src 'self' http: https:;"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    victim.wait_for_load_state("load")
    victim.evaluate("window.mark = 1")
    main = victim.get_by_role("main")
    # What comes into an open page must not run either.
    number = f"Trap set for {kind}"
    odd_preview.save("hostile/trap.md", hostile(number))
    if kind == "problems":
        odd_preview.save(f"hostile/{NAME}.md", broken().replace("Text", "Other"))
        expect(main).to_contain_text(f"hostile/{NAME}.md")
        expect(main).to_contain_text(f"date: '{NASTY}'")
    else:
        expect(main).to_contain_text(number)
    links = "[...document.querySelectorAll('[href], [src]')].map(e => e.href || e.src)"
    own = f"vscode://file{quote(str(odd_preview.folder))}/"  # of the buttons that open a file
    found = [url for url in victim.evaluate(links) if not url.startswith(own)]
    schemes = {urlsplit(url).scheme for url in found}
    assert schemes <= {"http", "https", "feed"}  # a program may open the last
    assert victim.frames == [victim.main_frame]
    assert victim.evaluate("[window.pwnedBy, window.mark]") == [[], 1]


HOLES = {
    "script-src-elem": "",  # see below: a script that comes as HTML never runs
    "script-src-attr": "<img src='/static/none' onerror='pwned()'>",
    "style-src-elem": "<style>body { color: red }</style>",
    "style-src-attr": "<p style='color: red'>",
    "frame-src": "<iframe src='/desk'></iframe>",
    "object-src": "<object data='/desk'></object>",
    "base-uri": "<base href='http://evil.example/'>",
}
DIG = """html => new Promise(done => {
    addEventListener("securitypolicyviolation", event => done(event.effectiveDirective));
    setTimeout(() => done("nothing was said"), 10000);
    const hole = document.createElement("div");
    document.body.append(hole);
    hole.innerHTML = html;
    if (html) return;
    const script = document.createElement("script");
    script.src = "/media/hostile/pwned.js";
    hole.append(script);
})"""


@pytest.mark.parametrize("directive", HOLES)
def test_the_policy_holds_where_sanitising_would_not(
    page: Page, odd_preview: Preview, trap: str, directive: str
) -> None:
    page.add_init_script(WATCH)
    page.goto(f"{odd_preview.url}/articles/{trap}")
    assert page.evaluate(DIG, HOLES[directive]) == directive
    assert set(page.evaluate("pwnedBy")) == {directive}


def ask(preview: Preview, path: str, **headers: str) -> tuple[int, bytes]:
    there = urlsplit(preview.url)
    connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=LIMIT)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    with connection.getresponse() as answer:
        found = answer.status, answer.read()
    connection.close()
    return found


PATHS = ["/", "/desk", "/feed.atom", "/feed.json", "/desk/events", "/desk/live.js"]


@pytest.mark.parametrize("path", PATHS)
def test_other_names_and_other_sites_are_refused(preview: Preview, path: str) -> None:
    port = urlsplit(preview.url).port
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example"):
        assert ask(preview, path, Host=host)[0] == 400
    for origin in ("https://evil.example", f"http://127.0.0.1:{(port or 0) + 1}", "null"):
        status, body = ask(preview, path, Origin=origin)
        assert (status, b"The Feed Desk" in body) == (403, False)
    assert path == "/desk/events" or ask(preview, path)[0] == 200


ATTACK = """async site => {
    const loaded = (kind, address) => new Promise(done => {
        const element = document.createElement(kind);
        element.onload = () => done("loaded");
        element.onerror = () => done("refused");
        Object.assign(element, address);
        document.body.append(element);
    });
    const fetched = (path, options) =>
        fetch(site + path, options).then(() => "fetched", () => "refused");
    const listened = () => new Promise(done => {
        const source = new EventSource(site + "/desk/events");
        source.onopen = () => done("heard");
        source.onerror = () => done("refused");
    });
    const frames = ["/desk", "/feed.atom", "/articles/one-file-three-attributes"];
    for (const path of frames) await loaded("iframe", { src: site + path });
    const style = { rel: "stylesheet", href: site + "/static/style.css" };
    return {
        "fetch a page": await fetched("/desk"),
        "fetch a feed": await fetched("/feed.json"),
        "fetch unread": await fetched("/feed.json", { mode: "no-cors" }),
        "listen": await listened(),
        "picture": await loaded("img", { src: site + "/static/icon.svg" }),
        "script": await loaded("script", { src: site + "/desk/live.js" }),
        "style sheet": await loaded("link", style),
    };
}"""


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[str]:
    """Another site on this machine, at another port."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    (tmp_path / "index.html").write_text("<!doctype html><title>Elsewhere</title><body>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])  # the same site, and another one
def test_a_page_of_another_site_gets_nothing(
    page: Page, preview: Preview, stranger: str, name: str
) -> None:
    page.goto(stranger.replace("127.0.0.1", name))
    found = page.evaluate(ATTACK, preview.url)
    assert found == dict.fromkeys(found, "refused")

    def framed() -> list[str]:
        page.evaluate("0")  # hear what happened meanwhile
        return [frame.url for frame in page.frames if frame != page.main_frame]

    wait(lambda: framed() == ["chrome-error://chromewebdata/"] * 3, "the frames to be refused")
    # To go there is allowed: an address in a mail or a terminal's page leads to it.
    page.evaluate("address => { location.href = address }", f"{preview.url}/desk")
    expect(page.get_by_role("heading", level=1)).to_have_text("The Feed Desk")
