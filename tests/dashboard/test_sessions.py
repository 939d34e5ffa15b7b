"""Somebody makes an account, and is kept from losing what they write when their session ends."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from playwright.sync_api import Browser, Page, Route, expect

from tests.dashboard.looking import context_of, settle
from tests.dashboard.staging import Staged

NAME, EMAIL, PASSWORD = "Nora Neu", "nora@example.com", "a password of her own"
RESET = "the password after it"
SHOP = "Nora's Nuts"
LIMIT = 3


def test_an_account_is_made_and_a_form_outlives_its_session(browser: Browser, the_stage: Staged) -> None:
    with context_of(browser, the_stage, "", "desktop") as context:
        page = context.new_page()
        page.goto("/")
        settle(page)
        _registers(page)
        page.goto("/new")
        settle(page)
        expect(page.get_by_text(f"You have 0 of {LIMIT} stores")).to_be_visible()
        page.get_by_label("Name").fill(SHOP)
        expect(page.get_by_text("is free", exact=False)).to_be_visible()
        with _nothing_read(page):  # else what the page reads by itself may learn of the end before the button does
            _end_sessions(the_stage)
            page.get_by_role("button", name="Make the store").click()
            dialog = page.get_by_role("dialog", name="Your session has ended")
            expect(dialog).to_be_visible()
        dialog.get_by_role("textbox", name="Password").fill(RESET)
        dialog.get_by_role("button", name="Sign in").click()
        # What was asked for goes on where it stopped, and is asked for once.
        page.wait_for_url("**/operations/*")
        settle(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Make the store")
        assert [store["name"] for store in _stores(the_stage)] == [SHOP]


def _registers(page: Page) -> None:
    page.get_by_role("link", name="Make one").click()
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_role("textbox", name="Password").fill("short")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("textbox", name="Password")).to_have_accessible_description(re.compile("10 characters"))
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_text("Make your first store")).to_be_visible()


@contextmanager
def _nothing_read(page: Page) -> Iterator[None]:
    """Hold back what the page asks for to show it, and let it go on at the end."""
    held: list[Route] = []
    over = threading.Event()

    def hold(route: Route) -> None:
        if route.request.method == "GET" and not over.is_set():
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/**", hold)
    yield
    over.set()
    for route in held:
        route.continue_()


def _end_sessions(there: Staged) -> None:
    """Reset the password, as an admin does for somebody whose device is lost."""
    headers = {"authorization": f"Bearer {there.tokens['admin']}"}
    with httpx.Client(base_url=there.url, headers=headers, timeout=30) as client:
        users = client.get("/api/users", params={"limit": 100}).json()["items"]
        (nora,) = [user["id"] for user in users if user["email"] == EMAIL]
        client.post(f"/api/users/{nora}/password", json={"password": RESET}).raise_for_status()


def _stores(there: Staged) -> list[dict[str, str]]:
    with httpx.Client(base_url=there.url, timeout=30) as client:
        token = client.post("/api/auth/login", json={"email": EMAIL, "password": RESET}).json()["access_token"]
        found: list[dict[str, str]] = client.get("/api/stores", headers={"authorization": f"Bearer {token}"}).json()["items"]
    return found
