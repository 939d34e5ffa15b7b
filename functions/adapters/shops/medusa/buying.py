"""A guest's way through a Medusa shop: a cart with the buyer's address, shipping, a payment session, completion.

The payment is the system provider's, which is what cash on delivery is there.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx

from functions.adapters.shops.base import TAG, makes_order
from functions.adapters.shops.medusa.client import Client
from functions.application.ports.shops import NoAnswer, Refused
from functions.domain.order import Order
from functions.domain.ordering import Basket

REGIONS = "/store/regions"
PAYMENT = "pp_system_default"
COMPLETE_ATTEMPTS = 3


def buy(client: Client, basket: Basket, *, tag: str = "") -> Order:
    """Place an order, paid on delivery. Raises Unsure if there may be one all the same."""
    cart = _cart(client, basket, tag)
    options = client.store("GET", "/store/shipping-options", params={"cart_id": cart})["shipping_options"]
    if not options:
        said = f"the shop has no way to ship to {basket.address.country}"
        raise Refused(said, step="GET /store/shipping-options", said=said, about="address.country")
    client.store("POST", f"/store/carts/{cart}/shipping-methods", json={"option_id": options[0]["id"]})
    payment = client.store("POST", "/store/payment-collections", json={"cart_id": cart})["payment_collection"]["id"]
    client.store("POST", f"/store/payment-collections/{payment}/payment-sessions", json={"provider_id": PAYMENT})
    path = f"/store/carts/{cart}/complete"
    with makes_order(f"POST {path}"):
        return _complete(client, path)


def region_of(client: Client, country: str) -> str:
    """Return the region that sells to a country in the shop's currency. Raises Refused if there is none."""
    currency = client.shop.currency
    for region in client.store("GET", REGIONS)["regions"]:
        countries = {one["iso_2"] for one in region.get("countries") or []}
        if region["currency_code"] == currency.lower() and country.lower() in countries:
            return str(region["id"])
    said = f"the shop does not sell to {country} in {currency}"
    raise Refused(said, step=f"GET {REGIONS}", said=said, about="address.country")


def order_of(item: dict[str, Any]) -> Order:
    """An order as the store API and the admin API show it."""
    return Order(
        id=item["id"],
        number=f"#{item['display_id']}",
        total=Decimal(str(item["total"])),
        currency=item["currency_code"].upper(),
    )


def _cart(client: Client, basket: Basket, tag: str) -> str:
    """Make a cart; its metadata become the order's."""
    region = region_of(client, basket.address.country)
    address = _address(basket)
    buyer = {"email": basket.customer.email, "shipping_address": address, "billing_address": address}
    items = [{"variant_id": variant, "quantity": quantity} for variant, quantity in basket.lines]
    marked = {"metadata": {TAG: tag}} if tag else {}
    cart = client.store("POST", "/store/carts", json={"region_id": region, "items": items, **buyer, **marked})
    return str(cart["cart"]["id"])


def _complete(client: Client, path: str) -> Order:
    """Complete the cart; after a lost answer, again: a cart becomes one order however often that is asked for."""
    for attempt in range(1, COMPLETE_ATTEMPTS + 1):
        try:
            answer = client.store("POST", path, json={})
        except NoAnswer:
            if attempt == COMPLETE_ATTEMPTS:
                raise
            continue
        except Refused as refused:
            if refused.status != httpx.codes.CONFLICT:
                raise
            if attempt == COMPLETE_ATTEMPTS:  # the request whose answer was lost is still at it
                raise NoAnswer(refused.message, step=refused.step) from refused
            continue
        if answer.get("type") == "order":
            return order_of(answer["order"])
        said = (answer.get("error") or {}).get("message", "it gave no reason")
        raise Refused(f"the shop did not take the order: {said}", step=f"POST {path}", said=said)
    raise AssertionError("unreachable")  # pragma: no cover


def _address(basket: Basket) -> dict[str, str]:
    customer, address = basket.customer, basket.address
    further = {"address_2": address.line2, "province": address.state, "phone": customer.phone}
    return {
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "address_1": address.line1,
        "city": address.city,
        "postal_code": address.postal_code,
        "country_code": address.country.lower(),
        **{name: value for name, value in further.items() if value},
    }
