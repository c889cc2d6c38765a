"""What stands in a release for Netlify and Cloudflare Pages, which no test can reach."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.static_site.manifest import Manifest, Redirect
from feedsvc.static_site.page_hosts import MOST_HEADERS, MOST_REDIRECTS, HostFiles, host_files
from tests.static_site.building import build
from tests.static_site.releases import SITE, site_file, write_release
from tests.static_site.rules import answers_of


def files_of(manifest: Manifest) -> HostFiles:
    return host_files(answers_of(manifest))


def rules(text: str) -> list[list[str]]:
    """The lines of `_redirects`, in their parts."""
    return [line.split() for line in text.splitlines() if not line.startswith("#")]


def test_old_addresses_lead_on_and_those_that_are_stated_come_first(tmp_path: Path) -> None:
    old = {"/articles/a b.md": f"{SITE}/articles/a", "/was here": "https://elsewhere.example/é"}
    release = write_release(tmp_path, 1, {"/": b"front"}, redirects=old)
    assert rules(files_of(release.manifest).redirects) == [
        ["/was%20here", "https://elsewhere.example/%C3%A9", "301"],
        ["/articles/a%20b.md", f"{SITE}/articles/a", "301"],
    ]


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_no_value_makes_a_line_of_its_own(old: dict[str, str]) -> None:
    moved = tuple(Redirect(f"/{address}", f"{SITE}/{target}") for address, target in old.items())
    files = (site_file("/", b"front"), site_file("/404", b"-", "404.html"))
    found = rules(files_of(Manifest(1, SITE, files, {}, moved, (), "404.html")).redirects)
    for rule in found:
        assert len(rule) == 3
        assert rule[2] == "301"
        assert rule[1].startswith(f"{SITE}/")
        assert unquote(rule[0])[1:] in old


def test_pages_have_a_policy_and_feeds_their_types(tmp_path: Path) -> None:
    release = write_release(tmp_path, 1, {"/": b"front", "/feed.atom": b"<feed/>"})
    policy = ("Content-Security-Policy", "default-src 'none'")
    files = tuple(
        site_file(file.address, b"-", file.path) if file.path == "404.html" else file
        for file in release.manifest.files
    )
    with_policy = [
        type(file)(
            **{**{n: getattr(file, n) for n in file.__struct_fields__}, "headers": (policy,)}
        )
        for file in files
    ]
    manifest = Manifest(1, SITE, tuple(with_policy), {}, (), (), "404.html")
    text = files_of(manifest).headers
    assert "/*\n" in text
    assert "  Content-Security-Policy: default-src 'none'\n" in text
    assert "/*.atom\n  Content-Type: application/atom+xml; charset=utf-8\n" in text


def test_the_limits_of_hosts_are_told_where_they_are_passed(tmp_path: Path) -> None:
    old = {f"/old/{number}": f"{SITE}/" for number in range(MOST_REDIRECTS + 1)}
    gone = {f"/articles/{number}": b"Gone." for number in range(MOST_HEADERS + 1)}
    release = write_release(tmp_path, 1, {"/": b"front"}, redirects=old, gone=gone)
    found = files_of(release.manifest)
    assert len(rules(found.redirects)) == MOST_REDIRECTS + 1
    assert found.headers.count("\n/") == MOST_HEADERS
    assert [line for line in found.passed if "2,001 old addresses" in line]
    assert [line for line in found.passed if "rules of headers" in line]
    fits = write_release(tmp_path, 2, {"/": b"front"}, redirects={"/old": f"{SITE}/"})
    assert files_of(fits.manifest).passed == ()


def test_both_files_say_what_these_hosts_cannot_do(tmp_path: Path) -> None:
    found = files_of(write_release(tmp_path, 1, {"/": b"front"}).manifest)
    for text in (found.redirects, found.headers):
        assert "cannot do with these files:" in text


def test_each_release_has_its_own(desk: Any, tmp_path: Path) -> None:
    """Trees share files, and one is made of another; neither may show in what hosts read."""
    out = tmp_path / "public"
    for number in range(1, 6):
        text = f"---\ntitle: A\ndate: 2026-05-01\naliases: [/was/{number}]\n---\nText {number}.\n"
        desk.write("a.md", text)
        desk.clock.forward(minutes=1)
        build(desk, out)
        for release in (out / "releases").iterdir():
            led = [old for old, *_ in rules((release / "_redirects").read_text())]
            assert [old for old in led if "/was/" in old] == [f"/was/{release.name}"]
            assert "Content-Type" in (release / "_headers").read_text()
