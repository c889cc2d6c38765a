"""Pictures of the sample newsroom, for people to look at.

python tests/browser/screenshots.py FOLDER           every kind of page, wide and narrow
python tests/browser/screenshots.py FOLDER --readme  the README's home.png and desk.png alone
"""

import argparse
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from browsing import (
    Preview,
    find_browser,
    launching,
    previewing,
    sample_in,
    serving,
    wait_until_told,
)
from playwright.sync_api import Browser, sync_playwright

ARTICLE = "one-file-three-attributes"
PAGES = {
    "home": "/",
    "category": "/category/protocols",
    "tag": "/tag/atom",
    "author": "/author/protocol-desk",
    "txt": "/articles/put-the-point-in-one-sentence",
    "md": f"/articles/{ARTICLE}",
    "html": "/articles/a-correction-has-to-travel",
    "code": "/articles/what-a-304-saves",
    "table": "/articles/three-formats-one-entry",
    "german": "/articles/wie-man-einen-feed-abonniert",
    "hebrew": "/articles/mi-yamin-lismol",
    "feed": "/feed.atom",
    "missing": "/nothing",
}
ENTRY = f"/desk/entries/{ARTICLE}"
DESK_PAGES = {
    "desk": "/desk",
    "articles": "/desk/articles",
    "problems": "/desk/problems",
    "entry-list": f"{ENTRY}?view=list",
    "entry-reading": f"{ENTRY}?view=reading",
    "entry-phone": f"{ENTRY}?view=phone",
    "entry-text": f"{ENTRY}?view=text",
    "entry-source": f"{ENTRY}?view=source&format=json",
    "changes": "/desk/changes/ids-that-last",
    "entry-hebrew": "/desk/entries/mi-yamin-lismol",
    "entry-embargoed": "/desk/entries/a-hub-tells-everybody-at-once",
    "preview-article": f"/articles/{ARTICLE}",
    "preview-feed": "/category/protocols.atom",
}
EDITED = "publishing/ids-that-last.md", "Ids that last", "Ids that outlast an address"
WIDTHS = (1280, 390)
README_SIZE = (1280, 900)
SOON = datetime.now(UTC) + timedelta(days=2)
# What an editor's day has beyond the sample: a draft, an embargo, and a date that is none.
DAY = {
    "readers/what-a-reader-does-with-pictures.md": """\
---
title: What a reader does with pictures
standfirst: Most show them, some fetch them first, and a few never ask
author: Readers' desk
date: 2026-11-20
draft: true
---

Pictures in a feed are addresses, and every reader decides for itself when to ask for them.
""",
    "protocols/a-hub-tells-everybody-at-once.md": f"""\
---
title: A hub tells everybody at once
standfirst: Push instead of polling, for those who want to know first
author: Protocol desk
date: 2026-11-20
embargo: {SOON:%Y-%m-%d}T08:00:00Z
tags: [websub]
---

A hub is told of a change once, and passes it on to everyone who asked for it.
""",
    "operations/moving-house.md": """\
---
title: Moving house without losing a reader
standfirst: A new address for the site, and the same ids as before
author: Operations desk
date: 2026-13-02
---

The address of a site may change. The ids of its entries must not.
""",
}


def photograph(browser: Browser, site: str, pages: dict[str, str], folder: Path) -> None:
    """Every kind of page, whole, at each width and in both sets of colours."""
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            page = context.new_page()
            for name, path in pages.items():
                page.goto(site + path)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
            context.close()


def edit(browser: Browser, preview: Preview) -> None:
    """Write on at the draft, then save another headline; the desk tells of both."""
    draft = next(iter(DAY))
    wait_until_told(preview, draft, DAY[draft])
    path, before, after = EDITED
    page = browser.new_page()
    page.goto(preview.printed)
    preview.save(path, (preview.folder / path).read_text().replace(before, after, 1))
    page.get_by_role("main").get_by_text(after).wait_for()
    page.close()


def portray(browser: Browser, address: str, file: Path) -> None:
    """The upper part of a page."""
    width, height = README_SIZE
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(address)
    page.screenshot(path=file)
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the PNG files go")
    parser.add_argument("--readme", action="store_true", help="take home.png and desk.png alone")
    wanted = parser.parse_args()
    found = find_browser()
    if found is None:
        sys.exit("no Chromium or Chrome was found; see make browser")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launching(found))
        copy = sample_in(Path(place))
        with serving(copy) as site:
            if wanted.readme:
                portray(browser, site, wanted.folder / "home.png")
            else:
                photograph(browser, site, PAGES, wanted.folder)
        for path, text in DAY.items():
            (copy / path).write_text(text)
        with previewing(copy) as preview:
            edit(browser, preview)
            if wanted.readme:
                portray(browser, preview.printed, wanted.folder / "desk.png")
            else:
                photograph(browser, preview.url, DESK_PAGES, wanted.folder)
        browser.close()


if __name__ == "__main__":
    main()
