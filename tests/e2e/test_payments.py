"""A card is paid, and that is an order, once; a call that Stripe did not sign changes nothing. The shop is one on Medusa."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.cluster.browser import CHROMIUM, page
from tests.cluster.buyers import ADDRESS
from tests.cluster.card_form import stripe_for
from tests.cluster.cards import StripeInReach, parameters, stripe_in_reach, tell
from tests.cluster.installation import helm, kube, kubectl, secret
from tests.cluster.platform import JSON, Platform, Shop, unique
from tests.cluster.playbooks import play
from tests.e2e import ENGINE
from tests.fakes.stripe import Stripe
from tests.fakes.stripe_server import StripeAt

HOOK = "/hooks/payment/stripe_stripe"
PROVIDER = "pp_stripe_stripe"
SECONDS = 30
BUYER = {
    "E-mail address": "ada@shop-test.example",
    "First name": "Ada",
    "Last name": "Example",
    "Street and house number": "Unter den Linden 1",
    "Postal code": "10117",
    "Town or city": "Berlin",
}


@pytest.fixture(scope="module")
def stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeInReach]:
    """What stands in for Stripe."""
    with stripe_in_reach(tmp_path_factory.mktemp("stripe")) as made:
        yield made


class Buyer:
    """Goes the storefront's way to a payment, and looks at the orders as the owner."""

    def __init__(self, store_id: str) -> None:
        self.url, self._secret = f"http://{store_id}.localhost", secret(store_id)
        self.shop = Shop(self.url, **{"x-publishable-api-key": self._secret["publishable-key"]})
        self.region: str = self.shop.call("GET", "/store/regions")["regions"][0]["id"]

    def providers(self) -> list[str]:
        """How buyers may pay."""
        found = self.shop.call("GET", "/store/payment-providers", params={"region_id": self.region})
        return sorted(one["id"] for one in found["payment_providers"])

    def at_checkout(self) -> tuple[str, str]:
        """A cart, and the secret that its payment is made with."""
        fields = {"region_id": self.region, "fields": "*variants"}
        variant = self.shop.call("GET", "/store/products", params=fields)["products"][0]["variants"][0]["id"]
        items = [{"variant_id": variant, "quantity": 2}]
        cart = self.shop.call("POST", "/store/carts", json={"region_id": self.region, "items": items})["cart"]["id"]
        where = {"email": "ada@shop-test.example", "shipping_address": ADDRESS, "billing_address": ADDRESS}
        self.shop.call("POST", f"/store/carts/{cart}", json=where)
        options = self.shop.call("GET", "/store/shipping-options", params={"cart_id": cart})["shipping_options"]
        self.shop.call("POST", f"/store/carts/{cart}/shipping-methods", json={"option_id": options[0]["id"]})
        payment = self.shop.call("POST", "/store/payment-collections", json={"cart_id": cart})["payment_collection"]["id"]
        path = f"/store/payment-collections/{payment}/payment-sessions"
        made = self.shop.call("POST", path, json={"provider_id": PROVIDER})["payment_collection"]
        return cart, made["payment_sessions"][0]["data"]["client_secret"]

    def complete(self, cart: str) -> httpx.Response:
        """Ask for the order of a cart."""
        return self.shop.send("POST", f"/store/carts/{cart}/complete", json={})

    def orders(self) -> list[tuple[str, float]]:
        """Of each order, newest first: how its payment stands, and what was paid."""
        fields = {"fields": "id,payment_status,summary", "order": "-created_at"}
        key = (self._secret["secret-key"], "")
        found = self.shop.call("GET", "/admin/orders", params=fields, auth=key)["orders"]
        return [(one["payment_status"], float(one["summary"]["paid_total"])) for one in found]


@pytest.fixture(scope="module")
def paid(stripe: StripeInReach) -> Iterator[Buyer]:
    """A store that takes cards, and who buys there."""
    store_id = unique("cards")
    play("provision.yml", store_id, ENGINE, *stripe.variables)
    try:
        account = stripe.account(store_id)
        assert Buyer(store_id).providers() == ["pp_system_default"]
        play("payments.yml", store_id, ENGINE, *stripe.variables, *parameters(account))
        buyer = Buyer(store_id)
        assert buyer.providers() == [PROVIDER, "pp_system_default"]
        yield buyer
    finally:
        play("delete.yml", store_id, ENGINE)


@pytest.mark.long
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make e2e)")
def test_a_buyer_pays_by_card_on_the_page(stripe: StripeInReach, paid: Buyer) -> None:
    before = len(paid.orders())
    with page() as browser:
        browser.set_default_timeout(SECONDS * 1000)
        pay_on_page(browser, paid.url, stripe.at)
    assert len(paid.orders()) == before + 1
    assert paid.orders()[0][0] == "captured"


def pay_on_page(browser: Page, url: str, stripe: StripeAt) -> None:
    """Order something and pay it by card, as a buyer does; the page's policy has to let Stripe in, and nobody else."""
    complaints: list[str] = []
    browser.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    asked = stripe_for(browser, stripe)
    browser.goto(url)
    browser.locator("a.card").first.click()
    browser.get_by_role("button", name="Add to cart").click()
    browser.get_by_role("link", name="Cart, 1 item").click()
    browser.get_by_role("link", name="Go to checkout").click()
    for label, text in BUYER.items():
        browser.get_by_label(label, exact=True).fill(text)
    assert asked == [], "nothing is asked of Stripe before a card is chosen"
    browser.get_by_role("radio", name="Pay by card").check()
    card, order = browser.get_by_label("Card", exact=True), browser.get_by_role("button", name="Place the order")
    expect(browser.get_by_text("You pay now, by card.")).to_be_visible()
    order.click()
    expect(browser.get_by_role("alert").filter(has_text="incomplete")).to_be_visible()
    card.fill("pm_card_chargeDeclined")
    order.click()
    expect(browser.get_by_role("alert").filter(has_text="Your card was declined.")).to_be_visible(timeout=SECONDS * 1000)
    card.fill("pm_card_visa")
    order.click()
    expect(browser.get_by_role("heading", level=1)).to_have_text("Thank you, your order is placed", timeout=SECONDS * 1000)
    expect(browser.get_by_text("has been paid by card.")).to_be_visible()
    assert [one for one in complaints if "status of 402" not in one] == []


@pytest.mark.long
def test_a_payment_becomes_an_order_once_and_a_forged_call_nothing(stripe: StripeInReach, paid: Buyer) -> None:
    buyer, before = paid, paid.orders()
    cart, paying = buyer.at_checkout()
    assert buyer.complete(cart).status_code == httpx.codes.BAD_REQUEST, "it is not paid"
    assert stripe.pay(paying, "pm_card_chargeDeclined").status_code == httpx.codes.PAYMENT_REQUIRED
    assert buyer.orders() == before
    assert stripe.pay(paying).is_success
    assert buyer.complete(cart).json()["type"] == "order"
    done = buyer.orders()
    assert (done[0][0], done[1:]) == ("captured", before)

    # Stripe tells of it as well, and twice: that is no second order, and no second payment.
    intent = paying.split("_secret_")[0]
    assert [stripe.call(buyer.shop, HOOK, intent) for _ in range(2)] == [200, 200]
    assert buyer.orders() == done

    # A buyer who pays and never comes back.
    cart, paying = buyer.at_checkout()
    intent = paying.split("_secret_")[0]
    assert stripe.pay(paying).is_success
    assert stripe.call(buyer.shop, HOOK, intent, secret="whsec_somebodys") == httpx.codes.BAD_REQUEST
    body, headers = stripe.at.call("payment_intent.succeeded", intent)
    assert tell(buyer.shop, HOOK, body + b" ", headers) == httpx.codes.BAD_REQUEST
    assert buyer.orders() == done, "a forged call changes nothing"
    assert stripe.call(buyer.shop, HOOK, intent) == httpx.codes.OK
    assert buyer.orders() == [done[0], *done]
    assert buyer.complete(cart).json()["type"] == "order", "the buyer who comes back after all sees that order"
    assert buyer.orders() == [done[0], *done]
    assert stripe.at.api.wrong == []


def test_keys_are_in_the_stores_cluster_alone_and_go_again(platform: Platform, shop: JSON) -> None:
    """On the shared store, with keys that nobody at Stripe knows."""
    mine, path = Stripe(secret="sk_test_hunter2e2e", signs="whsec_hunter2e2e"), f"/api/stores/{shop['id']}/payments"
    keys = {"publishable_key": mine.publishable, "secret_key": mine.secret, "webhook_secret": mine.signs}
    refused = platform.http.put(path, json={**keys, "secret_key": "sk_live_hunter2"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "secret_key")
    assert "hunter2" not in refused.text

    operation = platform.client.put(path, keys)["operation"]
    try:
        platform.finish(operation)
        namespace, url = f"store-{shop['id']}", platform.client.get(path)["webhook_url"]
        assert url == f"{shop['url']}{HOOK}"
        front = Shop(shop["url"])
        assert front.call("GET", "/storefront/config.json")["payments"]["publishableKey"] == mine.publishable

        seen: list[Any] = [platform.client.get(path), platform.events(operation["id"]), platform.operation(operation["id"])]
        seen += [
            helm("get", "values", shop["id"], "--namespace", namespace),
            kube("--namespace", namespace, "get", "deployment"),
        ]
        seen.append(kubectl("--namespace", namespace, "logs", "deployment/web"))
        assert "hunter2" not in str(seen)

        intent = {"id": "pi_1", "object": "payment_intent", "metadata": {"session_id": "payses_nobodys"}}
        event = {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "data": {"object": intent}}
        body, headers = mine.signed(event, at=1_700_000_000)
        assert tell(front, HOOK, body, headers) == httpx.codes.BAD_REQUEST, "a call of years ago is refused"
    finally:
        platform.finish(platform.client.delete(path)["operation"])
    assert front.call("GET", "/storefront/config.json")["payments"] is None
