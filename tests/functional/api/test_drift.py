"""What was changed by hand of a store, and what no record names: what is asked, shown, refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.application.ports.repository import Insert, Replace
from functions.domain.drift import ChangedOutside, Difference, Drift
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import ClusterRefused, Unavailable
from functions.domain.kinds import repair
from functions.domain.kinds.base import Ended
from functions.domain.orphan import Labelled, OrphanKind
from functions.domain.store import StoreStatus
from tests.fakes.platform import START
from tests.fakes.samples import deployed, store
from tests.functional.api.client import ADA, OLGA, OTTO, Api

CHANGED = Drift(
    revision=3,
    differences=(Difference("Deployment/web", "/spec/replicas", 1, 5),),
    missing=("NetworkPolicy/web",),
    extra=("ConfigMap/notes",),
    outside=ChangedOutside(3, 1, "deployed", "Upgrade complete", START),
)


@pytest.fixture
def yard(api: Api) -> Api:
    """An API with Olga's store `demo`, which is ready."""
    there = store(owner="olga", deployed={**deployed(), "at": START})
    api.platform.repository.commit(Insert(there))
    return api


def test_what_differs_is_shown(yard: Api) -> None:
    yard.platform.inspector.drifted = CHANGED

    reply = yard.get("/api/stores/demo/drift")

    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"
    assert reply.json == {
        "in_sync": False,
        "checked_at": "2026-01-01T12:00:00Z",
        "revision": 3,
        "differences": [{"object": "Deployment/web", "path": "/spec/replicas", "installed": 1, "live": 5}],
        "missing": ["NetworkPolicy/web"],
        "extra": ["ConfigMap/notes"],
        "changed_from_outside": {
            "revision": 3,
            "recorded_revision": 1,
            "status": "deployed",
            "description": "Upgrade complete",
            "at": "2026-01-01T12:00:00Z",
        },
        "message": "",
    }


def test_every_call_looks_anew(yard: Api) -> None:
    assert yard.get("/api/stores/demo/drift").json["in_sync"]
    yard.platform.inspector.drifted = CHANGED
    yard.platform.clock.advance(timedelta(seconds=1))

    reply = yard.get("/api/stores/demo/drift").json

    assert (reply["in_sync"], reply["checked_at"]) == (False, "2026-01-01T12:00:01Z")


def test_it_is_compared_with_what_the_installed_chart_says(yard: Api) -> None:
    yard.get("/api/stores/demo/drift")

    (expected,) = yard.platform.inspector.expected
    assert (expected.store_id, expected.owner, expected.engine, expected.plan) == ("demo", "olga", "medusa", "small")
    assert (expected.quota, expected.revision, expected.busy) == ({"pods": "10"}, 1, False)


def test_while_an_operation_works_or_without_the_chart_it_is_said_what_is_left_out(yard: Api) -> None:
    yard.post("/api/stores/demo/operations", {"kind": "verify"})
    there = yard.platform.repository.get(STORES, id="demo")
    assert there is not None
    assert there.deployed is not None
    lost = there.model_copy(update={"deployed": there.deployed.model_copy(update={"chart_digest": "another"})})
    yard.platform.repository.commit(Replace(lost))

    message = yard.get("/api/stores/demo/drift").json["message"]

    assert "chart" in message
    assert "An operation is under way" in message
    assert (yard.platform.inspector.expected[0].busy, yard.platform.inspector.expected[0].quota) == (True, None)


def test_of_a_store_of_which_nothing_is_installed_or_there_nothing_is_compared(api: Api) -> None:
    api.create("demo")
    reply = api.get("/api/stores/demo/drift").json
    assert (reply["in_sync"], reply["message"]) == (True, "Nothing has been installed for the store yet.")
    assert api.platform.inspector.looks == []


def test_a_store_whose_namespace_is_gone_is_not_in_sync(yard: Api) -> None:
    yard.platform.inspector.there = False

    reply = yard.get("/api/stores/demo/drift").json

    assert (reply["in_sync"], reply["missing"]) == (False, ["Namespace/store-demo"])


@pytest.mark.parametrize(
    ("error", "reason"), [(Unavailable("no"), "ClusterUnavailable"), (ClusterRefused("no"), "ClusterRefused")]
)
def test_a_cluster_that_does_not_answer_or_refuses_is_503(yard: Api, error: Exception, reason: str) -> None:
    def fail(_: str) -> None:
        raise error

    yard.platform.inspector.on_look = fail

    reply = yard.get("/api/stores/demo/drift")

    assert (reply.status, reply.json["reason"]) == (503, reason)


def test_a_stranger_has_no_such_store_and_an_admin_sees_it(yard: Api) -> None:
    assert yard.get("/api/stores/demo/drift", token=OTTO).status == 404
    assert yard.get("/api/stores/demo/drift", token=ADA).status == 200
    assert yard.get("/api/stores/none/drift", token=OLGA).status == 404


@pytest.mark.parametrize("said", [{}, {"remove_extra": True}, {"revision": 7}])
def test_a_repair_is_told_the_revision_that_is_recorded(yard: Api, said: dict[str, Any]) -> None:
    reply = yard.post("/api/stores/demo/operations", {"kind": "repair", "parameters": said})

    assert reply.status == 202
    asked = yard.platform.repository.get(OPERATIONS, id=reply.json["operation"]["id"])
    assert asked is not None
    assert asked.parameters == {"remove_extra": said.get("remove_extra", False), "revision": 1}
    assert asked.target is not None
    assert yard.get("/api/stores/demo").json["status"] == "upgrading"


@pytest.mark.parametrize("said", [{"remove_extra": "yes"}, {"revision": 0}, {"more": 1}])
def test_a_repair_that_breaks_a_rule_is_refused(yard: Api, said: dict[str, Any]) -> None:
    assert yard.post("/api/stores/demo/operations", {"kind": "repair", "parameters": said}).status == 422
    assert yard.get("/api/stores/demo").json["status"] == "ready"


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        (Ended(good=True, before=StoreStatus.FAILED), "ready"),
        (Ended(good=False, before=StoreStatus.READY), "ready"),
        (Ended(good=False, before=StoreStatus.FAILED), "failed"),
        (Ended(good=False, before=StoreStatus.READY, attempt=2), "failed"),
        (Ended(good=False, before=StoreStatus.READY, result={"repair": {"state": "mending"}}), "failed"),
        (Ended(good=False, before=StoreStatus.READY, result={"repair": {"state": "sells", "lost_keys": ["a"]}}), "ready"),
    ],
    ids=["good", "nothing was touched", "as before", "it is not known", "half done", "keys are lost, and it sells"],
)
def test_what_becomes_of_a_store_that_is_repaired(ended: Ended, status: str) -> None:
    after = repair.KIND.status_after(ended)

    assert after is not None
    assert after.value == status


def orphan(api: Api) -> None:
    """Leave a namespace of a store that is not recorded."""
    made = Labelled(OrphanKind.NAMESPACE, "store-gone", "uid-1", store_id="gone", owner="olga")
    api.platform.finder.seen["local"] = [made]


def test_orphans_are_listed_and_removed_by_the_digest_of_the_list(yard: Api) -> None:
    orphan(yard)
    listed = yard.get("/api/orphans", token=ADA).json
    assert listed["items"] == [
        {
            "kind": "Namespace",
            "name": "store-gone",
            "namespace": "",
            "cluster": "local",
            "why": "the namespace of the store gone, of which there is no record",
            "removable": True,
        }
    ]
    assert listed["unreachable"] == []

    reply = yard.call("DELETE", f"/api/orphans?digest={'0' * 16}", token=ADA)
    assert (reply.status, reply.json["reason"], yard.platform.finder.removed) == (409, "OrphansChanged", [])

    reply = yard.call("DELETE", f"/api/orphans?digest={listed['digest']}", token=ADA)
    assert (reply.status, [each["name"] for each in reply.json["removed"]], reply.json["left"]) == (200, ["store-gone"], [])
    assert yard.platform.finder.removed == [("local", "store-gone")]
    lines = yard.get("/api/activity", token=ADA).json["items"]
    assert {(line["action"], line["outcome"], str(line["detail"])) for line in lines} == {
        ("orphans.remove", "refused", "{}"),
        ("orphans.remove", "done", "{'removed': 1}"),
    }


@pytest.mark.parametrize("query", ["", "?digest=", "?digest=all", "?digest=0123456789ABCDEF"])
def test_without_a_digest_nothing_is_removed(yard: Api, query: str) -> None:
    orphan(yard)

    assert yard.call("DELETE", f"/api/orphans{query}", token=ADA).status == 422
    assert yard.platform.finder.removed == []


def test_only_admins_see_orphans(yard: Api) -> None:
    assert yard.get("/api/orphans", token=OLGA).status == 403
    assert yard.call("DELETE", f"/api/orphans?digest={'0' * 16}", token=OLGA).status == 403
