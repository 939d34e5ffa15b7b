"""What Stripe's API checks of any request: its form, what is in it, and amounts, currencies and cards."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from functions.domain.iso import CURRENCIES

Json = dict[str, Any]
FORM: Final = "application/x-www-form-urlencoded"
AMOUNT_MAX, AMOUNT_MIN = 99_999_999, 50
# Stripe's own test cards, by the names of their methods, and what becomes of a payment by each.
CARDS: Final = {"pm_card_visa": "", "pm_card_chargeDeclined": "card_declined", "pm_card_authenticationRequired": "ask"}

# What may be said when a PaymentIntent is made, as far as shops say it. Anything else is a caller's mistake.
CREATE: Final = frozenset(
    "amount automatic_payment_methods capture_method confirm confirmation_token currency customer description expand level3 "
    "mandate_data metadata off_session payment_method payment_method_configuration payment_method_data "
    "payment_method_options payment_method_types receipt_email return_url setup_future_usage shipping "
    "statement_descriptor_suffix use_stripe_sdk".split()
)
CONFIRM: Final = CREATE - {"amount", "currency", "customer", "metadata"} | {"client_secret", "key"}
OPEN: Final = frozenset({"requires_payment_method", "requires_confirmation", "requires_action"})


class Wrong(Exception):
    """What Stripe answers a caller that is wrong."""

    def __init__(self, status: int, kind: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **more}}


def invalid(message: str, *, param: str = "", code: str = "", **more: Any) -> Wrong:
    """An answer to a request that makes no sense."""
    told = {name: value for name, value in (("param", param), ("code", code)) if value}
    return Wrong(400, "invalid_request_error", message, **told, **more)


def card(name: str) -> Json:
    """A payment method as it is shown."""
    card = {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2034, "fingerprint": "standin", "country": "DE"}
    return {"id": name, "object": "payment_method", "type": "card", "card": card, "billing_details": {}}


def known_card(name: str) -> str:
    """Return the name of a card. Raises Wrong."""
    if name not in CARDS:
        raise invalid(f"No such PaymentMethod: '{name}'", param="payment_method", code="resource_missing")
    return name


def only(fields: Json, known: frozenset[str]) -> None:
    """Raise Wrong for a parameter that is not one of these."""
    for name in fields:
        if name not in known:
            raise invalid(f"Received unknown parameter: {name}", param=name, code="parameter_unknown")


def amount(fields: Json, name: str = "amount", least: int = AMOUNT_MIN) -> int:
    """A number of minor units. Raises Wrong."""
    said = fields.get(name)
    if said is None:
        raise invalid(f"Missing required param: {name}.", param=name, code="parameter_missing")
    if not isinstance(said, str) or not re.fullmatch(r"[0-9]+", said):
        raise invalid(f"Invalid integer: {said}", param=name, code="parameter_invalid_integer")
    if int(said) < least:
        raise invalid("Amount must be no less than the minimum", param=name, code="amount_too_small")
    if int(said) > AMOUNT_MAX:
        raise invalid("Amount must be no more than 999,999.99", param=name, code="amount_too_large")
    return int(said)


def currency(fields: Json) -> str:
    """A currency, in lower case. Raises Wrong."""
    said = fields.get("currency")
    if not isinstance(said, str) or said.upper() not in CURRENCIES:
        raise invalid(f"Invalid currency: {said}", param="currency")
    return said.lower()


def fields_of(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Json:
    """The parameters of a request, nested as brackets say. Raises for a body that is no form."""
    pairs = parse_qsl(urlsplit(target).query, keep_blank_values=True)
    if method == "POST" and body:
        if headers.get("content-type", "").partition(";")[0].strip() != FORM:
            raise invalid(f"Invalid request: the body has to be {FORM}")
        pairs += parse_qsl(body.decode(), keep_blank_values=True)
    fields: Json = {}
    for name, value in pairs:
        first, *inner = re.findall(r"[^\[\]]+|\[\]", name)
        place, key = fields, first
        for part in inner:
            place, key = place.setdefault(key, {}), part if part != "[]" else str(len(place.get(key, {})))
        place[key] = value
    return {name: _as_list(value) for name, value in fields.items()}


def _as_list(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _as_list(one) for name, one in value.items()}
    return [*inner.values()] if inner and all(name.isdecimal() for name in inner) else inner


ACCOUNT: Final[Json] = {
    "id": "acct_standin",
    "object": "account",
    "country": "DE",
    "default_currency": "eur",
    "charges_enabled": True,
    "payouts_enabled": True,
    "details_submitted": True,
    "capabilities": {"card_payments": "active"},
    "settings": {"payments": {"statement_descriptor": "STAND-IN"}, "payouts": {}, "card_payments": {}},
    "requirements": {"current_deadline": None, "past_due": [], "currently_due": []},
}


def new_intent(intent_id: str, money: int, kept_in: str, capture: str, fields: Json) -> Json:
    """A PaymentIntent that nobody has paid yet."""
    return {
        "id": intent_id,
        "object": "payment_intent",
        "amount": money,
        "amount_capturable": 0,
        "amount_received": 0,
        "currency": kept_in,
        "capture_method": capture,
        "metadata": fields.get("metadata", {}),
        "customer": fields.get("customer"),
        "description": fields.get("description"),
        "livemode": False,
        "payment_method_types": fields.get("payment_method_types") or ["card"],
        "payment_method": None,
        "latest_charge": None,
        "last_payment_error": None,
        "next_action": None,
        "created": 1_700_000_000,
        "status": "requires_payment_method",
    }


def new_charge(charge_id: str, intent: Json) -> Json:
    """What was taken from a card for a PaymentIntent."""
    return {
        "id": charge_id,
        "object": "charge",
        "amount": intent["amount"],
        "amount_refunded": 0,
        "currency": intent["currency"],
        "payment_intent": intent["id"],
        "metadata": intent["metadata"],
        "paid": True,
        "captured": intent["capture_method"] != "manual",
        "status": "succeeded",
        "refunded": False,
        "payment_method": intent["payment_method"],
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
        "balance_transaction": None,
        "outcome": {"type": "authorized", "risk_level": "normal"},
    }


def copied(value: Json) -> Json:
    """As it is now, whatever becomes of it."""
    copy: Json = json.loads(json.dumps(value))
    return copy


def listed(items: list[Json]) -> Json:
    """A page with all of them."""
    return {"object": "list", "data": [copied(item) for item in items], "has_more": False}
