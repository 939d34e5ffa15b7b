"""Every view, on a desktop and on a phone, light and dark: nothing keeps anybody out, nothing moves, nothing is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.dashboard.conftest import Contexts
from tests.dashboard.looking import SIZES, Noted, address, seen, settle, still, violations
from tests.dashboard.staging import Staged
from tests.dashboard.views import VIEWS, Opening, View, addresses, tabs

MOST_SHIFT = 0.05
SCHEMES = ("light", "dark")
LISTS = "[aria-haspopup=listbox]"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_is_for_everybody_and_keeps_still(
    view: View, size: str, contexts: Contexts, the_stage: Staged, pictures: Path
) -> None:
    page, noted = contexts(view.by, size).new_page(), Noted(view.absent)
    try:
        noted.hear(page)
        page.goto(address(view, the_stage))
        settle(page)
        _looks(page, pictures / f"{view.name}-{size}", found := list[str]())
        told = seen(page)
        assert told["shift"] <= MOST_SHIFT, told["shifted"]
        assert _wider(page) <= 0, "the view is wider than the window"
        for opening in view.opens:
            if size not in opening.missing:
                _opened(page, opening, pictures / f"{view.name}-{opening.name}-{size}", found)
        _lists_opened(page, found)
        assert not found, "\n".join(found)
        assert (seen(page)["refused"], noted.errors) == ([], [])
    finally:
        page.close()


def _looks(page: Page, path: Path, found: list[str]) -> None:
    """Look at the page as it is, in both schemes; leave a picture of each."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark", reduced_motion="reduce")
        page.wait_for_function("(scheme) => document.documentElement.dataset.mantineColorScheme === scheme", arg=scheme)
        still(page)
        found += [f"{path.name} {scheme} {each}" for each in violations(page)]
        page.screenshot(path=f"{path}-{scheme}.png")


def _opened(page: Page, opening: Opening, path: Path, found: list[str]) -> None:
    page.get_by_role("button", name=re.compile(opening.button)).first.click()
    page.get_by_role("dialog" if opening.shows == "dialog" else "menu").first.wait_for()
    settle(page)
    _looks(page, path, found)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").first.wait_for(state="hidden")


def _lists_opened(page: Page, found: list[str]) -> None:
    """Open every list to choose from, one after the other."""
    lists = page.locator(LISTS)
    for number in range(lists.count()):
        if lists.nth(number).is_visible() and lists.nth(number).is_enabled():
            lists.nth(number).click()
            page.get_by_role("listbox").first.wait_for()
            name = lists.nth(number).get_attribute("aria-label") or f"list {number}"
            found += [f"{name} opened: {each}" for each in violations(page)]
            page.keyboard.press("Escape")


def _wider(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def test_no_view_is_left_out() -> None:
    looked_at = [view.path for view in VIEWS]
    assert [path for path, fits in addresses().items() if not any(map(fits.match, looked_at))] == []
    ends = {path.split("/")[3] if path.count("/") > 2 else "" for path in looked_at if path.startswith("/stores/")}
    assert tabs() <= ends
