"""Copies of stores, stores that are restored as new ones, and drills, by HTTP."""

from __future__ import annotations

import pytest

from functions.application.ports.repository import Insert
from tests.fakes.samples import backup
from tests.functional.api.client import ADA, OTTO, Api

OPERATIONS = "/api/stores/demo/operations"


@pytest.fixture
def yard(api: Api) -> Api:
    """Olga's store `demo`, which is ready and has a backup; and a backup of a store of hers that is gone."""
    api.create("demo")
    api.finish("demo")
    api.platform.repository.commit(Insert(backup("B1")), Insert(backup("B2", store_id="gone", name="Tea")))
    return api


def test_a_clone_is_answered_with_the_new_store_and_its_operation(yard: Api) -> None:
    before = yard.get("/api/stores/demo").json

    reply = yard.post(OPERATIONS, {"kind": "clone", "parameters": {"id": "trial"}})

    made, operation = reply.json["store"], reply.json["operation"]
    assert (reply.status, reply.headers["location"]) == (202, f"/api/operations/{operation['id']}")
    assert (made["id"], made["is_copy"], made["status"]) == ("trial", True, "provisioning")
    assert (operation["store_id"], operation["kind"]) == ("trial", "clone")
    assert operation["parameters"] == {"backup": "B1", "source": "demo"}
    assert yard.get("/api/stores/demo").json == before
    yard.finish("trial")
    assert yard.get("/api/stores/trial").json["status"] == "ready"


def test_a_clone_of_a_store_without_backup_is_a_conflict(api: Api) -> None:
    api.create("demo")
    api.finish("demo")

    reply = api.post(OPERATIONS, {"kind": "clone"})

    assert (reply.status, reply.json["reason"]) == (409, "NoBackup")
    assert "make one first" in reply.json["detail"]


@pytest.mark.parametrize("kind", ["clone", "drill", "restore"])
@pytest.mark.parametrize("named", ["B2", "B9"], ids=["another store's", "nobody's"])
def test_a_backup_that_is_none_of_the_stores_is_refused_by_its_parameter(yard: Api, kind: str, named: str) -> None:
    reply = yard.post(OPERATIONS, {"kind": kind, "parameters": {"backup": named}})

    assert reply.status == 422
    assert reply.json["errors"] == [{"field": "parameters.backup", "rule": "must be the id of a backup of demo"}]


def test_a_clone_that_failed_is_tried_again_as_a_clone(yard: Api) -> None:
    yard.post(OPERATIONS, {"kind": "clone", "parameters": {"id": "trial"}})
    yard.finish("trial", good=False)

    assert yard.get("/api/stores/trial").json["allowed_operations"] == ["provision", "delete"]
    again = yard.post("/api/stores/trial/operations", {"kind": "provision"})

    assert (again.status, again.json["operation"]["kind"]) == (202, "clone")
    assert again.json["operation"]["parameters"] == {"backup": "B1", "source": "demo"}


def test_a_store_is_restored_as_a_new_one(yard: Api) -> None:
    made = yard.post("/api/stores", {"backup": "B2"}).json["store"]

    assert (made["id"], made["name"], made["engine"], made["is_copy"]) == ("tea", "Tea", "medusa", False)
    named = yard.post("/api/stores", {"backup": "B2", "name": "Cake", "id": "cake", "plan": "large"}).json
    assert (named["store"]["id"], named["store"]["plan"], named["operation"]["kind"]) == ("cake", "large", "clone")


def test_without_a_backup_name_and_engine_are_needed(yard: Api) -> None:
    for body in ({"id": "tea"}, {"id": "tea", "backup": None}):
        reply = yard.post("/api/stores", body)
        assert reply.status == 422
        assert [(error["field"], error["rule"]) for error in reply.json["errors"]] == [
            ("name", "is required"),
            ("engine", "is required"),
        ]


def test_a_copy_cannot_be_asked_for_as_a_field(yard: Api) -> None:
    reply = yard.post("/api/stores", {"backup": "B2", "is_copy": True})

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "is_copy")


def test_another_engine_than_the_backups_is_refused(yard: Api) -> None:
    reply = yard.post("/api/stores", {"backup": "B2", "engine": "woocommerce"})

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "engine")
    assert "must be medusa" in reply.json["errors"][0]["rule"]


def test_anothers_backup_is_answered_like_one_that_never_was(yard: Api) -> None:
    theirs = yard.post("/api/stores", {"backup": "B2"}, token=OTTO)
    nobodys = yard.post("/api/stores", {"backup": "B9"}, token=OTTO)

    assert theirs.status == nobodys.status == 404
    assert theirs.text.replace("B2", "B9") == nobodys.text


@pytest.mark.parametrize("value", ["", "a b", "../x", "x" * 65, 1])
def test_a_backup_that_can_be_none_is_refused_with_its_rule(yard: Api, value: object) -> None:
    reply = yard.post("/api/stores", {"backup": value})

    assert (reply.status, reply.json["errors"][0]["field"]) == (422, "backup")


def test_an_admin_restores_for_others(yard: Api) -> None:
    made = yard.post("/api/stores", {"backup": "B2", "owner": "olga"}, token=ADA).json["store"]

    assert made["owner"] == "olga"


def test_a_request_that_is_repeated_with_its_key_clones_once(yard: Api) -> None:
    headers = {"idempotency-key": "once"}

    first = yard.post(OPERATIONS, {"kind": "clone"}, headers=headers)
    second = yard.post(OPERATIONS, {"kind": "clone"}, headers=headers)

    assert (first.status, second.json["store"]["id"]) == (202, first.json["store"]["id"])
    assert len(yard.get("/api/stores").json["items"]) == 2


def test_a_store_says_when_it_was_last_restored_well(yard: Api) -> None:
    assert yard.get("/api/stores/demo").json["restored_ok_at"] is None

    assert yard.post(OPERATIONS, {"kind": "drill"}).json["operation"]["parameters"] == {"backup": "B1"}
    yard.finish("demo")

    shown = yard.get("/api/stores/demo").json
    assert (shown["status"], shown["restored_ok_at"]) == ("ready", None), "a drill that does not say so proves nothing"
