"""GET /api/clusters, and cordons, over the API."""

from __future__ import annotations

import json

import pytest

from functions.application.ports.repository import Insert
from functions.domain.capacity import Amounts
from functions.domain.errors import Unavailable
from tests.fakes import FakeClusters
from tests.fakes.platform import START, local_cluster
from tests.fakes.samples import deployed, spec, store
from tests.functional.api.client import ADA, Api, FakePlatform

EAST = local_cluster("east").model_copy(update={"labels": {"region": "eu"}, "overcommit": 4.0})


@pytest.fixture
def api() -> Api:
    """A platform with two clusters, of which one does not answer."""
    platform = FakePlatform(clusters=FakeClusters(EAST, local_cluster("west")))
    platform.nodes.given = {"east": Amounts(cpu=2000, memory=1024), "west": Unavailable("refused by 10.0.0.1")}
    return Api(platform)


def test_an_owner_sees_clusters_and_their_labels_and_asks_none(api: Api) -> None:
    items = api.get("/api/clusters").json["items"]

    assert [(each["name"], each["default"], each["labels"], each["detail"]) for each in items] == [
        ("east", True, {"region": "eu"}, None),
        ("west", False, {}, None),
    ]
    assert api.platform.nodes.asked == []


def test_an_admin_sees_how_each_is(api: Api) -> None:
    api.call("POST", "/api/stores", body=json.dumps({"name": "Demo", "engine": "medusa", "cluster": "east"}))

    east, west = (each["detail"] for each in api.get("/api/clusters", token=ADA).json["items"])

    assert east == {
        "reachable": True,
        "message": "",
        "cordon": None,
        "allocatable": {"cpu_millicores": 2000, "memory_bytes": 1024, "volumes": None},
        "asked": {"cpu_millicores": 0, "memory_bytes": 0, "volumes": 0},  # the fake's plans ask for pods alone
        "free": {"cpu_millicores": 2000, "memory_bytes": 1024, "volumes": None},
        "overcommit": 4.0,
        "stores": {"provisioning": 1},
    }
    assert (west["reachable"], west["allocatable"], west["free"], west["stores"]) == (False, None, None, {})
    assert west["message"] == "The cluster west cannot be reached right now.", "nothing of where it is"


def test_a_cordon_is_shown_holds_and_is_a_line_of_the_activity(api: Api) -> None:
    made = api.call("POST", "/api/clusters/east/cordon", token=ADA, body='{"why": " new nodes "}')

    assert (made.status, made.json["by"], made.json["why"]) == (200, "ada", "new nodes")
    assert api.get("/api/clusters", token=ADA).json["items"][0]["detail"]["cordon"] == made.json
    asked = json.dumps({"name": "Demo", "engine": "medusa", "cluster": "east"})
    refused = api.call("POST", "/api/stores", body=asked)
    assert (refused.status, refused.json["reason"]) == (409, "ClusterCordoned")
    assert "ada" in refused.json["detail"]
    assert "new nodes" in refused.json["detail"]

    gone = [api.call("POST", "/api/clusters/east/uncordon", token=ADA).status for _ in range(2)]

    assert gone == [204, 204]
    assert api.call("POST", "/api/stores", body=asked).status == 202
    lines = api.get("/api/activity", token=ADA).json["items"]
    assert {each["action"]: each["detail"] for each in lines if each["action"].startswith("cluster.")} == {
        "cluster.cordon": {"cluster": "east", "why": "new nodes"},
        "cluster.uncordon": {"cluster": "east"},
    }
    assert sum(each["action"] == "cluster.uncordon" for each in lines) == 1, "the second did nothing"


def test_a_drained_cluster_takes_no_new_stores_and_its_own_go_where_there_is_room() -> None:
    places = (local_cluster("east"), local_cluster("west"), local_cluster("full"))
    platform = FakePlatform(clusters=FakeClusters(*places))
    platform.nodes.given = {name: Amounts(cpu=cpu) for name, cpu in (("east", 4000), ("west", 2000), ("full", 100))}
    platform.repository.commit(
        *(
            Insert(store(name, spec=spec(name, cluster="east"), deployed={**deployed(), "at": START}))
            for name in ("s0", "s1", "s2")
        ),
        Insert(store("elsewhere", spec=spec("elsewhere", cluster="west"))),
    )
    api = Api(platform)
    api.call("POST", "/api/stores/s1/operations", body='{"kind": "verify"}', token=ADA)

    first = api.call("POST", "/api/clusters/east/drain", token=ADA, body='{"why": "it is shut down"}')
    again = api.call("POST", "/api/clusters/east/drain", token=ADA, body='{"why": "it is shut down"}')

    assert first.status == 200
    assert first.json["moving"] == {"s0": "west", "s2": "west"}
    assert list(first.json["staying"]) == ["s1"]
    assert "verify operation under way" in first.json["staying"]["s1"]
    assert first.json["cordon"]["why"] == "it is shut down"
    assert (again.json["moving"], list(again.json["staying"]), again.json["more"]) == ({}, ["s1"], False)
    moved = api.get("/api/operations", token=ADA).json["items"]
    assert {(each["store_id"], each["kind"]) for each in moved} == {("s0", "move"), ("s1", "verify"), ("s2", "move")}


@pytest.mark.parametrize("body", [{}, {"why": ""}, {"why": "a\nb"}, {"why": "x" * 201}, {"why": "x", "by": "me"}])
def test_a_cordon_needs_one_line_of_reason(api: Api, body: dict[str, str]) -> None:
    refused = api.call("POST", "/api/clusters/east/cordon", token=ADA, body=json.dumps(body))

    assert (refused.status, refused.json["reason"]) == (422, "InvalidRequest")
    assert api.get("/api/clusters", token=ADA).json["items"][0]["detail"]["cordon"] is None


@pytest.mark.parametrize(
    ("labels", "rule"),
    [
        ({"region": "asia"}, "labels that one cluster has"),
        ({"region": "not a value"}, "characters that are not allowed"),
        ({"not a name": "eu"}, "characters that are not allowed"),
        ("eu", "must be a JSON object"),
        ({f"n{number}": "x" for number in range(17)}, "at most 16 items"),
    ],
)
def test_labels_that_no_cluster_can_have_are_refused(api: Api, labels: object, rule: str) -> None:
    refused = api.call("POST", "/api/stores", body=json.dumps({"name": "Demo", "engine": "medusa", "labels": labels}))

    assert refused.status == 422
    assert refused.json["errors"][0]["field"].startswith("labels")
    assert rule in refused.text


def test_a_store_is_asked_for_by_labels_and_keeps_none(api: Api) -> None:
    made = api.call("POST", "/api/stores", body=json.dumps({"name": "Demo", "engine": "medusa", "labels": {"region": "eu"}}))

    assert made.status == 202
    assert made.json["store"]["cluster"] == "east"
    assert "labels" not in made.json["store"]
