"""The preview shows word by word what changed of an entry, on wide screens and on narrow ones."""

from browsing import HEIGHT, PLAIN, TOO_WIDE, Preview, complaints, wait_until_said
from playwright.sync_api import Locator, Page, expect


def top_and_side(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["y"], box["x"]


def test_an_editor_sees_word_by_word_what_a_save_changed(preview: Preview, tab: Page) -> None:
    article = preview.article("telling/first.md")
    tab.goto("/desk")
    preview.save(article.path, f"---\ndate: 2024-01-01\n---\n\n# First here again\n\n{PLAIN}\n")
    wait_until_said(tab, "“First here again” is changed")
    lately = tab.get_by_role("region", name="What subscribers would see")
    lately.get_by_role("link", name=f"What changed in {article.path}").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("First here again")
    header = tab.get_by_role("region", name="Header")
    came = header.get_by_role("insertion")
    expect(came).to_have_text("put in: again (end)")
    old, new = header.locator(".old"), header.locator(".next")
    tab.set_viewport_size({"width": 1280, "height": HEIGHT})
    assert top_and_side(old)[0] == top_and_side(new)[0]
    assert top_and_side(old)[1] < top_and_side(new)[1]
    tab.set_viewport_size({"width": 390, "height": HEIGHT})
    assert top_and_side(old)[0] < top_and_side(new)[0]
    assert top_and_side(old)[1] == top_and_side(new)[1]
    for scheme, width in (("light", 1280), ("dark", 390)):
        tab.set_viewport_size({"width": width, "height": HEIGHT})
        tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert complaints(tab) == []
        assert tab.evaluate(TOO_WIDE) == 0
    preview.save(article.path, f"---\ndate: 2024-01-01\n---\n\n# First here still\n\n{PLAIN}\n")
    expect(came).to_have_text("put in: still (end)")  # the page follows each save
