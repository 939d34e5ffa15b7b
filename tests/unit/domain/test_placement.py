"""What the platform's labels say."""

from __future__ import annotations

import re
from typing import Any

import pytest

from functions.domain.engine import Engine
from functions.domain.labels import LABEL_VALUE
from functions.domain.placement import labels_of, namespace_of, owner_label, sizes
from functions.domain.plan import Plan, too_small
from tests.fakes.charts import ENGINE
from tests.fakes.samples import spec


@pytest.mark.parametrize("owner", ["olga", "01J9Z3X5V7", "a.b_c-d", "x" * 63])
def test_an_owner_whose_id_a_label_may_have_is_named(owner: str) -> None:
    assert owner_label(owner) == owner


@pytest.mark.parametrize("owner", ["", "olga@shops.example", "-x", "x" * 64, "Ольга", "a b", "a\n"])
def test_another_owner_is_hashed_always_the_same(owner: str) -> None:
    label = owner_label(owner)

    assert re.fullmatch(LABEL_VALUE, label)
    assert re.fullmatch(r"sha256-[0-9a-f]{40}", label)
    assert label == owner_label(owner) != owner_label(f"{owner}x")


def test_what_the_platform_makes_names_installation_store_and_owner() -> None:
    assert labels_of("demo", installation="here", owner="olga") == {
        "app.kubernetes.io/managed-by": "storeyard",
        "app.kubernetes.io/part-of": "storeyard",
        "storeyard/installation": "here",
        "storeyard/store": "demo",
        "storeyard/owner": "olga",
    }


def test_a_store_has_a_namespace_of_its_own_and_may_have_others_beside_it() -> None:
    assert (namespace_of("demo"), namespace_of("demo", "drill")) == ("store-demo", "store-demo--drill")


def engine_of(plan: Plan, **more: object) -> Engine:
    return Engine.model_validate({**ENGINE, "plans": {"small": plan}, **more})


def test_a_plan_says_in_how_many_pods_a_shop_runs_where_its_engine_scales() -> None:
    plan = Plan(quota={}, values={"web": {"storage": "1Gi"}, "db": {}}, replicas=3)
    engine = engine_of(plan, scales=True)

    assert sizes(spec(), engine) == {"web": {"storage": "1Gi", "replicas": 3}, "db": {}, "queue": {"enabled": True}}
    copy = sizes(spec(is_copy=True), engine)
    assert (copy["web"]["replicas"], copy["queue"]) == (1, {"enabled": False})


def test_a_plan_says_how_far_a_shop_grows_and_a_copy_does_not() -> None:
    plan = Plan.model_validate({"quota": {}, "values": {"web": {}}, "autoscale": {"max": 4, "cpu": 80}})
    engine = engine_of(plan, scales=True)

    assert sizes(spec(), engine) == {
        "web": {"replicas": 1, "autoscale": {"max": 4, "cpu": 80}},
        "queue": {"enabled": True},
    }
    assert sizes(spec(is_copy=True), engine) == {"web": {"replicas": 1}, "queue": {"enabled": False}}


@pytest.mark.parametrize("scales", [False, True])
def test_a_plan_says_how_much_a_pod_may_receive_and_send(scales: bool) -> None:
    plan = Plan.model_validate({"quota": {}, "values": {"web": {"storage": "1Gi"}}, "bandwidth": {"egress": 50}})

    web = sizes(spec(), engine_of(plan, scales=scales))["web"]

    assert (web["storage"], web["bandwidth"]) == ("1Gi", {"ingress": 0, "egress": 50})
    assert plan.values == {"web": {"storage": "1Gi"}}


GROWS: dict[str, Any] = {
    "quota": {"limits.memory": "5Gi", "limits.cpu": "11", "requests.cpu": "450m", "requests.memory": "3Gi", "pods": "7"},
    "values": {
        "web": {"resources": {"requests": {"cpu": "100m", "memory": "512Mi"}, "limits": {"cpu": 2, "memory": "1Gi"}}},
        "db": {"resources": {"requests": {"cpu": "50m", "memory": "256Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}},
    },
    "replicas": 2,
    "autoscale": {"max": 3, "cpu": 80},
}


@pytest.mark.parametrize(
    ("where", "less"),
    [
        ("quota.limits.memory", {"limits.memory": "4Gi"}),
        ("quota.limits.cpu", {"limits.cpu": "8"}),
        ("quota.requests.cpu", {"requests.cpu": "449m"}),
        ("quota.requests.memory", {"requests.memory": "2303Mi"}),
        ("quota.pods", {"pods": "6"}),
    ],
)
def test_a_plan_that_grows_has_room_for_all_its_pods(where: str, less: dict[str, str]) -> None:
    assert too_small(Plan.model_validate(GROWS)) == {}
    small = Plan.model_validate({**GROWS, "quota": {**GROWS["quota"], **less}})

    assert list(too_small(small)) == [where]
    assert too_small(small.model_copy(update={"autoscale": None})) == {}


def test_a_database_has_room_for_the_connections_of_all_pods() -> None:
    values = {"web": {"connections": 15}, "db": {"connections": 59}}
    made = Plan.model_validate({**GROWS, "quota": {}, "values": values})

    assert too_small(made) == {"values.db.connections": "4 pods of the shop have 15 each"}


@pytest.mark.parametrize("autoscale", [{"max": 2, "cpu": 80}, {"max": 11, "cpu": 80}, {"max": 3, "cpu": 9}, {"max": 3}])
def test_growth_that_is_none_or_too_much_is_refused(autoscale: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"autoscale"):
        Plan.model_validate({**GROWS, "autoscale": autoscale})


def test_a_chart_of_an_engine_that_does_not_scale_is_told_nothing_of_pods() -> None:
    assert sizes(spec(), engine_of(Plan(quota={}, values={"web": {"storage": "1Gi"}}))) == {"web": {"storage": "1Gi"}}
