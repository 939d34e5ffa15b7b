"""The storefront in a browser, as a buyer has it: on a desk and on a small phone.

STOREFRONT_URL names a shop that is there already, with ten pieces of its newest product; otherwise the tests make one.
Pictures of each page go to out/storefront.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.cluster.browser import CHROMIUM, OPTIONS
from tests.cluster.installation import OUT

SIZES = {"desktop": (1280, 800), "phone": (360, 740)}
BUYER = {
    "E-mail address": "ada@example.com",
    "First name": "Ada",
    "Last name": "Example",
    "Street and house number": "Unter den Linden 1",
    "Postal code": "10117",
    "Town or city": "Berlin",
}
CART = "storeyard.cart"
SECONDS = 30

Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def url(request: pytest.FixtureRequest) -> str:
    """The shop's public address."""
    given = os.environ.get("STOREFRONT_URL")
    found: str = given or request.getfixturevalue("shop")["url"]
    return found.rstrip("/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=SECONDS * 1000)
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield made
        made.close()
    expect.set_options(timeout=5_000)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """A new buyer's page, by the name of its size. What the browser complains of fails the test: the shop's policy, too."""
    complaints: list[str] = []
    contexts = []

    def opened(size: str) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-IE")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    # A browser says itself that an address was answered with an error: there are tests that want that.
    assert not [said for said in complaints if "Failed to load resource" not in said]


def seen(page: Page, size: str, name: str) -> None:
    """Take a picture of the whole page, which must not be wider than the window."""
    folder = OUT / "storefront"
    folder.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    page.evaluate("Promise.all([...document.images].map((image) => { image.loading = 'eager'; return image.decode() }))")
    page.screenshot(path=Path(folder / f"{size}-{name}.png"), full_page=True)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0, f"{name} is too wide for {size}"


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    """The page has this heading, and the focus is there: a person who does not see the page hears where they are."""
    expect(page.get_by_role("heading", level=1, name=text)).to_be_focused()


def put_in_cart(page: Page, url: str) -> None:
    """Open the first product that is there, and take two of it."""
    page.goto(url)
    page.locator("a.card").filter(has_not=page.locator(".badge")).first.click()
    heading(page, re.compile("."))
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("link", name="Cart, 2 items")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_buyer_orders_something(open_page: Open, url: str, size: str) -> None:
    page = open_page(size)
    page.goto(url)
    name = page.evaluate("fetch('/storefront/config.json').then((answer) => answer.json())")["name"]
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page).to_have_title(name)
    seen(page, size, "1-products")

    put_in_cart(page, url)
    expect(page.get_by_role("status").filter(has_text="Added to the cart: 2")).to_be_attached()
    seen(page, size, "2-product")

    page.get_by_role("link", name="Cart, 2 items").click()
    heading(page, "Your cart")
    expect(page.get_by_role("group", name="Quantity of")).to_contain_text("2")
    seen(page, size, "3-cart")

    page.get_by_role("link", name="Go to checkout").click()
    heading(page, "Checkout")
    for label, text in BUYER.items():
        page.get_by_label(label, exact=True).fill(text)
    order = page.get_by_role("button", name="Place the order")
    expect(order).to_be_enabled()  # now shipping is chosen, and the total the final one
    total = page.locator(".total dd").inner_text()
    seen(page, size, "4-checkout")

    order.click()
    heading(page, "Thank you, your order is placed")
    expect(page.locator(".number")).to_have_text(re.compile(r"^#\d+$"))
    expect(page.locator(".total dd")).to_have_text(total)
    expect(page.get_by_role("link", name="Cart, 0 items")).to_be_visible()
    seen(page, size, "5-confirmation")

    page.reload()
    expect(page.locator(".number")).to_have_text(re.compile(r"^#\d+$"))


def test_checkout_says_what_is_missing_and_goes_there(open_page: Open, url: str) -> None:
    page = open_page("phone")
    put_in_cart(page, url)
    page.goto(f"{url}/checkout")
    page.get_by_label("E-mail address").fill("nobody")

    page.get_by_role("button", name="Place the order").click()

    email = page.get_by_label("E-mail address")
    expect(email).to_be_focused()
    expect(email).to_have_accessible_description("Enter an e-mail address like name@example.com.")
    expect(page.get_by_label("Town or city")).to_have_accessible_description("Enter the town or city.")
    seen(page, "phone", "6-missing")


def test_a_line_can_be_changed_and_removed(open_page: Open, url: str) -> None:
    page = open_page("desktop")
    put_in_cart(page, url)
    page.goto(f"{url}/cart")

    page.get_by_role("button", name="One less").click()
    expect(page.get_by_role("link", name="Cart, 1 item")).to_be_visible()
    page.get_by_role("button", name="Remove").click()

    expect(page.get_by_text("Your cart is empty.")).to_be_visible()
    seen(page, "desktop", "7-empty")


def test_a_cart_that_is_gone_starts_anew(open_page: Open, url: str) -> None:
    page = open_page("desktop")
    page.goto(url)
    page.evaluate(f"localStorage.setItem('{CART}', 'cart_that_is_gone')")

    put_in_cart(page, url)

    assert page.evaluate(f"localStorage.getItem('{CART}')") != "cart_that_is_gone"


def test_everything_can_be_reached_with_the_keyboard(open_page: Open, url: str) -> None:
    page = open_page("desktop")
    page.goto(url)
    expect(page.locator("a.card").first).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("a.card").first).to_be_focused()
    page.keyboard.press("Enter")

    heading(page, re.compile("."))
    page.go_back()
    expect(page.get_by_role("heading", level=2, name="Products")).to_be_visible()


@pytest.mark.parametrize(("path", "status"), [("/no/such/page", 404), ("/products/no-such-product", 200)])
def test_an_address_without_a_page_says_so(open_page: Open, url: str, path: str, status: int) -> None:
    page = open_page("phone")

    answer = page.goto(url + path)

    assert answer is not None
    assert answer.status == status
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^There is no such (page|product)$"))
    expect(page).to_have_title(re.compile("^Not found"))
    seen(page, "phone", f"8-missing-{status}")
