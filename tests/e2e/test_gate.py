"""A store's gate, on every engine: closed, nobody gets in and a test order behind it goes through; open, the shop sells."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from functions.adapters.catalogue import FileCatalogue
from tests.cluster.installation import PROJECT, helm, kube
from tests.cluster.platform import Platform, Shop, unique
from tests.cluster.playbooks import play
from tests.cluster.trade import not_tested
from tests.e2e import in_turn

ENGINES = FileCatalogue(PROJECT / "charts").engines()
BEHIND = ("-e", "store_verify_behind_gate=true")
CHANGED = {"failed": 0, "changed": 1}
UNCHANGED = {"failed": 0, "changed": 0}


@pytest.fixture(params=in_turn(ENGINES))
def store(request: pytest.FixtureRequest, platform: Platform) -> Iterator[tuple[str, str, str]]:
    """A store's id, engine and where its owner signs in, made and removed by plain playbooks."""
    engine = ENGINES[request.param]
    if not platform.engines().get(engine.name):
        not_tested(engine.name)
    store_id = unique("gate")
    play("provision.yml", store_id, engine.name)
    yield store_id, engine.name, engine.admin_path
    play("delete.yml", store_id, engine.name)


def ended(recap: dict[str, int]) -> dict[str, int]:
    """What matters of a recap."""
    return {name: recap[name] for name in ("failed", "changed")}


def shop_url(store_id: str) -> str:
    """The shop's address, as its release has it."""
    url: str = helm("--namespace", f"store-{store_id}", "get", "values", store_id)["store"]["url"]
    return url


def gate(state: str, store_id: str, engine: str, *more: str) -> dict[str, int]:
    """Close or open the gate."""
    return ended(play("gate.yml", store_id, engine, "-e", f"store_gate_state={state}", *more))


def left(store_id: str) -> list[str]:
    """What there is of the gate in the cluster."""
    kinds = "deployments,services,ingresses,networkpolicies,configmaps,pods"
    return [
        item["kind"]
        for item in kube("-n", f"store-{store_id}", "get", kinds, "-l", "app.kubernetes.io/component=gate")["items"]
    ]


def test_a_closed_gate_lets_nobody_in_outlives_an_upgrade_and_goes_without_a_trace(store: tuple[str, str, str]) -> None:
    store_id, engine, admin_path = store
    shop = Shop(shop_url(store_id))
    assert gate("closed", store_id, engine, "--check") == CHANGED
    assert left(store_id) == []

    assert gate("closed", store_id, engine) == CHANGED
    assert gate("closed", store_id, engine) == UNCHANGED
    for path in ("/", admin_path, "/storeyard-gate/en.html"):
        answer = shop.send("GET", path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (httpx.codes.SERVICE_UNAVAILABLE, "30")
        assert answer.headers["Cache-Control"] == "no-store"
    program = Shop(shop_url(store_id), Accept="application/json")
    refused = program.send("POST", "/any", json={})
    assert (refused.status_code, refused.json()["code"]) == (httpx.codes.SERVICE_UNAVAILABLE, "gate_closed")
    assert play("verify.yml", store_id, engine, *BEHIND)["failed"] == 0

    renamed = play("provision.yml", store_id, engine, *BEHIND, "-e", "store_name=Renamed")
    assert ended(renamed)["changed"] >= 1
    assert shop.send("GET", "/").status_code == httpx.codes.SERVICE_UNAVAILABLE, "Helm left it closed"

    assert gate("open", store_id, engine) == CHANGED
    assert gate("open", store_id, engine) == UNCHANGED
    assert shop.send("GET", "/").status_code == httpx.codes.OK
    assert left(store_id) == []
    assert play("verify.yml", store_id, engine)["failed"] == 0


def test_a_store_with_a_closed_gate_can_be_deleted(store: tuple[str, str, str]) -> None:
    store_id, engine, _ = store
    gate("closed", store_id, engine)

    assert play("delete.yml", store_id, engine)["failed"] == 0
    assert kube("get", "namespaces", "-l", f"storeyard/store={store_id}")["items"] == []
