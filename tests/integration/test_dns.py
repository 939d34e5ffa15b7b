"""What the adapter makes of the DNS, asked of resolvers on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.adapters.dns import DnsResolvers
from functions.application.ports.dns import DnsSeen
from functions.domain.errors import Unavailable
from tests.fakes.nameserver import NameServer, name_server

NAME, TOKEN = "tea.example.com", "_storeyard.tea.example.com"


@pytest.fixture
def one() -> Iterator[NameServer]:
    """A resolver."""
    with name_server() as made:
        yield made


@pytest.fixture
def other() -> Iterator[NameServer]:
    """Another one."""
    with name_server() as made:
        yield made


def look(*servers: NameServer, seconds: float = 4) -> DnsSeen:
    return DnsResolvers([each.server for each in servers], seconds=seconds).look(NAME, TOKEN)


def test_texts_aliases_and_addresses_are_found(one: NameServer) -> None:
    one.set(NAME, CNAME="shops.example.net")
    one.set("shops.example.net", CNAME="demo.shops.example.org")
    one.set("demo.shops.example.org", A=["192.0.2.1", "192.0.2.2"], AAAA="2001:db8::1")
    one.set(TOKEN, TXT=['"other"', '"storeyard-" "abc"'])

    assert look(one) == DnsSeen(
        texts=frozenset({"other", "storeyard-abc"}),
        aliases=frozenset({"shops.example.net", "demo.shops.example.org"}),
        addresses=frozenset({"192.0.2.1", "192.0.2.2", "2001:db8::1"}),
    )


def test_an_alias_that_leads_to_no_address_is_an_alias(one: NameServer) -> None:
    one.set(NAME, CNAME="demo.shops.example.org")
    one.set("demo.shops.example.org", TXT='"there"')

    assert look(one) == DnsSeen(aliases=frozenset({"demo.shops.example.org"}))


def test_a_name_that_there_is_not_says_nothing(one: NameServer) -> None:
    assert look(one) == DnsSeen()


def test_what_one_of_several_does_not_know_is_not_there(one: NameServer, other: NameServer) -> None:
    one.set(TOKEN, TXT='"storeyard-abc"')
    one.set(NAME, A="192.0.2.1")

    assert look(one, other) == DnsSeen()


def test_addresses_are_those_that_anybody_is_led_to(one: NameServer, other: NameServer) -> None:
    one.set(NAME, A="192.0.2.1")
    other.set(NAME, A="192.0.2.2")

    assert look(one, other).addresses == {"192.0.2.1", "192.0.2.2"}


@pytest.mark.parametrize("trouble", ["silent", "broken"])
def test_one_that_does_not_answer_is_left_out_and_none_that_does_is_told(
    one: NameServer, other: NameServer, trouble: str
) -> None:
    one.set(TOKEN, TXT='"storeyard-abc"')
    setattr(other, trouble, True)

    assert look(one, other, seconds=0.3).texts == {"storeyard-abc"}
    with pytest.raises(Unavailable, match="No DNS resolver answers") as told:
        look(other, seconds=0.3)
    assert told.value.told == told.value.message
