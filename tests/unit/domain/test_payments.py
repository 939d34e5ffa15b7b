"""Payments by card: which keys are some, whose a secret is, and what a chart is told."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from functions.domain.cluster import Cluster
from functions.domain.kinds.payments import KIND, TakePayments, spec_with
from functions.domain.payments import NO_PAYMENTS, PaymentMode, Payments, SecretUse, is_of, mark_of, mode_of
from functions.domain.placement import payments_values
from tests.fakes.samples import spec

PLACE = {"name": "local", "provider": "kind", "kubeconfig": "/k", "domain": "localhost"}
PK = "pk_test_51Demo"
SECRET = f"{mark_of(SecretUse.SECRET_KEY, PK)}-00000001"
WEBHOOK = f"{mark_of(SecretUse.WEBHOOK_SECRET, PK)}-00000002"
ACCOUNT: dict[str, Any] = {"provider": "stripe", "publishable_key": PK, "secret": SECRET, "webhook": WEBHOOK}


@pytest.mark.parametrize(
    ("key", "mode"),
    [("pk_test_1", "test"), ("pk_live_1", "live"), ("sk_test_1", "test"), ("rk_live_1", "live"), ("sk_live_test_1", "live")],
)
def test_a_key_says_its_mode(key: str, mode: str) -> None:
    assert mode_of(key) is PaymentMode(mode)


def test_a_secret_is_of_its_use_and_of_the_account_that_it_was_given_for() -> None:
    assert is_of(SECRET, SecretUse.SECRET_KEY, PK)
    assert not is_of(SECRET, SecretUse.WEBHOOK_SECRET, PK)
    assert not is_of(SECRET, SecretUse.SECRET_KEY, "pk_live_51Demo")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"publishable_key": "sk_test_51Demo"}, "publishable_key"),
        ({"publishable_key": "pk_test_"}, "publishable_key"),
        ({"publishable_key": f"{PK}\n"}, "publishable_key"),
        ({"publishable_key": "pk_test_{{x}}"}, "publishable_key"),
        ({"provider": "paypal"}, "provider"),
        ({"provider": None}, "a provider beside its keys"),
        ({"secret": None}, "must have publishable_key, secret and webhook"),
        ({"webhook": None}, "must have publishable_key, secret and webhook"),
        ({"secret": WEBHOOK, "webhook": SECRET}, "that were given beside this publishable_key"),
        ({"publishable_key": "pk_live_51Demo"}, "that were given beside this publishable_key"),
        ({"secret": "sk_test_51Demo"}, "secret"),
        ({"secret": "ca.pem"}, "secret"),
    ],
)
def test_an_account_that_is_not_whole_or_not_one_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        TakePayments.model_validate({**ACCOUNT, **given})


def test_the_account_is_a_field_of_the_spec_and_goes_again() -> None:
    asked = TakePayments.model_validate(ACCOUNT).model_dump(mode="json")

    mine = spec_with(spec(), asked)

    assert mine.payments == Payments.model_validate(ACCOUNT)
    assert mine.payments.mode is PaymentMode.TEST
    assert spec_with(mine, TakePayments().model_dump(mode="json")) == spec()
    assert KIND.variables(asked)["store_payments_secret"] == SECRET
    assert not KIND.for_copies


def test_a_shop_calls_the_provider_itself_unless_its_cluster_says_otherwise() -> None:
    bare = Cluster.model_validate(PLACE)
    elsewhere = {
        "payments_api": "https://stripe.proxy.example",
        "payments_ca_file": "/etc/ca",
        "payments_network": "10.0.0.8/29",
    }
    rich = Cluster.model_validate({**PLACE, **elsewhere})
    mine = spec(payments=ACCOUNT)

    told = payments_values(mine, bare)

    assert payments_values(spec(), rich) == NO_PAYMENTS
    assert (told["provider"], told["publishableKey"], told["secret"], told["webhook"]) == ("stripe", PK, SECRET, WEBHOOK)
    assert (told["apiHost"], told["apiPort"], told["network"], told["ca"]) == ("", 443, "", False)
    other = {"apiHost": "stripe.proxy.example", "apiPort": 443, "network": "10.0.0.8/29", "ca": True}
    assert payments_values(mine, rich) == {**told, **other}
    assert payments_values(mine, Cluster.model_validate({**PLACE, "payments_api": "https://h:8443/"}))["apiPort"] == 8443


def test_a_copy_takes_no_payments_whatever_it_is_a_copy_of() -> None:
    assert payments_values(spec(payments=ACCOUNT, is_copy=True), Cluster.model_validate(PLACE)) == NO_PAYMENTS


@pytest.mark.parametrize(
    "api", ["http://stripe.example.org", "https://h/v1", "https://u:p@h", "https://h?x=1", "stripe.example.org", "https://"]
)
def test_keys_are_sent_in_clear_or_below_a_path_nowhere(api: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Cluster.model_validate({**PLACE, "payments_api": api})

    assert [error["loc"] for error in refused.value.errors()] == [("payments_api",)]
