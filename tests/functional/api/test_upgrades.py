"""What a store could be upgraded to, and what is asked for then."""

from __future__ import annotations

import pytest

from functions.domain.entities import OPERATIONS
from tests.functional.api.client import Api


@pytest.fixture
def yard(api: Api) -> Api:
    """The API with a store that is ready, and an image that came after it."""
    api.create("demo")
    api.finish("demo")
    return api


def test_what_is_newest_is_offered_nothing(yard: Api) -> None:
    found = yard.get("/api/stores/demo/upgrades").json

    assert (found["items"], "is on the newest" in found["message"]) == ([], True)
    assert found["installed"]["chart_version"] == "0.1.0"


def test_a_store_of_which_nothing_is_installed_says_so(api: Api) -> None:
    api.create("demo")

    found = api.get("/api/stores/demo/upgrades").json

    assert found["installed"] is None
    assert found["message"] == "nothing is installed of demo yet: ask for provision first."


def test_an_upgrade_without_a_newer_version_is_refused_with_its_reason(yard: Api) -> None:
    refused = yard.post("/api/stores/demo/operations", {"kind": "upgrade"})

    assert (refused.status, refused.json["reason"]) == (409, "NothingToUpgrade")
    assert yard.get("/api/stores/demo").json["status"] == "ready"


@pytest.mark.parametrize(
    ("kind", "parameters", "field"),
    [
        ("upgrade", {"rehearsal": "yes"}, "parameters.rehearsal"),
        ("rollback", {}, "parameters.revision"),
        ("rollback", {"revision": 0}, "parameters.revision"),
        ("rollback", {"revision": "1"}, "parameters.revision"),
        ("rollback", {"revision": 1.5}, "parameters.revision"),
        ("rollback", {"revision": 1, "newer_orders": 1}, "parameters.newer_orders"),
        ("plan", {}, "parameters.plan"),
        ("plan", {"plan": "huge"}, "plan"),
    ],
)
def test_bad_parameters_are_named_and_change_nothing(yard: Api, kind: str, parameters: dict[str, object], field: str) -> None:
    refused = yard.post("/api/stores/demo/operations", {"kind": kind, "parameters": parameters})

    assert refused.status == 422
    assert refused.json["detail"].startswith(f"{field}: ")
    assert yard.get("/api/stores/demo").json["status"] == "ready"


@pytest.mark.parametrize("revision", [1, 1.0], ids=["1", "1.0, which JSON takes for the same"])
def test_a_rollback_without_a_backup_of_the_revision_is_refused(yard: Api, revision: float) -> None:
    refused = yard.post("/api/stores/demo/operations", {"kind": "rollback", "parameters": {"revision": revision}})

    assert (refused.status, refused.json["reason"]) == (409, "NoBackupOfRevision")


def test_a_plan_is_an_operation_on_what_is_installed(yard: Api) -> None:
    accepted = yard.post("/api/stores/demo/operations", {"kind": "plan", "parameters": {"plan": "medium"}})

    assert accepted.status == 202
    operation = yard.platform.repository.get(OPERATIONS, id=accepted.json["operation"]["id"])
    assert operation is not None
    assert operation.spec["plan"] == "medium"
    assert yard.get("/api/stores/demo").json["plan"] == "small"
