"""Stands in for Stripe's API: as strict as that is with those who call it, as far as shops use it. No sockets here.

What it knows of Stripe: keys, form encoding, amounts in whole minor units, Idempotency-Key, the states of a PaymentIntent and
what may be asked for in which, refunds, and events that are signed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from tests.fakes.stripe_rules import (
    ACCOUNT,
    CARDS,
    CONFIRM,
    CREATE,
    OPEN,
    Json,
    Wrong,
    amount,
    card,
    copied,
    currency,
    fields_of,
    invalid,
    known_card,
    listed,
    new_charge,
    new_intent,
    only,
)

KEY_OF_A_REQUEST_MAX: Final = 255


@dataclass(frozen=True)
class Answer:
    """Status and body."""

    status: int
    body: Json


class Stripe:
    """One account. Requests may come at once, from several threads."""

    def __init__(
        self, *, secret: str = "sk_test_standin", publishable: str = "pk_test_standin", signs: str = "whsec_standin"
    ) -> None:
        self.secret, self.publishable, self.signs = secret, publishable, signs
        self.intents: dict[str, Json] = {}
        self.charges: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.customers: dict[str, Json] = {}
        self.events: list[Json] = []
        self.asked: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self._done: dict[str, tuple[tuple[str, str, bytes], Answer]] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer a request. What a caller did wrong is kept in `wrong`, but for cards that are refused."""
        lower = {name.lower(): value for name, value in headers.items()}
        path = urlsplit(target).path
        with self._lock:
            self.asked.append((method, path))
            try:
                return self._once(method, path, target, lower, body)
            except Wrong as wrong:
                if wrong.body["error"]["type"] != "card_error":
                    self.wrong.append(f"{method} {path}: {wrong}")
                return Answer(wrong.status, wrong.body)

    def signed(self, event: Json, *, at: int, secret: str | None = None) -> tuple[bytes, dict[str, str]]:
        """Return the body and the headers of a call about an event, as Stripe makes it at a moment."""
        body = json.dumps(event).encode()
        made = hmac.new((secret or self.signs).encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        return body, {"Stripe-Signature": f"t={at},v1={made}", "Content-Type": "application/json; charset=utf-8"}

    def told(self, kind: str, intent: str) -> Json:
        """The newest event of a kind about an intent."""
        return [event for event in self.events if (event["type"], event["data"]["object"]["id"]) == (kind, intent)][-1]

    def _once(self, method: str, path: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        fields = fields_of(method, target, headers, body)
        by_browser = self._check_key(headers, fields)
        if len(key := headers.get("idempotency-key", "")) > KEY_OF_A_REQUEST_MAX:
            raise invalid("The idempotency key is longer than 255 characters")
        asked = (method, path, body)
        if method == "POST" and key in self._done:
            before, answer = self._done[key]
            if before != asked:
                raise Wrong(400, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters")
            return answer
        try:
            answer = Answer(200, self._route(method, path, fields, by_browser=by_browser))
        except Wrong as wrong:
            if wrong.status == 402 and key:  # a refused card is an outcome, and kept as one
                self._done[key] = (asked, Answer(wrong.status, wrong.body))
            raise
        if method == "POST" and key:
            self._done[key] = (asked, answer)
        return answer

    def _check_key(self, headers: Mapping[str, str], fields: Json) -> bool:
        """True for a browser, which has the publishable key and may not do much."""
        scheme, _, said = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            said = base64.b64decode(said).decode().partition(":")[0]
        elif scheme.lower() != "bearer":
            said = fields.get("key", "")
        if said not in {self.secret, self.publishable}:
            raise Wrong(
                401,
                "invalid_request_error",
                f"Invalid API Key provided: {said[:8]}***" if said else "You did not provide an API key.",
            )
        return bool(said == self.publishable)

    def _route(self, method: str, path: str, fields: Json, *, by_browser: bool) -> Json:
        intent = re.fullmatch(r"/v1/payment_intents/(pi_\w+)(?:/(confirm|capture|cancel))?", path)
        if by_browser and not (intent and fields.get("client_secret") == self.intents.get(intent[1], {}).get("client_secret")):
            raise Wrong(403, "invalid_request_error", "This API call cannot be made with a publishable API key")
        if intent:
            return self._on_intent(method, self._intent(intent[1]), intent[2] or "", fields)
        known: dict[tuple[str, str], Callable[[Json], Json]] = {
            ("POST", "/v1/payment_intents"): self._create,
            ("GET", "/v1/payment_intents"): lambda _: listed([*self.intents.values()]),
            ("POST", "/v1/refunds"): self._refund,
            ("POST", "/v1/customers"): self._customer,
            ("GET", "/v1/account"): lambda _: ACCOUNT,
            ("GET", "/v1/customers/search"): lambda _: listed([]),
            ("GET", "/v1/payment_method_configurations"): lambda _: listed([]),
        }
        if (method, path) in known:
            return known[method, path](fields)
        if (charge := re.fullmatch(r"/v1/charges/(ch_\w+)", path)) and charge[1] in self.charges:
            return self.charges[charge[1]]
        if method == "GET" and (found := re.fullmatch(r"/v1/payment_methods/(pm_\w+)", path)) and found[1] in CARDS:
            return card(found[1])
        raise Wrong(404, "invalid_request_error", f"Unrecognized request URL ({method}: {path}).")

    def _on_intent(self, method: str, intent: Json, what: str, fields: Json) -> Json:
        if method == "GET" and not what:
            return self._shown(intent, fields)
        acts: dict[str, Callable[[Json, Json], None]] = {
            "": self._update,
            "confirm": self._confirm,
            "capture": self._capture,
            "cancel": self._cancel,
        }
        acts[what](intent, fields)
        return self._shown(intent, fields)

    def _create(self, fields: Json) -> Json:
        only(fields, CREATE)
        money, kept_in = amount(fields), currency(fields)
        capture = fields.get("capture_method", "automatic_async")
        if capture not in {"automatic", "automatic_async", "manual"}:
            raise invalid("Invalid capture_method", param="capture_method")
        intent = new_intent(self._id("pi"), money, kept_in, capture, fields)
        intent["client_secret"] = f"{intent['id']}_secret_{hashlib.sha256(str(intent['id']).encode()).hexdigest()[:24]}"
        self.intents[str(intent["id"])] = intent
        self._tell("payment_intent.created", intent)
        if fields.get("payment_method"):
            intent |= {"payment_method": known_card(fields["payment_method"]), "status": "requires_confirmation"}
        if fields.get("confirm") == "true":
            self._confirm(intent, {name: value for name, value in fields.items() if name in CONFIRM})
        return self._shown(intent, fields)

    def _update(self, intent: Json, fields: Json) -> None:
        only(fields, CREATE - {"confirm", "capture_method"})
        self._in(intent, OPEN, "updated")
        if "amount" in fields:
            intent["amount"] = amount(fields)
        intent["metadata"] = {**intent["metadata"], **fields.get("metadata", {})}

    def _confirm(self, intent: Json, fields: Json) -> None:
        only(fields, CONFIRM)
        self._in(intent, OPEN, "confirmed")
        if fields.get("payment_method"):
            intent["payment_method"] = known_card(fields["payment_method"])
        if intent["payment_method"] is None:
            raise invalid(
                "You cannot confirm this PaymentIntent because it's missing a payment method.", code="missing_payment_method"
            )
        outcome = CARDS[intent["payment_method"]]
        if outcome == "ask":
            intent |= {"status": "requires_action", "next_action": {"type": "use_stripe_sdk"}}
            return self._tell("payment_intent.requires_action", intent)
        if outcome:
            error = {
                "type": "card_error",
                "code": outcome,
                "decline_code": "generic_decline",
                "message": "Your card was declined.",
            }
            intent |= {"status": "requires_payment_method", "payment_method": None, "last_payment_error": error}
            self._tell("payment_intent.payment_failed", intent)
            raise Wrong(402, "card_error", "Your card was declined.", code=outcome, payment_intent=copied(intent))
        return self._pay(intent)

    def authenticate(self, intent_id: str) -> None:
        """What a buyer does who is asked by their bank whether it is them."""
        with self._lock:
            intent = self._intent(intent_id)
            self._in(intent, {"requires_action"}, "authenticated")
            self._pay(intent)

    def _pay(self, intent: Json) -> None:
        charge = new_charge(self._id("ch"), intent)
        self.charges[str(charge["id"])] = charge
        intent |= {"latest_charge": charge["id"], "next_action": None, "last_payment_error": None}
        if intent["capture_method"] == "manual":
            intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
            return self._tell("payment_intent.amount_capturable_updated", intent)
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        return self._tell("payment_intent.succeeded", intent)

    def _capture(self, intent: Json, fields: Json) -> None:
        self._in(intent, {"requires_capture"}, "captured")
        taken = amount(fields, "amount_to_capture") if "amount_to_capture" in fields else intent["amount_capturable"]
        if taken > intent["amount_capturable"]:
            raise invalid("amount_to_capture is more than the capturable amount", param="amount_to_capture")
        intent |= {"status": "succeeded", "amount_received": taken, "amount_capturable": 0}
        self.charges[intent["latest_charge"]]["captured"] = True
        self._tell("payment_intent.succeeded", intent)

    def _cancel(self, intent: Json, fields: Json) -> None:
        only(fields, frozenset({"cancellation_reason", "expand"}))
        self._in(intent, OPEN | {"requires_capture"}, "canceled")
        intent |= {"status": "canceled", "amount_capturable": 0}
        self._tell("payment_intent.canceled", intent)

    def _refund(self, fields: Json) -> Json:
        only(fields, frozenset({"amount", "payment_intent", "charge", "reason", "metadata", "expand"}))
        intent = self._intent(str(fields.get("payment_intent", ""))) if "payment_intent" in fields else None
        charge = self.charges.get(str(intent["latest_charge"] if intent else fields.get("charge")))
        if charge is None or not charge["captured"]:
            raise invalid("There is no captured charge to refund", param="charge")
        left = charge["amount"] - charge["amount_refunded"]
        if not left:
            raise invalid("Charge has already been refunded.", code="charge_already_refunded")
        back = amount(fields, least=1) if "amount" in fields else left
        if back > left:
            raise invalid(f"Refund amount ({back}) is greater than unrefunded amount on charge ({left})", param="amount")
        charge["amount_refunded"] += back
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        refund = {"id": self._id("re"), "object": "refund", "amount": back, "charge": charge["id"], "status": "succeeded"}
        refund |= {"currency": charge["currency"], "payment_intent": charge["payment_intent"]}
        self.refunds[refund["id"]] = refund
        self._tell("charge.refunded", charge)
        return refund

    def _customer(self, fields: Json) -> Json:
        customer = {
            "id": self._id("cus"),
            "object": "customer",
            "email": fields.get("email"),
            "metadata": fields.get("metadata", {}),
        }
        self.customers[str(customer["id"])] = customer
        return customer

    def _intent(self, intent_id: str) -> Json:
        if intent_id not in self.intents:
            raise Wrong(404, "invalid_request_error", f"No such payment_intent: '{intent_id}'", code="resource_missing")
        return self.intents[intent_id]

    def _in(self, intent: Json, states: frozenset[str] | set[str], what: str) -> None:
        if intent["status"] not in states:
            message = f"This PaymentIntent could not be {what} because it has a status of {intent['status']}."
            raise invalid(message, code="payment_intent_unexpected_state", payment_intent=copied(intent))

    def _shown(self, intent: Json, fields: Json) -> Json:
        """As it is now, since it goes on changing; with what `expand` asks for."""
        shown = copied(intent)
        wanted = fields.get("expand") or []
        if "payment_method" in wanted and shown["payment_method"]:
            shown["payment_method"] = card(shown["payment_method"])
        if "latest_charge" in wanted and shown["latest_charge"]:
            shown["latest_charge"] = copied(self.charges[shown["latest_charge"]])
        return shown

    def _tell(self, kind: str, about: Json) -> None:
        event = {"id": self._id("evt"), "object": "event", "type": kind, "livemode": False, "created": 1_700_000_000}
        self.events.append({**event, "api_version": "2024-04-10", "data": {"object": copied(about)}})

    def _id(self, kind: str) -> str:
        return f"{kind}_{next(self._numbers):024d}"
