"""A guest's way through a WooCommerce shop: a cart by its token, pieces in it, the address, the checkout."""

from __future__ import annotations

from typing import Any

from functions.adapters.shops.base import TAG, makes_order
from functions.adapters.shops.woocommerce.client import ORDERS, STORE, Client, amount
from functions.application.ports.shops import Refused, VerifyFailed
from functions.domain.order import Order
from functions.domain.ordering import Basket, WantedAddress, WantedCustomer

PAYMENT = "cod"
CHECKOUT = f"{STORE}/checkout"
UPDATE = f"{STORE}/cart/update-customer"


def buy(client: Client, basket: Basket, *, tag: str = "") -> Order:
    """Place an order, paid on delivery. Raises Unsure if there may be one all the same."""
    cart = client.http.answered("GET", f"{STORE}/cart").headers.get("cart-token")
    if not cart:
        raise VerifyFailed("the shop gave the buyer no cart", step=f"GET {STORE}/cart")
    buyer = {"Cart-Token": cart}
    for variant, quantity in basket.lines:
        piece = {"id": int(variant), "quantity": quantity}
        client.http.json("POST", f"{STORE}/cart/add-item", headers=buyer, json=piece)
    # The checkout answers without amounts: what the buyer is shown is the cart's total, once it knows where to.
    address = _address(basket.customer, basket.address)
    whole = {"shipping_address": address, "billing_address": {**address, "email": basket.customer.email}}
    filled = client.http.json("POST", UPDATE, headers=buyer, json=whole)
    _check_payment(filled, basket.address.country)
    if tag:
        _tag(client, buyer, tag)
    with makes_order(f"POST {CHECKOUT}"):
        made = client.http.json("POST", CHECKOUT, headers=buyer, json={"payment_method": PAYMENT, **whole})
        totals = filled["totals"]
        return Order(
            id=str(made["order_id"]),
            number=f"#{made['order_number']}",
            total=amount(totals["total_price"], totals),
            currency=totals["currency_code"],
        )


def _tag(client: Client, buyer: dict[str, str], tag: str) -> None:
    """Have the shop make the order's draft, which the checkout then takes, and mark it as the owner: buyers never see it."""
    draft = client.http.json("GET", CHECKOUT, headers=buyer)["order_id"]
    mark = {"meta_data": [{"key": f"_{TAG}", "value": tag}]}
    client.owner_json("PUT", f"{ORDERS}/{draft}", {"_fields": "id"}, json=mark)


def _check_payment(cart: dict[str, Any], country: str) -> None:
    step = f"POST {UPDATE}"
    if cart.get("needs_shipping") and not any(rates["shipping_rates"] for rates in cart["shipping_rates"]):
        said = f"the shop has no way to ship to {country}"
        raise Refused(said, step=step, said=said, about="address.country")
    if PAYMENT not in cart["payment_methods"]:
        said = "the shop does not offer to pay on delivery"
        raise Refused(said, step=step, said=said, about="store")


def _address(customer: WantedCustomer, address: WantedAddress) -> dict[str, str]:
    further = {"address_2": address.line2, "state": address.state, "phone": customer.phone}
    return {
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "address_1": address.line1,
        "city": address.city,
        "postcode": address.postal_code,
        "country": address.country,
        **{name: value for name, value in further.items() if value},
    }
