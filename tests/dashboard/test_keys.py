"""A way through the page without a pointer."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.dashboard.conftest import Contexts
from tests.dashboard.looking import settle

FOCUSED = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"
VIEWS = ["Stores", "Orders", "Extensions", "Operations", "Activity", "Metrics", "Clusters", "Users", "Platform"]
MOST_TABS = 40


def test_the_page_is_used_with_keys_alone(contexts: Contexts) -> None:
    page = contexts("admin", "desktop").new_page()
    try:
        page.goto("/clusters")
        settle(page)
        _skips_to_the_content(page)
        _comes_to_every_view(page)
        _jumps_and_searches(page)
        _reads_the_list_of_keys(page)
    finally:
        page.close()


def _skips_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "view"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null"), "what comes first after it is no content"


def _comes_to_every_view(page: Page) -> None:
    page.reload()
    settle(page)
    stops = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if page.evaluate("document.activeElement.closest('main') !== null"):
            break
    assert stops[:2] == ["To the content", "Storeyard"]
    assert [stop for stop in stops if stop in VIEWS] == VIEWS


def _jumps_and_searches(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text("Operations")
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stores")
    settle(page)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search the stores")).to_be_focused()
    page.keyboard.type("go")  # in a field letters are letters
    expect(page.get_by_role("heading", level=1)).to_have_text("Stores")
    page.keyboard.press("Escape")


def _reads_the_list_of_keys(page: Page) -> None:
    page.goto("/clusters")
    settle(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null"), "the focus leaves the dialog"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
