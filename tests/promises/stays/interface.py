"""What others build on, as it is now: names, shapes and elements (docs/compatibility.md)."""

import json
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from lxml import etree

import feedsvc
from feedsvc.model.feed import FORMATS
from feedsvc.web import create_app
from tests.cli.commands import run
from tests.docs.interface import commands, settings_of
from tests.docs.pages import code, page, table
from tests.editor.check_url.documents import RSS
from tests.editor.check_url.sites import Site, serving

Interface = dict[str, Any]
FILES = {
    "site.toml": 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
    'icon = "/icon.png"\nrights = "Ours"\nsubtitle = "All of it"\n[feeds]\nentries = 2\n'
    '[categories.board]\nprivate = true\n[redirects]\n"/old" = "/feed.atom"\n',
    "world/rain.md": "---\ntitle: Rain\ndate: 2026-05-03\nauthor: Weather desk\ntags: [storm]\n"
    "standfirst: It falls.\nimage: rain.png\nimage_alt: Rain\nenclosure: rain.mp3\nlanguage: de\n"
    "correction: It was hail.\n---\nWet it is.\n\n## Why\n\nThe clouds came from the sea.\n",
    "world/rain.png": "no picture",
    "world/rain.mp3": "no sound",
    "world/hail.md": "---\ntitle: Hail\ndate: 2026-05-02\n---\nHard it is. [a](/articles/no)\n",
    "world/snow.md": "---\ntitle: Snow\ndate: 2026-05-01\n---\nCold it is.\n",
    "board/plan.md": "---\ntitle: Plan\ndate: 2026-05-01\n---\nSecret it is.\n",
    "world/bad.md": "---\ntitle: Bad\ndate: 2026-13-01\n---\nNo day has it.\n",
}
CHANGES = {
    "world/snow.md": "---\ntitle: Snow\ndate: 2026-05-01\nstatus: withdrawn\nreason: It melted.\n"
    "---\nCold it is.\n",
    "world/hail.md": "---\ntitle: Hail\ndate: 2026-05-02\n---\nHarder it is.\n",
    "world/sun.md": "---\ntitle: Sun\ndate: 2026-05-04\n---\nWarm it is.\n",
}


def interface_of(folder: Path) -> Interface:
    """The whole interface.

    Args:
        folder: empty; a newsroom is made there, whose answers have what answers may have.
    """
    for path, text in FILES.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    limits = table(page("docs/limits.md"), "key")
    return {
        "commands": {name: sorted(options) for name, options in sorted(commands().items())},
        "settings": {key: type(default).__name__ for key, default in settings_of().items()},
        "limits": sorted(code(row[0])[0] for row in limits),
        "front matter": sorted(
            {
                name
                for row in table(page("docs/writing.md"), "key")
                for cell in row[:2]
                for name in code(cell)
            }
        ),
        "addresses": sorted(
            {path for row in table(page("docs/addresses.md"), "path") for path in code(row[0])}
        ),
        "codes": sorted(
            {name for row in table(page("docs/check.md"), "code") for name in code(row[0])}
        ),
        "codes of URLs": sorted(
            code(row[0])[0] for row in table(page("docs/check-url.md"), "finding")
        ),
        "python": sorted(feedsvc.__all__),
        "json": _shapes(folder),
        **_answers(folder),
    }


def _shapes(folder: Path) -> dict[str, Any]:
    """What each `--json` prints; the commands publish the newsroom on their way."""
    told = {
        "index": run("index", folder, "--json"),
        "check": run("check", folder, "--all", "--json"),
        "key add": run("key", "add", "Board", folder, "--category", "board", "--json"),
        "key list": run("key", "list", folder, "--json"),
        "store check": run("store", "check", str(folder / ".feedsvc/store.sqlite3"), "--json"),
    }
    with serving(Site(RSS, "<language>en</language>")) as address:
        told["check URL"] = run("check", address, "--pause", "0", "--json")
    for path, text in CHANGES.items():
        (folder / path).write_text(text)
    told["diff"] = run("diff", folder, "--json")
    told["id stamp"] = run("id", "stamp", folder, "--dry-run", "--json")
    run("index", folder)
    with tempfile.TemporaryDirectory() as vault:
        (Path(vault) / ".obsidian").mkdir()
        (Path(vault) / "Templates").mkdir()
        told["init"] = run("init", vault, "--domain", "news.example", "--json")
    return {name: shape(json.loads(result.stdout)) for name, result in told.items()}


def _answers(folder: Path) -> Interface:
    """Elements of each format, and names of metrics."""
    with feedsvc.open(folder, environ={}) as newsroom:
        bodies = {format: newsroom.document("feed", format).body for format in FORMATS}
        said = create_app(newsroom).test_client().get("/metrics").text
    return {
        "atom": sorted(elements(bodies["atom"])),
        "rss": sorted(elements(bodies["rss"])),
        "json feed": shape(json.loads(bodies["json"])),
        "metrics": sorted(set(re.findall(r"^# TYPE (feedsvc_\w+)", said, re.MULTILINE))),
    }


def shape(value: Any) -> Any:
    """The shape of a JSON value: keys and types; a list has one of all its values."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in sorted(value.items())}
    if isinstance(value, list):
        return [_joined([shape(one) for one in value])] if value else []
    return type(value).__name__


def _joined(shapes: list[Any]) -> Any:
    if not all(isinstance(one, dict) for one in shapes):
        return " or ".join(sorted({one if isinstance(one, str) else "object" for one in shapes}))
    keys: defaultdict[str, list[Any]] = defaultdict(list)
    for one in shapes:
        for key, value in one.items():
            keys[key].append(value)
    return {key: _whole(values) for key, values in sorted(keys.items())}


def _whole(values: list[Any]) -> Any:
    """The shape of a key that several objects have."""
    if all(isinstance(value, list) for value in values):
        inner = [one for value in values for one in value]
        return [_joined(inner)] if inner else []
    return _joined(values)


def elements(document: bytes) -> set[str]:
    """The path of each element of a feed and its attributes, without what is HTML."""
    found: set[str] = set()

    def walk(node: Any, above: str) -> None:
        name = etree.QName(node)
        if name.namespace == "http://www.w3.org/1999/xhtml":
            return
        path = f"{above}/{node.prefix}:{name.localname}".replace("None:", "")
        found.add(path)
        found.update(f"{path}@{attribute}" for attribute in node.attrib)
        for child in node:
            walk(child, path)

    walk(etree.fromstring(document), "")
    return found


def missing(kept: Any, now: Any, where: str = "") -> list[str]:
    """What was there and is not any more, or is of another type."""
    if isinstance(kept, dict) and isinstance(now, dict):
        gone = [f"{where}/{key}" for key in kept if key not in now]
        there = (key for key in kept if key in now)
        return gone + [
            line for key in there for line in missing(kept[key], now[key], f"{where}/{key}")
        ]
    if isinstance(kept, list) and isinstance(now, list):
        if kept and isinstance(kept[0], dict):
            return missing(kept[0], now[0] if now else {}, f"{where}[]")
        return [f"{where}: {one}" for one in kept if one not in now]
    return [] if kept == now else [f"{where}: {kept} is {now}"]
