"""The preview tells an editor what subscribers would see of each change, and what is wrong."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from browsing import PLAIN, Article, Preview, wait_until_said
from playwright.sync_api import Page, expect

QUAY = "tags: [quay]\n"
SHOWN = r"Readers show it as changed\."

Said = Callable[[str], None]


@pytest.fixture
def said(tab: Page) -> Said:
    """Waits until the status line of the open page has said something."""

    def said(pattern: str) -> None:
        wait_until_said(tab, pattern)

    return said


@pytest.fixture
def told(preview: Preview, tab: Page, said: Said, request: pytest.FixtureRequest) -> Article:
    """An article whose publication the open desk has told; its headline is its slug."""
    slug = re.sub(r"[^a-z0-9]+", "-", request.node.name).strip("-")
    article = preview.article(f"telling/{slug}.md", "2024-02-03")
    tab.goto("/desk")
    article.save(slug, header=f"{QUAY}draft: true\n")
    said(f"Nothing changes for readers: “{slug}” is a draft")
    article.save(slug, header=QUAY)
    said(f"“{slug}” is new in Telling and 2 more feeds")
    return article


SOON = (2, 10, 50)  # seconds; a busy machine may see a file only after the first of them


def in_time(save: Callable[[str], None], seen: Callable[[], None]) -> None:
    """Save a file that names a moment to come, and see what is to be seen until then."""
    for seconds in SOON:
        moment = datetime.now(UTC) + timedelta(seconds=seconds)
        save(moment.isoformat())
        try:
            seen()
        except AssertionError:
            if seconds == SOON[-1] or datetime.now(UTC) < moment:
                raise
        else:
            return


def test_a_new_headline(told: Article, said: Said) -> None:
    told.save("Ferry sails again", header=QUAY)
    said(f"“Ferry sails again” is changed: the headline. {SHOWN}")


def test_a_typo_in_the_text(told: Article, said: Said) -> None:
    told.save(told.slug, PLAIN.replace("lorries", "lories"), QUAY)
    said(f"“{told.slug}” is changed: 1 word in the text. {SHOWN}")


def test_white_space_alone(preview: Preview, told: Article, said: Said) -> None:
    preview.article("telling/between.md").save("Between two saves")  # one told twice is no news
    said("“Between two saves”")
    told.save(told.slug, f"\n\n{PLAIN}  \n\n\n", QUAY)
    said(r"· Nothing changes for readers\.$")


def test_a_draft_again(told: Article, said: Said) -> None:
    told.save(told.slug, header=f"{QUAY}draft: true\n")
    said(f"“{told.slug}” leaves the feeds: it is a draft")


def test_another_tag(told: Article, said: Said) -> None:
    told.save(told.slug, header="tags: [pier]\n")
    said(f"“{told.slug}” is changed: the tags.* It is new in tag pier and leaves tag quay")


def test_deleted(told: Article, said: Said) -> None:
    told.delete()
    said(f"“{told.slug}” leaves the feeds: it is deleted")


def test_an_embargo_that_lifts_while_the_page_is_open(told: Article, tab: Page, said: Said) -> None:
    title = "The minister resigns"
    coming = tab.get_by_role("region", name="What comes")

    def is_held() -> None:
        said(f"“({told.slug}|{title})” leaves the feeds: it is embargoed until")
        expect(coming).to_contain_text(f"{title} appears in less than a minute")

    in_time(lambda moment: told.save(title, header=f"{QUAY}embargo: {moment}\n"), is_held)
    tab.evaluate("window.mark = 1")
    said(f"“{title}” is new in Telling and 2 more feeds")
    expect(coming).not_to_contain_text(title)
    assert tab.evaluate("window.mark") == 1


def test_an_article_that_expires_while_the_page_is_open(told: Article, said: Said) -> None:
    title = "Tonight at the quay"
    in_time(
        lambda moment: told.save(title, header=f"{QUAY}expires: {moment}\n"),
        lambda: said(f"“{title}” is changed"),
    )
    said(f"“{title}” leaves the feeds: it expired on")


def test_a_broken_file_and_the_same_one_mended(told: Article, tab: Page, said: Said) -> None:
    tab.goto("/desk/problems")
    tab.evaluate("window.mark = 1")
    expect(tab).to_have_title("Problems – The Feed Desk")
    told.save(told.slug, header="embargo: some day <b>soon</b>\n")
    said(f"{re.escape(told.path)} cannot be published as it stands")
    expect(tab).to_have_title("(1) Problems – The Feed Desk")
    wrong = tab.get_by_role("region", name=told.path).get_by_role("listitem")
    wrong = wrong.filter(has_text="Error")
    expect(wrong).to_contain_text("line 4")
    expect(wrong.locator("pre")).to_have_text("embargo: some day <b>soon</b>")
    problems = tab.get_by_role("navigation", name="Preview").get_by_role("link", name="Problems")
    expect(problems).to_have_text("Problems 1 errors")
    told.save(told.slug)
    expect(tab).to_have_title("Problems – The Feed Desk")
    expect(wrong).to_have_count(0)
    expect(problems).not_to_contain_text("errors")
    assert tab.evaluate("window.mark") == 1


def test_a_broken_file_is_told_on_the_desk_and_on_its_entry(told: Article, tab: Page) -> None:
    told.save("Never to be seen", header="embargo: some day\n")
    main = tab.get_by_role("main")
    main.get_by_role("link", name="1 Errors").click()
    main.get_by_role("link", name=told.path, exact=True).click()
    beside, article = tab.get_by_role("complementary"), tab.get_by_role("article")
    expect(beside).to_contain_text("embargo: some day")
    expect(article).to_contain_text(told.slug)  # the last good version, which readers keep
    told.save("A mended file")
    expect(article).to_contain_text("A mended file")
    expect(beside).not_to_contain_text("embargo: some day")


def test_the_desk_remembers_what_it_told(told: Article, tab: Page, said: Said) -> None:
    titles = ["First of three", "Second of three", "Third of three"]
    for title in titles:
        told.save(title)
        said(f"“{title}”")
    tab.reload()
    lately = tab.get_by_role("region", name="What subscribers would see").get_by_role("listitem")
    about = lately.filter(has_text="of three”")
    for place, title in enumerate(reversed(titles)):
        expect(about.nth(place)).to_contain_text(f"“{title}”")
