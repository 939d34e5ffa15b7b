"""Copies: a deleted store is restored as a new one, a clone reaches nobody and is its own, a drill proves a backup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.adapters.catalogue import FileCatalogue
from tests.cluster.browser import page
from tests.cluster.installation import PROJECT, kube, kubectl, secret, traces
from tests.cluster.platform import JSON, Platform, Shop, unique
from tests.cluster.trade import is_available, not_tested, numbers, sell_one
from tests.cluster.walk import Walk, read_pages
from tests.e2e import in_turn

ENGINES = FileCatalogue(PROJECT / "charts").engines()


class Sold:
    """A store that has sold something, and a backup of it."""

    def __init__(self, engine: str) -> None:
        self.platform = Platform()
        self.id = unique("c")
        self.names = [self.id]
        self.platform.finish(self.platform.create(self.id, engine))
        self.order = sell_one(self.platform, self.id)
        self.backup = self.ask("backup")["id"]

    def ask(self, kind: str, **parameters: str) -> JSON:
        """Ask for an operation on the store and wait for its good end."""
        accepted = self.platform.client.post(f"/api/stores/{self.id}/operations", {"kind": kind, "parameters": parameters})
        return self.platform.finish(accepted["operation"], seconds=420)

    def made(self, accepted: JSON) -> JSON:
        """Wait for a store that was asked for, and return it."""
        self.names.append(accepted["store"]["id"])
        self.platform.finish(accepted["operation"], seconds=420)
        return self.platform.store(accepted["store"]["id"])

    def end(self) -> None:
        """Delete every store that was made."""
        for name in [name for name in self.names if not self.platform.gone(name)]:
            self.platform.finish(self.platform.delete(name))
        self.platform.http.close()


@pytest.fixture(scope="module", params=in_turn(ENGINES))
def sold(request: pytest.FixtureRequest) -> Iterator[Sold]:
    """The store of each engine in turn."""
    if not is_available(request.param):
        not_tested(request.param)
    made = Sold(request.param)
    yield made
    made.end()


def signs_in(store: JSON, password: str) -> None:
    """Sign in to a shop's admin in a browser with this password. Raises Stuck."""
    words = {"admin_email": store["admin_email"], "admin_password": password}
    with page() as seen:
        walk = Walk(seen, store["url"], words, secret=frozenset({"admin_password"}), album="copies")
        walk.go("login", read_pages(PROJECT / f"charts/{store['engine']}/browser.yml")["login"])


def test_a_clone_is_its_own_says_what_it_is_and_reaches_nobody(sold: Sold) -> None:
    before = sold.platform.store(sold.id)

    clone = sold.made(sold.platform.client.post(f"/api/stores/{sold.id}/operations", {"kind": "clone"}))
    sell_one(sold.platform, clone["id"])

    assert (clone["is_copy"], clone["status"], clone["name"]) == (True, "ready", f"{sold.id} (copy)")
    assert sold.order["number"] in numbers(sold.platform, clone["id"]), "it has the store's orders"
    shop = Shop(clone["url"])
    assert "noindex" in shop.send("GET", "/").headers["x-robots-tag"]
    assert shop.send("GET", "/robots.txt").text == "User-agent: *\nDisallow: /\n"
    with page() as seen:
        seen.goto(clone["url"])
        seen.get_by_text("This is a copy of a shop").first.wait_for()
        assert seen.locator("img").first.evaluate("image => image.complete && image.naturalWidth > 0"), "its pictures are there"
    mine, theirs = secret(clone["id"]), secret(sold.id)
    assert {key for key in mine if mine[key] == theirs[key]} <= {"admin-email"}
    signs_in(clone, mine["admin-password"])
    egress = kube("--namespace", f"store-{clone['id']}", "get", "networkpolicy", "web")["spec"]["egress"]
    assert not [way for way in egress if any("ipBlock" in target for target in way["to"])], "nothing leaves, no mail either"
    after = sold.platform.store(sold.id)
    assert (after["status"], after["updated_at"]) == (before["status"], before["updated_at"]), "the store is as it was"
    assert len(numbers(sold.platform, sold.id)) == 1
    sold.platform.finish(sold.platform.delete(clone["id"]))  # its names hold the store's, and would be taken for traces of it


def test_a_drill_proves_the_backup_and_leaves_nothing(sold: Sold) -> None:
    ended = sold.ask("drill")

    assert ended["result"]["drill"]["backup"] == sold.backup
    shown = sold.platform.store(sold.id)
    assert (shown["status"], shown["restored_ok_at"] is not None) == ("ready", True)
    assert shown["restore_seconds"] == ended["result"]["drill"]["seconds"] > 0
    assert f"store-{sold.id}--drill" not in kubectl("get", "namespaces,persistentvolumes")
    assert len(numbers(sold.platform, sold.id)) == 1, "no order went through the store itself"


def test_a_deleted_store_is_restored_as_a_new_one_and_sells(sold: Sold) -> None:
    sold.platform.finish(sold.platform.delete(sold.id))
    assert traces(sold.id) == []

    restored = sold.made(sold.platform.client.post("/api/stores", {"backup": sold.backup, "id": unique("r")}))
    again = sell_one(sold.platform, restored["id"])

    assert (restored["status"], restored["is_copy"]) == ("ready", False)
    assert {sold.order["number"], again["number"]} <= set(numbers(sold.platform, restored["id"]))
    assert "x-robots-tag" not in Shop(restored["url"]).send("GET", "/").headers
    signs_in(restored, secret(restored["id"])["admin-password"])
