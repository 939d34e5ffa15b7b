"""A buyer's order, placed by hand through the shop's public address, and what the merchant sees of it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cluster import browser, buyers
from tests.cluster.installation import OUT, secret
from tests.cluster.platform import JSON, Shop

BUYER = "ada@example.com"
ADDRESS = buyers.ADDRESS | {"phone": "+493000000"}


@pytest.fixture(scope="module")
def credentials(shop: JSON) -> dict[str, str]:
    """What the merchant reads from the namespace."""
    return secret(shop["id"])


@pytest.fixture(scope="module")
def order(shop: JSON, credentials: dict[str, str]) -> dict[str, Any]:
    """An order, call by call as a storefront makes them."""
    buyer = Shop(shop["url"], **{"x-publishable-api-key": credentials["publishable-key"]})
    region = buyer.call("GET", "/store/regions")["regions"][0]["id"]
    products = buyer.call("GET", "/store/products", params={"region_id": region, "fields": "*variants.calculated_price"})[
        "products"
    ]
    cart = buyer.call("POST", "/store/carts", json={"region_id": region})["cart"]["id"]
    buyer.call("POST", f"/store/carts/{cart}/line-items", json={"variant_id": products[0]["variants"][0]["id"], "quantity": 2})
    buyer.call("POST", f"/store/carts/{cart}", json={"email": BUYER, "shipping_address": ADDRESS, "billing_address": ADDRESS})
    options = buyer.call("GET", "/store/shipping-options", params={"cart_id": cart})["shipping_options"]
    buyer.call("POST", f"/store/carts/{cart}/shipping-methods", json={"option_id": options[0]["id"]})
    payment = buyer.call("POST", "/store/payment-collections", json={"cart_id": cart})["payment_collection"]["id"]
    buyer.call("POST", f"/store/payment-collections/{payment}/payment-sessions", json={"provider_id": "pp_system_default"})
    done = buyer.call("POST", f"/store/carts/{cart}/complete", json={})
    assert done["type"] == "order", done
    placed: dict[str, Any] = done["order"]
    return placed


def test_an_order_by_hand_shows_up_in_the_admin(shop: JSON, credentials: dict[str, str], order: dict[str, Any]) -> None:
    admin = Shop(shop["url"])
    login = {"email": credentials["admin-email"], "password": credentials["admin-password"]}
    admin.headers["Authorization"] = f"Bearer {admin.call('POST', '/auth/user/emailpass', json=login)['token']}"

    seen = admin.call("GET", f"/admin/orders/{order['id']}", params={"fields": "id,display_id,email,total,currency_code"})[
        "order"
    ]

    assert (seen["display_id"], seen["email"], seen["total"]) == (order["display_id"], BUYER, order["total"])
    assert order["total"] > 0


def test_the_admin_needs_the_password(shop: JSON, credentials: dict[str, str]) -> None:
    stranger = Shop(shop["url"])

    assert stranger.send("GET", "/admin/orders").status_code == 401
    wrong = {"email": credentials["admin-email"], "password": "not this one"}
    assert stranger.send("POST", "/auth/user/emailpass", json=wrong).status_code == 401


def test_the_admin_page_shows_the_order_in_a_browser(shop: JSON, credentials: dict[str, str], order: dict[str, Any]) -> None:
    with browser.page() as page:
        try:
            log_in(page, shop["url"], credentials)
            page.goto(f"{shop['url']}/app/orders")
            expect(page.get_by_text(f"#{order['display_id']}", exact=True)).to_be_visible(timeout=60_000)
            expect(page.get_by_text(BUYER)).to_be_visible()
        finally:
            page.screenshot(path=OUT / "admin-orders.png")


def log_in(page: Page, url: str, credentials: dict[str, str]) -> None:
    """Log in as a merchant does."""
    page.goto(f"{url}/app/login", timeout=60_000)
    page.locator("input[name=email]").fill(credentials["admin-email"])
    page.locator("input[name=password]").fill(credentials["admin-password"])
    page.get_by_role("button", name="Continue with Email").or_(page.locator("button[type=submit]")).first.click()
    page.wait_for_url("**/app/orders*", timeout=60_000)
