"""Writes to a store's Secret, one at a time: keys that others keep stay as they are, and are told by their keeper's name."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from functions.adapters.kube.secret import ensure_secret
from functions.adapters.kube.store_keys import OUTSIDE, StoreKeys
from functions.domain.engine import SecretKey
from functions.domain.errors import NotFound
from functions.domain.rotation import begun, ended, put_in_force
from tests.fakes.kube import FakeCluster

PATH = "/api/v1/namespaces/store-demo/secrets/store-secret"
RULES = {"admin-password": SecretKey(length=20), "db-password": SecretKey(length=32)}
EXTERNAL = "externalsecrets.external-secrets.io/shop"


@pytest.fixture
def cluster() -> FakeCluster:
    """A Secret whose values came from outside, with a key that the platform knows nothing of."""
    made = FakeCluster()
    made.put(PATH, data=encoded(**{"admin-password": "given", "db-password": "given-too", "licence": "theirs"}))
    return made


def encoded(**values: str) -> dict[str, str]:
    """Values as a Secret has them."""
    return {key: base64.b64encode(value.encode()).decode() for key, value in values.items()}


def keys(cluster: FakeCluster) -> StoreKeys:
    """The Secret as the platform works on it."""
    return StoreKeys(cluster.kube(), "store-demo", "store-secret", RULES)


def held(manager: str, operation: str, *names: str, part: str = "data") -> dict[str, Any]:
    """What the server says of who holds these keys."""
    fields: dict[str, Any] = {f"f:{part}": {f"f:{name}": {} for name in names}}
    return {"manager": manager, "operation": operation, "fieldsType": "FieldsV1", "fieldsV1": fields}


def test_a_rotation_writes_its_own_keys_and_leaves_those_of_others(cluster: FakeCluster) -> None:
    secret = keys(cluster)

    secret.change(lambda now: begun(now, {"db-password": "new"}))
    assert dict(secret.read()) == {
        "admin-password": "given",
        "db-password": "given-too",
        "db-password.next": "new",
        "licence": "theirs",
    }
    secret.change(lambda now: put_in_force(now, "db-password"))
    assert secret.read()["db-password.previous"] == "given-too"

    assert secret.change(lambda now: ended(now, ["db-password"])) == {
        "admin-password": "given",
        "db-password": "new",
        "licence": "theirs",
    }


def test_values_that_were_given_are_taken_and_only_what_is_missing_is_made(cluster: FakeCluster) -> None:
    rules = {**RULES, "api-key": SecretKey(prefix="ck_", hex=40)}

    added = ensure_secret(
        cluster.kube(), namespace="store-demo", name="store-secret", labels={"storeyard/store": "demo"}, rules=rules, sources={}
    )

    found = keys(cluster).read()
    assert added == ["api-key"]
    assert (found["admin-password"], found["db-password"], found["licence"]) == ("given", "given-too", "theirs")
    assert found["api-key"].startswith("ck_")


def test_a_change_that_somebody_wrote_into_is_made_of_what_is_there_then(cluster: FakeCluster) -> None:
    seen: list[str] = []

    def interfere(request: httpx.Request) -> None:
        if request.method == "PATCH" and len(seen) == 1:
            cluster.put(PATH, data=encoded(**{"admin-password": "given", "db-password": "theirs-now"}))

    cluster.on_request = interfere

    def change(now: Any) -> dict[str, str | None]:
        seen.append(now["db-password"])
        return {"db-password.next": "new"}

    assert keys(cluster).change(change)["db-password"] == "theirs-now"
    assert seen == ["given-too", "theirs-now"]


def test_nothing_is_written_where_nothing_is_to_be_changed(cluster: FakeCluster) -> None:
    keys(cluster).change(lambda now: put_in_force(now, "db-password"))

    assert cluster.written() == []


@pytest.mark.parametrize(
    ("entry", "keeper"),
    [
        (held(EXTERNAL, "Apply", "admin-password"), EXTERNAL),
        (held(EXTERNAL, "Update", "admin-password"), EXTERNAL),
        (held("argocd-controller", "Apply", "admin-password", "licence"), "argocd-controller"),
        (held("argocd-controller", "Apply", "admin-password", part="stringData"), "argocd-controller"),
        (held("argocd-controller", "Apply", "licence"), ""),
        (held("kubectl-edit", "Update", "admin-password"), ""),
        (held("storeyard", "Apply", "admin-password"), ""),
    ],
    ids=["external-secrets", "by-updates", "applied", "applied-in-clear", "another-key", "edited-once", "our-own"],
)
def test_who_keeps_a_key_is_told_by_what_the_server_says_of_it(
    cluster: FakeCluster, entry: dict[str, Any], keeper: str
) -> None:
    cluster.objects[PATH]["metadata"]["managedFields"] = [entry]

    assert keys(cluster).keeper("admin-password") == keeper
    assert keys(cluster).keeper("db-password") == ""


def test_an_annotation_names_keys_whose_keeper_the_server_does_not_tell(cluster: FakeCluster) -> None:
    cluster.objects[PATH]["metadata"]["annotations"] = {OUTSIDE: "admin-password, licence"}

    assert OUTSIDE in keys(cluster).keeper("admin-password")
    assert keys(cluster).keeper("db-password") == ""


def test_a_new_value_follows_the_engines_rule(cluster: FakeCluster) -> None:
    assert len(keys(cluster).make("db-password")) == 32


def test_a_store_without_its_secret_is_told() -> None:
    with pytest.raises(NotFound, match="its Secret is missing"):
        keys(FakeCluster()).read()
