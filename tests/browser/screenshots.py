"""Pictures of the sample newsroom, for people to look at.

python tests/browser/screenshots.py FOLDER           every kind of page, wide and narrow
python tests/browser/screenshots.py FOLDER --readme  the README's home.png alone
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from browsing import SAMPLE, find_browser, launching, serving
from playwright.sync_api import Browser, sync_playwright

PAGES = {
    "home": "/",
    "category": "/category/protocols",
    "tag": "/tag/atom",
    "author": "/author/protocol-desk",
    "txt": "/articles/put-the-point-in-one-sentence",
    "md": "/articles/one-file-three-attributes",
    "html": "/articles/a-correction-has-to-travel",
    "code": "/articles/what-a-304-saves",
    "table": "/articles/three-formats-one-entry",
    "german": "/articles/wie-man-einen-feed-abonniert",
    "hebrew": "/articles/mi-yamin-lismol",
    "feed": "/feed.atom",
    "missing": "/nothing",
}
WIDTHS = (1280, 390)
README_SIZE = (1280, 900)


def photograph(browser: Browser, site: str, folder: Path) -> None:
    """Every kind of page, whole, at each width and in both sets of colours."""
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(site + path)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
            context.close()


def portray(browser: Browser, site: str, folder: Path) -> None:
    """The upper part of the front page."""
    width, height = README_SIZE
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(site)
    page.screenshot(path=folder / "home.png")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the PNG files go")
    parser.add_argument("--readme", action="store_true", help="take home.png alone")
    wanted = parser.parse_args()
    found = find_browser()
    if found is None:
        sys.exit("no Chromium or Chrome was found; see make browser")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "articles"
        shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns(".feedsvc"))
        with serving(copy) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launching(found))
            (portray if wanted.readme else photograph)(browser, site, wanted.folder)
            browser.close()


if __name__ == "__main__":
    main()
