"""What views look like where there is nothing, not yet anything, or no answer: each says so, to everybody."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from tests.dashboard.conftest import MANY, Contexts
from tests.dashboard.looking import Noted, address, seen, settle, violations
from tests.dashboard.staging import Staged
from tests.dashboard.views import BY_NAME, STORE, VIEWS, View

# The others ask for nothing before they can be used, or are the same view once more.
ASKING_NOTHING = {"users-owner", "not-found", "store-stranger", "new-store", "store-settings", "store-failed", "chat-link"}
READING = [view for view in VIEWS if view.by and view.name not in ASKING_NOTHING]
NEWCOMERS = ("stores", "orders", "extensions", "operations", "activity", "metrics", "account")
MOST_LONG = 50.0  # milliseconds
TRIES = 3


def _behind(page: Page, view: View, header: str, value: str) -> None:
    """Have every answer be slow, or fail, but for the session's and, on a tab, its store's."""

    def go_on(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/api/auth/") or (view.name.startswith("store-") and path == f"/api/stores/{STORE}"):
            route.continue_()
        elif path.startswith("/health") and header == "x-stage-fail":
            route.fulfill(status=502, body="no answer")
        else:
            route.continue_(headers={**route.request.headers, header: value})

    page.route("**/api/**", go_on)
    page.route("**/health**", go_on)


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("view", READING, ids=lambda view: view.name)
def test_a_view_without_answers_says_so(view: View, size: str, contexts: Contexts, the_stage: Staged, pictures: Path) -> None:
    page = contexts(view.by, size).new_page()
    try:
        _behind(page, view, "x-stage-fail", "403")  # not worth another try: the page says so at once
        page.goto(address(view, the_stage))
        page.get_by_role("alert").first.wait_for()
        page.screenshot(path=pictures / f"{view.name}-error-{size}.png")
        assert violations(page) == []
    finally:
        page.unroute_all(behavior="ignoreErrors")
        page.close()


@pytest.mark.parametrize("view", READING, ids=lambda view: view.name)
def test_a_view_that_waits_for_its_answers_says_so(view: View, contexts: Contexts, the_stage: Staged, pictures: Path) -> None:
    page = contexts(view.by, "desktop").new_page()
    try:
        _behind(page, view, "x-stage-slow", "5")
        page.goto(address(view, the_stage))
        page.get_by_role("heading", level=1).wait_for()  # the view itself is there, and not only its place
        if view.name != "platform":  # which asks what is not slow
            page.locator("[aria-busy=true]").first.wait_for()
        page.screenshot(path=pictures / f"{view.name}-loading.png")
        assert violations(page) == []
    finally:
        page.unroute_all(behavior="ignoreErrors")
        page.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", NEWCOMERS)
def test_a_view_with_nothing_on_it_says_what_would_be_there(
    name: str, size: str, contexts: Contexts, the_stage: Staged, pictures: Path
) -> None:
    page, noted = contexts("newcomer", size).new_page(), Noted()
    try:
        noted.hear(page)
        page.goto(address(BY_NAME[name], the_stage))
        settle(page)
        page.screenshot(path=pictures / f"{name}-empty-{size}.png")
        assert violations(page) == []
        assert noted.errors == []
    finally:
        page.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_great_many_stores_are_scrolled_without_a_stop(size: str, contexts: Contexts, pictures: Path) -> None:
    """The machine may be busy with something else: of a few times the best is what the page itself needs."""
    page = contexts("admin", size).new_page()
    try:
        page.goto("/")
        settle(page)
        page.locator("main a[href^='/stores/']").nth(5).wait_for()
        longest = [_scrolled(page) for _ in range(TRIES)]
        page.screenshot(path=pictures / f"stores-{MANY}-{size}.png")
        assert min(longest) <= MOST_LONG, longest
    finally:
        page.close()


def _scrolled(page: Page) -> float:
    """Scroll to the end and back as a wheel does; return the longest task meanwhile, in milliseconds."""
    page.evaluate("seen.long.length = 0")
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.mouse.move(180, 400)
    for turn in (600, -600):
        for _ in range(0, height, 600):
            page.mouse.wheel(0, turn)
            page.wait_for_function("true")  # in the next frame
    assert height > MANY * 40, "there are not that many stores"
    return max(seen(page)["long"], default=0.0)
