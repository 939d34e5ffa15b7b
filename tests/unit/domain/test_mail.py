"""Mail relays: which host may be a store's own, whose relay a store has, and what its chart is told."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from functions.domain.cluster import Cluster
from functions.domain.kinds.mail import KIND, Mail, spec_with
from functions.domain.mail import NO_RELAY, check_public, is_of, mark_of
from functions.domain.placement import mail_values
from tests.fakes.samples import spec

PLACE = {"name": "local", "provider": "kind", "kubeconfig": "/k", "domain": "localhost"}
RELAY = {"mail_host": "10.0.0.9", "mail_from": "shops@example.com", "mail_port": 25, "mail_security": "none"}
SECRETS = {"mail_user": "shops", "mail_password_file": "/etc/mail", "mail_ca_file": "/etc/ca", "mail_network": "10.0.0.8/29"}
OWN = {"host": "smtp.example.com", "from": "shop@example.com"}
SIGNED_IN: dict[str, Any] = {"host": "smtp.example.com", "port": 587, "user": "shop"}
KEY = f"{mark_of(**SIGNED_IN)}-00000001"


@pytest.mark.parametrize("host", ["smtp.example.com", "8.8.8.8", "mail.co", "a-b.example.org"])
def test_a_host_of_the_internet_may_be_a_stores_relay(host: str) -> None:
    assert check_public(host) == host


PRIVATE = "10.0.0.1 127.0.0.1 169.254.169.254 192.168.1.1 100.64.0.1 224.0.0.1 0.0.0.0 255.255.255.255 127.1 2130706433 0x7f.1"
HERE = (
    "localhost web.localhost db.store-demo.svc db.store-demo.svc.cluster.local mail router.home.arpa relay.internal 1.2.3.4.5"
)


@pytest.mark.parametrize("host", [*PRIVATE.split(), *HERE.split(), "[::1]", "::1", "smtp_x.example.com", "a..b", "x/y", ""])
def test_a_host_that_is_private_or_none_is_refused_by_its_field(host: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Mail.model_validate({**OWN, "host": host})

    assert [error["loc"] for error in refused.value.errors()] == [("host",)]


def test_a_store_without_a_relay_of_its_own_has_its_clusters() -> None:
    bare, rich = Cluster.model_validate(PLACE), Cluster.model_validate({**PLACE, **RELAY, **SECRETS})

    assert mail_values(spec(), bare) == NO_RELAY
    assert mail_values(spec(), rich) == {
        "host": "10.0.0.9",
        "port": 25,
        "security": "none",
        "user": "shops",
        "from": "shops@example.com",
        "replyTo": "",
        "key": "platform",
        "network": "10.0.0.8/29",
        "ca": True,
    }


def test_a_stores_own_relay_is_never_in_a_private_network_nor_has_the_platforms_password() -> None:
    cluster = Cluster.model_validate({**PLACE, **RELAY, **SECRETS})
    mine = spec(mail={**OWN, "user": "shop", "key": KEY, "reply_to": "ada@example.com"})

    told = mail_values(mine, cluster)

    assert (told["host"], told["key"], told["network"], told["ca"]) == ("smtp.example.com", KEY, "", False)
    assert told["replyTo"] == "ada@example.com"


@pytest.mark.parametrize("mail", [None, OWN])
def test_a_copy_has_no_relay_ever(mail: dict[str, Any] | None) -> None:
    assert mail_values(spec(mail=mail, is_copy=True), Cluster.model_validate({**PLACE, **RELAY})) == NO_RELAY


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"mail_host": "smtp.example.com"}, "mail_from"),
        ({**RELAY, "mail_user": "shops"}, "mail_password_file"),
        ({**RELAY, "mail_network": "10.0.0.1/8"}, "mail_network"),
        ({**RELAY, "mail_port": 0}, "mail_port"),
    ],
)
def test_a_clusters_relay_is_whole(given: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Cluster.model_validate({**PLACE, **given})

    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"host": "smtp.example.com"}, "must have from"),
        ({**OWN, "user": "shop"}, "must have a password for user"),
        ({**OWN, "key": KEY}, "must have a password for user"),
        ({**OWN, "user": "other", "key": KEY}, "no other relay is told its password"),
        ({**OWN, "user": "shop", "key": KEY, "port": 2525}, "no other relay is told its password"),
        ({**OWN, "host": "evil.example.com", "user": "shop", "key": KEY}, "no other relay is told its password"),
        ({**OWN, "user": "shop", "key": "platform"}, "String should match pattern"),
    ],
)
def test_a_relay_that_does_not_fit_its_password_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Mail.model_validate(given)


def test_the_relay_is_a_field_of_the_spec_and_goes_again() -> None:
    asked = Mail.model_validate({**OWN, "user": "shop", "key": KEY}).model_dump(mode="json")

    mine = spec_with(spec(), asked)

    assert asked["from"] == "shop@example.com"
    assert mine.mail is not None
    assert mine.mail.model_dump(mode="json") == asked
    assert spec_with(mine, Mail().model_dump(mode="json")) == spec()
    assert KIND.variables(asked)["store_mail_from"] == "shop@example.com"


def test_a_key_is_of_the_relay_that_its_password_was_given_for() -> None:
    assert is_of(KEY, **SIGNED_IN)
    assert not is_of(KEY, **{**SIGNED_IN, "host": "smtp.example.org"})
