"""A shop's plugins and its safe mode: seen, turned on, said wherever the store is, and ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.dashboard.looking import SIZES, context_of, settle, still, violations
from tests.dashboard.staging import Staged, staged
from tests.dashboard.views import STORE

NAME = "Tea & Cake Berlin"
MEANS = "without the plugins and the theme that its owner installed"
PATIENCE = 90_000.0  # milliseconds until a run has ended


@pytest.fixture(scope="module")
def moving_stage() -> Iterator[Staged]:
    """A stage on which what is asked for is done, and soon."""
    with staged("--pace", "0.05") as there:
        yield there


class Looking:
    """Leaves pictures of a page, and what keeps somebody out of it."""

    def __init__(self, page: Page, pictures: Path, size: str) -> None:
        self.page, self.found = page, list[str]()
        self._pictures, self._size = pictures, size

    def at(self, name: str) -> None:
        """Look at it as it is now, in both schemes."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            still(self.page)
            self.found += [f"{name} {scheme} {each}" for each in violations(self.page)]
            self.page.screenshot(path=self._pictures / f"{name}-{self._size}-{scheme}.png")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", SIZES)
def test_a_shop_is_in_safe_mode_until_that_is_ended(size: str, browser: Browser, moving_stage: Staged, pictures: Path) -> None:
    with context_of(browser, moving_stage, "owner", size) as context:
        page = context.new_page()
        looking = Looking(page, pictures, size)
        _sees_the_plugins(page)
        page.get_by_role("button", name="Actions").click()
        page.get_by_role("menuitem", name="Start in safe mode").click()
        _confirms(looking, "Start in safe mode")
        _is_told(looking)
        page.get_by_role("button", name="End safe mode …").click()
        _confirms(looking, "End safe mode")
        _go(page, f"/stores/{STORE}")
        expect(page.get_by_role("heading", level=1)).not_to_contain_text("safe mode")
        expect(page.get_by_text(MEANS)).to_have_count(0)
        assert not looking.found, "\n".join(looking.found)


def _go(page: Page, path: str) -> None:
    page.goto(path)
    settle(page)


def _row(page: Page, name: str) -> Locator:
    """The row of something, or its card."""
    return page.locator("main tbody tr, main li").filter(has_text=name)


def _sees_the_plugins(page: Page) -> None:
    _go(page, f"/stores/{STORE}")
    page.get_by_role("link", name="Plugins", exact=True).click()
    settle(page)
    expect(_row(page, "Booking Calendar")).to_contain_text(re.compile(r"4\.1\.2.*4\.2\.0.*active.*yours", re.DOTALL))
    expect(_row(page, "with the platform").first).to_be_visible()


def _confirms(looking: Looking, verb: str) -> None:
    """Read what will happen, say yes, and wait for the end of it."""
    page = looking.page
    dialog = page.get_by_role("dialog")
    settle(page)
    expect(dialog).to_contain_text("Turning safe mode on or off")
    looking.at(f"safe-mode-{verb.split(maxsplit=1)[0].lower()}")
    dialog.get_by_role("button", name=verb, exact=True).click()
    page.wait_for_url("**/operations/*")
    expect(page.get_by_text("Safe mode: done")).to_be_visible(timeout=PATIENCE)


def _is_told(looking: Looking) -> None:
    """It is said in the list, and on the store's page."""
    page = looking.page
    _go(page, "/")
    expect(_row(page, NAME)).to_contain_text("safe mode")
    expect(_row(page, NAME)).to_contain_text("Its owner's plugins and theme are off")
    looking.at("safe-mode-stores")
    _go(page, f"/stores/{STORE}/extensions")
    expect(page.get_by_role("heading", level=1)).to_contain_text("safe mode")
    expect(page.get_by_role("alert")).to_contain_text(MEANS)
    expect(_row(page, "Booking Calendar")).to_contain_text("active after safe mode")
    looking.at("safe-mode-plugins")
