"""What a store's fields may hold, and how an id is made of a name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from functions.domain.cluster import Cluster
from functions.domain.operation import OperationStatus
from functions.domain.store import ID_MAX, RESERVED_IDS, StoreSpec, check_store_id, slug_of
from tests.fakes import local_cluster
from tests.fakes.samples import NASTY_TEXTS, spec


def refusal(**fields: Any) -> tuple[str, str]:
    """The field and the rule that a spec is refused for."""
    with pytest.raises(ValidationError) as caught:
        spec(**fields)
    error = caught.value.errors()[0]
    return str(error["loc"][0]), error["msg"]


GOOD_IDS = ("a", "demo", "shop-1", "a1", "a-b-c", "a" * ID_MAX, "kube", "stores2", "xn-shop")


@pytest.mark.parametrize("store_id", GOOD_IDS)
def test_an_id_is_a_short_dns_label(store_id: str) -> None:
    assert spec(store_id).id == store_id


BAD_IDS = {
    "empty": "",
    "too long": "a" * (ID_MAX + 1),
    "capital": "Shop",
    "digit first": "1shop",
    "hyphen first": "-shop",
    "hyphen last": "shop-",
    "two hyphens": "my--shop",
    "underscore": "my_shop",
    "dot": "my.shop",
    "space": "my shop",
    "space last": "shop ",
    "line break last": "shop\n",
    "slash": "my/shop",
    "up": "../shop",
    "umlaut": "blümen",
    "look-alike": "\u0430dmin",
    "full width": "\uff53hop",
    "NUL": "shop\x00",
    "template": "{{id}}",
    "shell": "$(id)",
    "option": "--help",
    "punycode": "xn--80ak6aa92e",
    "kubernetes": "kube-system",
    "platform": "storeyard-api",
    "not text": 7,
    "nothing": None,
    "list": ["shop"],
}


@pytest.mark.parametrize("store_id", BAD_IDS.values(), ids=BAD_IDS.keys())
def test_any_other_id_is_refused(store_id: Any) -> None:
    assert refusal(store_id=store_id, admin_email="a@b.example")[0] == "id"


@pytest.mark.parametrize("store_id", sorted(RESERVED_IDS))
def test_a_reserved_id_is_refused(store_id: str) -> None:
    field, rule = refusal(store_id=store_id)

    assert field == "id"
    assert "reserved" in rule


@pytest.mark.parametrize("name", NASTY_TEXTS)
def test_a_name_is_kept_as_it_was_sent(name: str) -> None:
    assert spec(name=name).name == name


def test_space_around_a_name_is_dropped() -> None:
    assert spec(name="  Demo Shop \t").name == "Demo Shop"


BAD_NAMES = {
    "empty": "",
    "space only": " \t\n ",
    "too long": "x" * 101,
    "NUL": "De\x00mo",
    "line break": "De\nmo",
    "carriage return": "De\rmo",
    "tab": "De\tmo",
    "escape": "De\x1b[31mmo",
    "delete": "De\x7fmo",
    "next line": "De\x85mo",
    "line separator": "De\u2028mo",
    "paragraph separator": "De\u2029mo",
    "lone surrogate": "De\ud800mo",
    "private use": "De\ue000mo",
    "unassigned": "De\U000e0080mo",
    "not text": 5,
    "bytes": b"\xff",
}


@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES.keys())
def test_a_name_that_cannot_be_shown_is_refused(name: Any) -> None:
    assert refusal(name=name)[0] == "name"


@pytest.mark.parametrize("email", ["a@b.example", "first.last+tag@sub.domain.co", "x" * 64 + "@example.com"])
def test_good_email(email: str) -> None:
    assert spec(admin_email=email).admin_email == email


BAD_EMAILS = (
    "", "a", "a@", "@b.example", "a@b", "a b@c.example", "a@b.example\n", "a@-b.example", "a@b..example", "a@b.example.",
    "a@b_c.example", "ü@b.example", "a@b.exämple", "a'@b.example", "{{7*7}}@b.example", "x" * 65 + "@b.example",
    "a@" + "b." * 126 + "example", "a@b.c", "<a@b.example>", "a@b.example,c@d.example",
)  # fmt: skip


@pytest.mark.parametrize("email", BAD_EMAILS)
def test_bad_email(email: str) -> None:
    assert refusal(admin_email=email)[0] == "admin_email"


@pytest.mark.parametrize("country", ["", "D", "de", "DEU", "XX", "D\n", "ÐE"])
def test_an_unknown_country_is_refused(country: str) -> None:
    assert refusal(country=country)[0] == "country"


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "XXX", "€", "BTC"])
def test_an_unknown_currency_is_refused(currency: str) -> None:
    assert refusal(currency=currency)[0] == "currency"


@pytest.mark.parametrize("color", ["#1f5f54", "#FFFFFF", "#00aAfF"])
def test_a_color_is_kept_as_it_was_sent(color: str) -> None:
    assert spec(color=color).color == color


BAD_COLORS = (
    "",
    "red",
    "#abc",
    "1f5f54",
    "#1f5f5",
    "#1f5f541",
    "#1f5f5g",
    "#1f5f54\n",
    "# f5f54",
    "#1f5f54;",
    "#١٢٣٤٥٦",
    0x1F5F54,
    None,
)


@pytest.mark.parametrize("color", BAD_COLORS)
def test_anything_else_is_no_color(color: Any) -> None:
    assert refusal(color=color)[0] == "color"


def test_a_store_starts_with_sample_products_unless_told_otherwise() -> None:
    assert spec().sample_products is True
    assert spec(sample_products=False).sample_products is False


@pytest.mark.parametrize("value", ["", "yes", "false", 0, 1, 0.0, None, []])
def test_sample_products_are_true_or_false_and_nothing_like_it(value: Any) -> None:
    assert refusal(sample_products=value)[0] == "sample_products"


def test_a_record_of_a_store_from_before_there_was_a_choice_is_read() -> None:
    record = spec().model_dump(mode="json")
    del record["sample_products"]

    assert StoreSpec.model_validate_json(json.dumps(record)) == spec()


@pytest.mark.parametrize("field", ["engine", "plan", "cluster"])
@pytest.mark.parametrize("value", ["", "Medusa", "../medusa", "me dusa", "1", "a" * 41, "medusa\n", None, 3])
def test_other_names_are_slugs(field: str, value: Any) -> None:
    assert refusal(**{field: value})[0] == field


def test_a_field_of_a_newer_version_is_kept() -> None:
    newer = StoreSpec.model_validate({**spec().model_dump(), "colour": "red"})

    assert newer.model_copy(update={"name": "Other"}).model_dump()["colour"] == "red"


def test_a_spec_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        spec().name = "Other"  # type: ignore[misc]


SLUGS = {
    "Demo Shop": "demo-shop",
    "  Blumen & Söhne — Groß ": "blumen-sohne-gro",
    "42 Things": "things",
    "花屋さん": "shop",
    "!!!": "shop",
    "": "shop",
    "Admin": "shop-admin",
    "Kube": "shop-kube",
    "kube system": "shop-kube-system",
    "Storeyard": "shop-storeyard",
    "xn--test": "xn-test",
    "a" * 60: "a" * 30,
    "abcdefghij klmnopqrs tuvwxyzab cd": "abcdefghij-klmnopqrs-tuvwxyzab",
    "{{ lookup('pipe','id') }}": "lookup-pipe-id",
}


@pytest.mark.parametrize(("name", "slug"), SLUGS.items(), ids=[repr(name)[:20] for name in SLUGS])
def test_an_id_is_made_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text(max_size=120))
def test_any_name_gives_an_id_that_may_have_a_suffix(name: str) -> None:
    slug = slug_of(name)

    assert spec(slug).id == slug
    assert spec(f"{slug}-a1b2").id == f"{slug}-a1b2"


@given(st.text(max_size=60))
def test_what_passes_as_an_id_is_a_dns_label(text: str) -> None:
    try:
        accepted = StoreSpec.model_validate({**spec().model_dump(), "id": text}).id
    except ValidationError:
        return
    assert accepted == text == check_store_id(text)
    assert accepted.isascii()
    assert accepted.replace("-", "").isalnum()


@pytest.mark.parametrize(
    ("scheme", "port", "url"),
    [
        ("http", 80, "http://demo.localhost"),
        ("http", 8081, "http://demo.localhost:8081"),
        ("https", 443, "https://demo.localhost"),
        ("https", 80, "https://demo.localhost:80"),
    ],
)
def test_a_stores_address_names_the_port_where_it_must(scheme: str, port: int, url: str) -> None:
    cluster = Cluster(**{**local_cluster().model_dump(), "scheme": scheme, "ingress_port": port})

    assert cluster.url("demo") == url


def test_status_is_lower_case_on_disk() -> None:
    assert [str(status) for status in OperationStatus] == [status.lower() for status in OperationStatus]
