"""Domains: what may be one, what a shop's address is with them, and where a cluster is met."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from functions.domain.cluster import Cluster
from functions.domain.domain_claim import DomainClaim, DomainHolding
from functions.domain.domain_names import NAME_MAX, DomainName, address_at, check_name, is_below, public_url, token_name
from functions.domain.kinds.domains import KIND, Domains, spec_with
from functions.domain.placement import chart_values
from tests.fakes.platform import START, engine
from tests.fakes.samples import spec, store

PLACE = {"name": "local", "provider": "kind", "kubeconfig": "/k", "domain": "localhost"}
LONGEST = ".".join(["a" * 63, "b" * 63, "c" * 63, "d" * 47, "co"])


@pytest.mark.parametrize(
    "name", ["example.com", "a.b.c.example.co.uk", "xn--strae-oqa.de", "1.example.com", "shop.xn--p1ai", LONGEST]
)
def test_a_name_that_the_internet_may_know_may_be_one(name: str) -> None:
    assert check_name(name) == name


WRONG = {
    "*.example.com": "wildcard",
    "example.com.": "end with a dot",
    "http://example.com": "without scheme",
    "example.com:80": "without scheme, port",
    "example.com/x": "or path",
    "[::1]": "port or path",
    "straße.de": "in ASCII",
    "example": "at least one dot",
    "a..example.com": "labels of letters",
    "-a.example.com": "inner hyphens",
    "a-.example.com": "inner hyphens",
    "_a.example.com": "labels of letters",
    f"{'a' * 64}.com": "63 characters",
    "a b.com": "labels of letters",
    "1.2.3.4": "not an address",
    "a.b.c1": "not an address",
    "shop.c": "not an address",
    "shop.local": "the internet knows",
    "1.in-addr.arpa": "the internet knows",
    "shop.onion": "the internet knows",
    "shop.test": "the internet knows",
}


@pytest.mark.parametrize(("name", "rule"), WRONG.items(), ids=WRONG)
def test_what_cannot_be_one_is_refused_with_the_rule(name: str, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        check_name(name)


def test_a_name_is_kept_in_lower_case_and_leaves_room_for_its_token() -> None:
    names = TypeAdapter[str](DomainName)

    assert names.validate_python("Shop.EXAMPLE.com") == "shop.example.com"
    assert len(LONGEST) == NAME_MAX
    assert len(token_name(LONGEST)) == 253
    with pytest.raises(ValidationError):
        names.validate_python(f"x{LONGEST}")


def test_a_name_is_below_a_domain_by_whole_labels() -> None:
    assert is_below("a.shops.example.org", ["Shops.example.org"])
    assert is_below("shops.example.org", ["shops.example.org"])
    assert not is_below("myshops.example.org", ["shops.example.org"])
    assert not is_below("example.org", ["shops.example.org"])


def test_a_shops_address_is_at_its_first_domain_with_the_clusters_scheme_and_port() -> None:
    assert address_at("https://demo.localhost:8443", "tea.example.com") == "https://tea.example.com:8443"
    assert address_at("http://demo.localhost", "tea.example.com") == "http://tea.example.com"
    assert public_url("http://demo.localhost", ()) == "http://demo.localhost"
    made = store(spec=spec().model_copy(update={"domains": ("tea.example.com", "www.example.com")}))
    assert made.address == "http://tea.example.com"
    assert made.url == "http://demo.localhost"


def test_a_chart_is_told_all_names_and_the_address() -> None:
    cluster = Cluster.model_validate({**PLACE, "scheme": "https", "ingress_port": 8443})
    made = engine()
    wanted = spec().model_copy(update={"domains": ("tea.example.com",), "plan": "small"})

    told = chart_values(wanted, cluster, made, dict.fromkeys(made.images, "x"))["store"]

    assert (told["domains"], told["host"], told["url"]) == (
        ["tea.example.com"],
        "demo.localhost",
        "https://tea.example.com:8443",
    )


@pytest.mark.parametrize(
    ("given", "addresses"),
    [
        ({"ingress_address": "203.0.113.10"}, {"203.0.113.10"}),
        (
            {"ingress_address": "10.0.0.1", "public_addresses": ["203.0.113.10", "2001:DB8::10"]},
            {"203.0.113.10", "2001:db8::10"},
        ),
        ({"ingress_address": "lb.example.net"}, set()),
    ],
)
def test_a_cluster_is_met_at_its_public_addresses(given: dict[str, object], addresses: set[str]) -> None:
    assert Cluster.model_validate({**PLACE, **given}).met_at == addresses


def test_the_kind_names_all_domains_each_once_and_few() -> None:
    assert spec_with(spec(), {"names": ["b.example", "a.example"]}).domains == ("b.example", "a.example")
    assert spec_with(spec().model_copy(update={"domains": ("a.example",)}), {"names": []}).domains == ()
    for names in (["a.example", "A.example"], [f"n{number}.example" for number in range(11)], ["10.0.0.1"]):
        with pytest.raises(ValidationError):
            Domains.model_validate({"names": names})
    assert not KIND.for_copies


def test_a_store_with_the_id_of_an_earlier_one_has_nothing_of_it() -> None:
    claim = DomainClaim(store_id="demo", of=START, name="a.example", token="t", created_at=START)
    holding = DomainHolding(name="a.example", store_id="demo", of=START, owner="olga")
    now = store(created_at=START)
    later = now.model_copy(update={"created_at": START.replace(year=2027)})

    assert claim.is_of(now)
    assert holding.is_of(now)
    assert not claim.is_of(later)
    assert not holding.is_of(later)
    assert not holding.freed().is_of(now)
