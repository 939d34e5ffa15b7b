"""What every engine must do, in the order in which a store lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.adapters.deadline import Deadline
from functions.application.ports.shops import VerifyFailed
from functions.domain.order import Order
from functions.domain.ordering import Basket, OrderRequest
from tests.cluster import browser
from tests.cluster.crowd import visit
from tests.cluster.fences import assert_fenced
from tests.cluster.installation import helm, kube, traces
from tests.cluster.pods import assert_limited, assert_restricted, assert_restricted_inside, standing
from tests.cluster.walk import Steps, until_sent
from tests.conformance.stores import LiveStore, annotated, next_revision, provision, remove, roll_back, upgrade, verify

# What people try first. None is ever a store's own: a store's password is made for it.
DEFAULTS = ("admin", "password", "changeme")

# More than a shop's processes, for longer than a probe has patience.
CROWD, CROWD_SECONDS = 24, 25

Pages = dict[str, Steps]


def test_provisioning_twice_changes_nothing_the_second_time(store: LiveStore) -> None:
    second = provision(store)

    assert store.recap["changed"] > 0
    assert (second["changed"], second["failed"]) == (0, 0)


def test_an_order_by_the_api_is_seen_by_the_admin(store: LiveStore) -> None:
    buyer = store.adapter()
    buyer.wait_ready(Deadline(60))
    products = buyer.list_products()
    assert products, "something is on offer"

    placed = buyer.place_order(products[0])
    seen = store.adapter().read_order(placed)
    store.orders["api"], store.numbers["api"] = placed, placed.number

    assert (seen.id, seen.number, seen.total, seen.currency) == (placed.id, placed.number, placed.total, placed.currency)
    assert placed.total >= products[0].price > 0


def test_an_order_for_others_is_placed_found_again_and_listed(store: LiveStore) -> None:
    desk, since = store.desk(), datetime.now(UTC) - timedelta(minutes=10)
    offered, _ = desk.products(offset=0, limit=50)
    sold = [variant for product in offered for variant in product.variants if variant.stock is None or variant.stock > 1]
    request = OrderRequest.model_validate(
        {
            "store": store.id,
            "items": [{"id": sold[0].id, "quantity": 2}],
            "customer": {"first_name": "Ada", "last_name": "Example", "email": "ada@desk-test.example"},
            "address": {"line1": "Unter den Linden 1", "city": "Berlin", "postal_code": "10117", "country": "DE"},
        }
    )
    basket = Basket(lines=((sold[0].id, 2),), customer=request.customer, address=request.address)

    placed = desk.place(basket, tag=f"conformance-{store.id}")

    seen = desk.order(placed.id)
    assert seen is not None
    assert (seen.number, seen.total, seen.currency) == (placed.number, placed.total, placed.currency)
    assert [item.quantity for item in seen.items] == [2]
    assert next(desk.orders()).id == seen.id
    assert desk.find(f"conformance-{store.id}", email="ada@desk-test.example", since=since) == placed.id
    assert desk.find("of another", email="ada@desk-test.example", since=since) is None
    assert [one.id for one in desk.variants(skus=[], ids=[sold[0].id])] == [sold[0].id]


def test_a_store_without_sample_products_sells_all_the_same(bare: LiveStore) -> None:
    """The playbooks fail unless a test order went through; here it is for a product that the check lends the shop."""
    shop = bare.adapter()
    shop.wait_ready(Deadline(60))
    offered = shop.list_products()
    shop.lend_product()  # and nobody takes it back: a check that was killed
    offered_with_lent = bare.adapter().list_products()
    verified = verify(bare)

    assert (bare.recap["failed"], verified["failed"]) == (0, 0)
    assert (offered, offered_with_lent, bare.adapter().list_products()) == ([], [], [])


def test_an_order_in_the_browser(store: LiveStore, pages: Pages) -> None:
    assert "buy" in pages, f"charts/{store.engine.name}/browser.yml has no steps called buy"
    with browser.page() as page:
        buyer = store.walk(page)
        buyer.go("buy", pages["buy"])
        store.numbers["browser"] = buyer.words["order"]

    assert store.numbers["browser"] != store.numbers["api"]


@pytest.mark.parametrize("way", ["api", "browser"])
def test_the_admin_page_shows_the_order_of_the(way: str, store: LiveStore, pages: Pages) -> None:
    assert way in store.numbers, "that order could not be placed"
    with browser.page() as page:
        owner = store.walk(page, order=store.numbers[way])
        owner.go("login", pages["login"])
        owner.go("orders", pages["orders"])


def test_a_wrong_password_lets_nobody_in(store: LiveStore, pages: Pages) -> None:
    with browser.page() as page:
        stranger = store.walk(page, admin_password=store.credentials["admin-password"][::-1] + "x")
        stranger.go("login", until_sent(pages["login"]))
        stranger.go("refused", pages["refused"])


def test_wrong_credentials_read_no_order_by_the_api(store: LiveStore) -> None:
    wrong = {**store.credentials, **{key: value[::-1] + "x" for key, value in store.made_up().items()}}

    with pytest.raises(VerifyFailed):
        store.adapter(wrong).read_order(store.orders["api"])


@pytest.mark.parametrize("password", DEFAULTS)
def test_a_default_password_lets_nobody_in(password: str, store: LiveStore, pages: Pages) -> None:
    with browser.page() as page:
        stranger = store.walk(page, admin_password=password)
        stranger.go("login", until_sent(pages["login"]))
        stranger.go("refused", pages["refused"])


def test_a_crowd_finds_the_shop_open(store: LiveStore) -> None:
    """Probes wait behind buyers: a shop that many look at is neither taken out of the ingress nor started again."""
    before = standing(store.id)

    seen = visit(store.url, people=CROWD, seconds=CROWD_SECONDS)

    assert set(seen) == {200}, f"answers by status: {dict(seen)}"
    assert standing(store.id) == before


def test_no_two_stores_share_a_secret(store: LiveStore, neighbour: LiveStore) -> None:
    mine, other = store.made_up(), neighbour.made_up()

    assert {"admin-password", "db-password"} <= set(mine)
    assert set(store.credentials) >= set(store.engine.secret_keys)
    assert [key for key in mine if mine[key] == other[key]] == []
    assert len(set(mine.values())) == len(mine), "nor is one used for two things"
    assert min(len(value) for value in mine.values()) >= 16


def test_every_pod_is_restricted(store: LiveStore) -> None:
    assert_restricted(store.id)
    assert_restricted_inside(store.id)


def test_every_container_has_requests_and_limits(store: LiveStore) -> None:
    assert_limited(store.id)


def test_the_network_policies_are_there_and_hold(store: LiveStore, neighbour: LiveStore) -> None:
    items = kube("--namespace", store.namespace, "get", "networkpolicies")["items"]

    assert {"default-deny", "web", "db"} <= {item["metadata"]["name"] for item in items}
    assert_fenced(store.id, neighbour.id)


def test_an_upgrade_and_the_way_back_keep_the_order(store: LiveStore, tmp_path: Path) -> None:
    placed = store.orders["api"]
    revision = int(helm("--namespace", store.namespace, "list")[0]["revision"])

    upgrade(store, next_revision(store.engine, tmp_path))
    upgraded = annotated(store)
    after_upgrade = read_order(store)
    roll_back(store, revision)
    back = annotated(store)
    after_rollback = read_order(store)

    assert (upgraded, back) == ({True}, {False}), "every pod was made anew, both times"
    assert (after_upgrade, after_rollback) == (placed, placed)


def read_order(store: LiveStore) -> Order:
    """Return the order as the admin shows it, once the shop is back."""
    owner = store.adapter()
    owner.wait_ready(Deadline(60))
    return owner.read_order(store.orders["api"])


def test_a_deleted_store_leaves_nothing(store: LiveStore) -> None:
    remove(store)

    assert traces(store.id) == []
    assert remove(store)["changed"] == 0
