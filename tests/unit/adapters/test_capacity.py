"""What nodes give, as the API server says it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from functions.adapters.kube.capacity import KubernetesCapacity
from functions.domain.capacity import Amounts
from functions.domain.errors import ClusterRefused, Unavailable
from tests.fakes.kube import kube

GIB = 1024**3


def node(name: str, *, cpu: str = "2", memory: str = "4Gi", ready: str = "True", **spec: Any) -> dict[str, Any]:
    status = {"allocatable": {"cpu": cpu, "memory": memory}, "conditions": [{"type": "Ready", "status": ready}]}
    return {"metadata": {"name": name}, "spec": spec, "status": status}


def csi(name: str, *counts: int | None) -> dict[str, Any]:
    drivers = [{"name": f"d{n}", "allocatable": {} if count is None else {"count": count}} for n, count in enumerate(counts)]
    return {"metadata": {"name": name}, "spec": {"drivers": drivers}}


def seen(nodes: list[dict[str, Any]] | int, csinodes: list[dict[str, Any]] | int = 404) -> Amounts:
    answers = {"/api/v1/nodes": nodes, "/apis/storage.k8s.io/v1/csinodes": csinodes}

    def answer(request: httpx.Request) -> httpx.Response:
        found = answers[request.url.path]
        return (
            httpx.Response(found, json={"message": "no"})
            if isinstance(found, int)
            else httpx.Response(200, json={"items": found})
        )

    return KubernetesCapacity(lambda _: kube(answer)).allocatable("east")


def test_nodes_that_take_pods_are_added_up() -> None:
    nodes = [
        node("a", cpu="1930m", memory="3Gi"),
        node("b"),
        node("c", unschedulable=True),
        node("d", ready="Unknown"),
        node("e", taints=[{"key": "control-plane", "effect": "NoSchedule"}]),
        node("f", cpu="1", memory="1Gi", taints=[{"key": "soft", "effect": "PreferNoSchedule"}]),
    ]

    assert seen(nodes) == Amounts(cpu=4930, memory=8 * GIB, volumes=None)


@pytest.mark.parametrize(
    ("csinodes", "volumes"),
    [
        ([csi("a", 25), csi("b", 39, None, 20), csi("gone", 99)], 45),
        ([csi("a", 25), csi("b")], None),  # one node has no limit
        ([csi("a", None), csi("b", None)], None),
        ([], None),
        (403, None),
    ],
)
def test_volumes_count_where_each_nodes_driver_limits_them(csinodes: Any, volumes: int | None) -> None:
    assert seen([node("a"), node("b")], csinodes).volumes == volumes


def test_a_refusal_and_a_server_that_stumbles_are_told_apart() -> None:
    with pytest.raises(ClusterRefused):
        seen(403)
    with pytest.raises(Unavailable) as caught:
        seen(500)
    assert not isinstance(caught.value, ClusterRefused)
