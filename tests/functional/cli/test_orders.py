"""Orders and products on the real handler: command line and API agree on shapes, and on what is refused how."""

from __future__ import annotations

import httpx
import pytest

from tests.fakes.shops import FakeShop
from tests.functional.api.client import Api
from tests.functional.cli.shell import Shell, Typed

BUYER = ("--first-name", "Ada", "--last-name", "Example", "--email", "ada@example.com", "--phone", "+49 30 1")
ADDRESS = ("--line1", "Unter den Linden 1", "--city", "Berlin", "--postal-code", "10117", "--country", "DE")


@pytest.fixture
def shop(api: Api) -> FakeShop:
    """The shop of Olga's store `demo`, which is ready."""
    api.create("demo")
    api.finish("demo")
    return api.platform.shops.of("demo")


def place(shell: Shell, *more: str) -> Typed:
    """Order two mugs, or what is given."""
    return shell.type("order", "place", "demo", *(more or ("--item", "MUG=2")), *BUYER, *ADDRESS)


def test_an_order_is_placed_listed_and_tracked(shell: Shell, shop: FakeShop) -> None:
    assert place(shell).code == 0

    (listed,) = shell.type("order", "list", "--json").json["items"]
    shown = shell.type("order", "show", "demo", listed["id"], "--json").json
    assert shown == listed
    assert shell.type("order", "list", "--store", "demo", "--status", "open").out.splitlines()[1].split()[0] == "demo"
    assert shop.stock == 8


def test_a_variant_without_a_sku_is_ordered_by_the_id_that_the_list_has(shell: Shell, shop: FakeShop) -> None:
    rows = shell.type("product", "list", "demo").out.splitlines()

    assert any("voucher" in row.split() for row in rows)
    assert place(shell, "--variant", "voucher").code == 0


@pytest.mark.parametrize(("item", "code"), [("NOTHING=1", 2), ("MUG=11", 5)])
def test_what_the_shop_does_not_have_is_refused_with_the_reason(shell: Shell, shop: FakeShop, item: str, code: int) -> None:
    typed = place(shell, "--item", item)

    assert (typed.code, typed.out) == (code, "")
    assert shop.stock == 10


def test_an_order_whose_answer_was_lost_is_placed_once(shell: Shell, shop: FakeShop) -> None:
    answered, lost = shell.wire, [1]

    def wire(request: httpx.Request) -> httpx.Response:
        answer = answered(request)
        if request.method == "POST" and lost[0]:
            lost[0] -= 1
            raise httpx.ReadTimeout("lost")
        return answer

    shell.wire = wire
    assert place(shell).code == 0
    assert shop.stock == 8
    assert len(shell.type("order", "list", "--json").json["items"]) == 1


def test_orders_of_a_store_of_somebody_else_are_not_found(shell: Shell, api: Api) -> None:
    api.create("theirs", token="token-otto")
    api.finish("theirs")

    assert shell.type("order", "list", "--store", "theirs").code == 6
    assert shell.type("product", "list", "theirs").code == 6
