"""The stand-in for Stripe's API is as strict as that is: a shop that calls it wrongly is told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.fakes.stripe import Answer, Stripe

INTENTS = "/v1/payment_intents"
NEW = {"amount": "1999", "currency": "eur", "metadata[session_id]": "payses_1", "payment_method_types[0]": "card"}


@pytest.fixture
def stripe() -> Stripe:
    return Stripe()


def post(stripe: Stripe, path: str, fields: dict[str, str] | None = None, *, key: str = "", **headers: str) -> Answer:
    """Send a form with the secret key."""
    said = {"Authorization": f"Bearer {stripe.secret}", "Content-Type": "application/x-www-form-urlencoded", **headers}
    said |= {"Idempotency-Key": key} if key else {}
    return stripe.answer("POST", path, said, urlencode(fields or {}).encode())


def made(stripe: Stripe, **fields: str) -> dict[str, Any]:
    """A PaymentIntent."""
    answer = post(stripe, INTENTS, {**NEW, **fields})
    assert answer.status == 200, answer.body
    return answer.body


def error(answer: Answer) -> tuple[int, str]:
    """Status, and code or type of the error."""
    told = answer.body["error"]
    return answer.status, told.get("code") or told["type"]


def test_a_payment_goes_its_way_and_is_told_of(stripe: Stripe) -> None:
    intent = made(stripe)
    confirmed = post(stripe, f"{INTENTS}/{intent['id']}/confirm", {"payment_method": "pm_card_visa"})

    assert (intent["status"], intent["metadata"], intent["payment_method_types"]) == (
        "requires_payment_method",
        {"session_id": "payses_1"},
        ["card"],
    )
    assert (confirmed.body["status"], confirmed.body["amount_received"]) == ("succeeded", 1999)
    assert [event["type"] for event in stripe.events] == ["payment_intent.created", "payment_intent.succeeded"]
    assert stripe.wrong == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer sk_test_other"}, 401),
        ({"Authorization": "Bearer pk_test_standin"}, 403),
        ({"Authorization": f"Basic {base64.b64encode(b'sk_test_standin:').decode()}"}, 200),
    ],
)
def test_who_has_not_the_secret_key_makes_no_payment(stripe: Stripe, headers: dict[str, str], status: int) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert stripe.answer("POST", INTENTS, {**form, **headers}, urlencode(NEW).encode()).status == status
    assert len(stripe.wrong) == (status != 200)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"amount": "19.99"}, "parameter_invalid_integer"),
        ({"amount": "-5"}, "parameter_invalid_integer"),
        ({"amount": "49"}, "amount_too_small"),
        ({"amount": "100000000"}, "amount_too_large"),
        ({"amount": ""}, "parameter_invalid_integer"),
        ({"currency": "xxe"}, "invalid_request_error"),
        ({"currency": ""}, "invalid_request_error"),
        ({"amout": "1"}, "parameter_unknown"),
        ({"capture_method": "later"}, "invalid_request_error"),
        ({"payment_method": "pm_nobodys"}, "resource_missing"),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused(stripe: Stripe, fields: dict[str, str], code: str) -> None:
    assert error(post(stripe, INTENTS, {**NEW, **fields})) == (400, code)
    assert len(stripe.wrong) == 1


def test_a_body_of_json_is_no_form(stripe: Stripe) -> None:
    said = {"Authorization": f"Bearer {stripe.secret}", "Content-Type": "application/json"}

    assert stripe.answer("POST", INTENTS, said, json.dumps(NEW).encode()).status == 400
    assert stripe.intents == {}


def test_a_key_is_for_one_request(stripe: Stripe) -> None:
    first, again = (post(stripe, INTENTS, NEW, key="payses_1") for _ in range(2))
    other = post(stripe, INTENTS, {**NEW, "amount": "2000"}, key="payses_1")

    assert first == again
    assert len(stripe.intents) == 1
    assert error(other) == (400, "idempotency_error")
    assert error(post(stripe, INTENTS, NEW, key="x" * 256)) == (400, "invalid_request_error")


def test_what_a_payment_is_not_in_the_state_for_is_refused(stripe: Stripe) -> None:
    intent = made(stripe, payment_method="pm_card_visa", confirm="true")
    path = f"{INTENTS}/{intent['id']}"
    unexpected = (400, "payment_intent_unexpected_state")

    assert intent["status"] == "succeeded"
    assert error(post(stripe, f"{path}/confirm")) == unexpected
    assert error(post(stripe, f"{path}/capture")) == unexpected
    assert error(post(stripe, f"{path}/cancel")) == unexpected
    assert error(post(stripe, path, {"amount": "5000"})) == unexpected
    assert post(stripe, f"{path}/cancel").body["error"]["payment_intent"]["status"] == "succeeded"
    assert error(post(stripe, f"{INTENTS}/{made(stripe)['id']}/confirm")) == (400, "missing_payment_method")


def test_what_is_held_is_captured_once_and_not_more_of_it(stripe: Stripe) -> None:
    intent = made(stripe, payment_method="pm_card_visa", confirm="true", capture_method="manual")
    path = f"{INTENTS}/{intent['id']}/capture"

    assert (intent["status"], intent["amount_capturable"]) == ("requires_capture", 1999)
    assert post(stripe, path, {"amount_to_capture": "2000"}).status == 400
    assert post(stripe, path, {"amount_to_capture": "1000"}).body["amount_received"] == 1000
    assert error(post(stripe, path)) == (400, "payment_intent_unexpected_state")


def test_a_card_that_is_refused_takes_nothing_and_another_may_be_tried(stripe: Stripe) -> None:
    intent = made(stripe)
    path = f"{INTENTS}/{intent['id']}/confirm"
    refused = post(stripe, path, {"payment_method": "pm_card_chargeDeclined"})

    assert error(refused) == (402, "card_declined")
    assert refused.body["error"]["payment_intent"]["status"] == "requires_payment_method"
    assert stripe.events[-1]["type"] == "payment_intent.payment_failed"
    assert post(stripe, path, {"payment_method": "pm_card_visa"}).body["status"] == "succeeded"
    assert stripe.wrong == []


def test_a_bank_may_ask_the_buyer_first(stripe: Stripe) -> None:
    intent = made(stripe, payment_method="pm_card_authenticationRequired", confirm="true")
    assert (intent["status"], stripe.charges) == ("requires_action", {})

    stripe.authenticate(intent["id"])

    assert stripe.intents[intent["id"]]["status"] == "succeeded"


def test_a_browser_confirms_its_own_payment_and_no_other(stripe: Stripe) -> None:
    mine, other = made(stripe), made(stripe)
    browser = {"Authorization": f"Bearer {stripe.publishable}"}
    pays = {"payment_method": "pm_card_visa", "client_secret": mine["client_secret"]}

    assert post(stripe, f"{INTENTS}/{other['id']}/confirm", pays, **browser).status == 403
    assert post(stripe, f"{INTENTS}/{mine['id']}/confirm", pays, **browser).body["status"] == "succeeded"


def test_no_more_is_paid_back_than_was_paid(stripe: Stripe) -> None:
    intent = made(stripe, payment_method="pm_card_visa", confirm="true")
    back = {"payment_intent": intent["id"]}

    assert post(stripe, "/v1/refunds", {**back, "amount": "2000"}).status == 400
    assert post(stripe, "/v1/refunds", {**back, "amount": "999"}).body["amount"] == 999
    assert post(stripe, "/v1/refunds", back).body["amount"] == 1000
    assert error(post(stripe, "/v1/refunds", back)) == (400, "charge_already_refunded")
    assert post(stripe, "/v1/refunds", {"payment_intent": made(stripe)["id"]}).status == 400


def test_a_call_is_signed_as_stripe_signs(stripe: Stripe) -> None:
    intent = made(stripe, payment_method="pm_card_visa", confirm="true")

    body, headers = stripe.signed(stripe.told("payment_intent.succeeded", intent["id"]), at=1_700_000_000)

    moment, _, signature = headers["Stripe-Signature"].partition(",v1=")
    expected = hmac.new(b"whsec_standin", b"1700000000." + body, hashlib.sha256).hexdigest()
    assert (moment, signature) == ("t=1700000000", expected)
    assert json.loads(body)["data"]["object"]["metadata"] == {"session_id": "payses_1"}
    forged = stripe.signed(json.loads(body), at=1_700_000_000, secret="whsec_other")
    assert forged[1]["Stripe-Signature"] != headers["Stripe-Signature"]


def test_what_it_does_not_know_it_refuses(stripe: Stripe) -> None:
    assert post(stripe, "/v1/subscriptions").status == 404
    assert post(stripe, f"{INTENTS}/pi_nobodys/confirm").status == 404
    assert len(stripe.wrong) == 2
