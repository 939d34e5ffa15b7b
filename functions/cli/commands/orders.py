"""`storeyard order` and `storeyard product`: what shops sell, and to whom."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from functions.cli.commands.stores import LimitOption, StoreArgument
from functions.cli.errors import Usage
from functions.cli.here import Here, command
from functions.cli.showing import at, details, listing

orders = typer.Typer(help="Place and look at orders.")
products = typer.Typer(help="Look at what a shop offers.")

ORDERS = {
    "STORE": "store",
    "ID": "id",
    "NUMBER": "number",
    "STATUS": "status",
    "PAYMENT": "payment_status",
    "FULFILLMENT": "fulfillment_status",
    "TOTAL": "total",
    "CURRENCY": "currency",
    "PLACED": "created_at",
}
VARIANTS = {
    "PRODUCT": "product",
    "TITLE": "title",
    "VARIANT": "id",
    "SKU": "sku",
    "PRICE": "price",
    "CURRENCY": "currency",
    "STOCK": "stock",
}
PRODUCTS = 50  # at once: the API asks the shop
CUSTOMER = {"first_name": "--first-name", "last_name": "--last-name", "email": "--email"}
ADDRESS = {"line1": "--line1", "city": "--city", "postal_code": "--postal-code", "country": "--country"}


@command(orders, "place", example="storeyard order place demo --item MUG=2 --from-file customer.json")
def place(
    here: Here,
    store: StoreArgument,
    item: Annotated[list[str] | None, typer.Option(help="SKU, or SKU=QUANTITY; may be repeated")] = None,
    variant: Annotated[list[str] | None, typer.Option(help="like --item, by the variant's id")] = None,
    first_name: Annotated[str | None, typer.Option(help="the buyer's")] = None,
    last_name: Annotated[str | None, typer.Option(help="the buyer's")] = None,
    email: Annotated[str | None, typer.Option(help="the buyer's")] = None,
    phone: Annotated[str | None, typer.Option(help="the buyer's")] = None,
    line1: Annotated[str | None, typer.Option(help="street and number")] = None,
    line2: Annotated[str | None, typer.Option(help="more of the address")] = None,
    city: Annotated[str | None, typer.Option()] = None,
    postal_code: Annotated[str | None, typer.Option()] = None,
    state: Annotated[str | None, typer.Option(help="where the country has states")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-2 code")] = None,
    from_file: Annotated[str | None, typer.Option(help="JSON with items, customer or address; - is standard input")] = None,
) -> None:
    """Place an order in a shop, paid on delivery."""
    body = _read(from_file) if from_file else {}
    items = [{"sku": name, "quantity": number} for name, number in map(_counted, item or ())]
    items += [{"id": name, "quantity": number} for name, number in map(_counted, variant or ())]
    customer = {"first_name": first_name, "last_name": last_name, "email": email, "phone": phone}
    address = {"line1": line1, "line2": line2, "city": city, "postal_code": postal_code, "state": state, "country": country}
    body = {
        "store": store,
        "items": items or body.get("items") or [],
        "customer": _merged(body.get("customer"), customer),
        "address": _merged(body.get("address"), address),
    }
    _complete(body)
    placed = here.client.post(at("orders"), body)
    if here.output.json:
        here.output.document(placed)
    else:
        here.output.fields(placed["order"])


@command(orders, "list", example="storeyard order list --store demo")
def list_orders(
    here: Here,
    store: Annotated[str | None, typer.Option("--store", "-s", help="only of this store; else of all that are yours")] = None,
    status: Annotated[str | None, typer.Option(help="only those in this status")] = None,
    limit: LimitOption = 50,
) -> None:
    """List orders, newest first."""
    found = listing(here, at("orders"), ORDERS, limit=limit, empty="There is no order.", store=store, status=status)
    for missing in found.get("missing") or ():
        here.output.say(f"Not in this list: {missing['store']} ({missing['reason']})")


@command(orders, "show", example="storeyard order show demo 1042")
def show(here: Here, store: StoreArgument, order: Annotated[str, typer.Argument(help="the order's id")]) -> None:
    """Show an order: how it stands, whether it is paid, whether it is on its way."""
    details(here, at("orders", store, order))


@command(products, "list", example="storeyard product list demo")
def list_products(here: Here, store: StoreArgument, limit: LimitOption = 50) -> None:
    """List what a shop offers, a variant a line."""
    found = here.client.pages(at("stores", store, "products"), limit=limit, most=PRODUCTS)
    if here.output.json:
        here.output.document(found)
        return
    rows = [
        {**variant, "product": product.get("id"), "title": product.get("title")}
        for product in found["items"]
        for variant in product.get("variants") or [{}]
    ]
    here.output.table(rows, VARIANTS, empty="The shop offers nothing.")


def _read(name: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise Usage(f"--from-file: {name} cannot be read: {error}.") from error
    if not isinstance(found, dict):
        raise Usage(f"--from-file: {name} holds no JSON object.")
    return found


def _counted(text: str) -> tuple[str, int]:
    name, equals, number = text.rpartition("=")
    if not equals:
        return text, 1
    if not name or not number.isascii() or not number.isdigit() or int(number) < 1:
        raise Usage(f"{text!r} is no item: SKU, or SKU=QUANTITY with a number of at least 1.")
    return name, int(number)


def _merged(read: object, given: dict[str, Any]) -> dict[str, Any]:
    return {**(read if isinstance(read, dict) else {}), **{name: value for name, value in given.items() if value is not None}}


def _complete(body: dict[str, Any]) -> None:
    """Raise Usage for what is missing, so that a person learns of all of it at once, by its option."""
    missing = [] if body["items"] else ["--item"]
    missing += [option for name, option in CUSTOMER.items() if not body["customer"].get(name)]
    missing += [option for name, option in ADDRESS.items() if not body["address"].get(name)]
    if missing:
        raise Usage(f"An order needs more: {', '.join(missing)}.", next_command=f"storeyard product list {body['store']}")
