"""store-secret: what is missing is made, what is there stays, and nobody is told."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from functions.adapters.kube.client import ApiError
from functions.adapters.kube.secret import ensure_secret, make_value, read_secret
from functions.domain.engine import SecretKey
from functions.domain.errors import InvalidRequest
from tests.fakes.kube import FakeCluster, refuse

PATH = "/api/v1/namespaces/store-demo/secrets/store-secret"
RULES = {
    "admin-email": SecretKey.model_validate({"from": "admin_email"}),
    "admin-password": SecretKey(length=20),
    "publishable-key": SecretKey(prefix="pk_", hex=64),
}


def ensure(cluster: FakeCluster, **options: Any) -> list[str]:
    """Ensure the Secret of the store demo."""
    return ensure_secret(
        cluster.kube(),
        namespace="store-demo",
        name="store-secret",
        labels={"storeyard/store": "demo"},
        rules=RULES,
        **{"sources": {"admin_email": "owner@demo.example"}, **options},
    )


def values(cluster: FakeCluster) -> dict[str, str]:
    """What the Secret holds."""
    return {key: base64.b64decode(value).decode() for key, value in cluster.objects[PATH]["data"].items()}


def test_a_new_secret_follows_the_engines_rules(cluster: FakeCluster) -> None:
    added = ensure(cluster)

    made = values(cluster)
    assert added == ["admin-email", "admin-password", "publishable-key"]
    assert made["admin-email"] == "owner@demo.example"
    assert len(made["admin-password"]) == 20
    assert made["admin-password"].isalnum()
    assert made["publishable-key"].startswith("pk_")
    assert len(made["publishable-key"]) == 3 + 64
    assert cluster.objects[PATH]["metadata"]["labels"] == {"storeyard/store": "demo"}


def test_a_second_run_writes_nothing(cluster: FakeCluster) -> None:
    ensure(cluster)
    before = values(cluster)
    cluster.requests.clear()

    assert ensure(cluster) == []

    assert values(cluster) == before
    assert cluster.written() == []


def test_only_missing_keys_are_added(cluster: FakeCluster) -> None:
    cluster.put(PATH, data={"admin-password": base64.b64encode(b"kept").decode()})

    added = ensure(cluster)

    assert added == ["admin-email", "publishable-key"]
    assert values(cluster)["admin-password"] == "kept"


def test_a_copy_follows_what_it_is_a_copy_of_and_the_rest_stays(cluster: FakeCluster) -> None:
    ensure(cluster)
    before = values(cluster)

    changed = ensure(cluster, sources={"admin_email": "boss@demo.example"})

    assert changed == ["admin-email"]
    assert values(cluster) == {**before, "admin-email": "boss@demo.example"}
    assert ensure(cluster, sources={"admin_email": "boss@demo.example"}) == []


def test_check_mode_says_what_would_be_added_and_writes_nothing(cluster: FakeCluster) -> None:
    assert ensure(cluster, dry_run=True) == ["admin-email", "admin-password", "publishable-key"]
    assert cluster.written() == []


def test_another_run_that_was_quicker_is_not_overwritten(cluster: FakeCluster) -> None:
    def be_quicker(request: httpx.Request) -> None:
        if request.method == "POST":
            cluster.put(PATH, data={"admin-password": base64.b64encode(b"theirs").decode()})

    cluster.on_request = be_quicker

    assert ensure(cluster) == ["admin-email", "publishable-key"]
    assert values(cluster)["admin-password"] == "theirs"


def test_what_another_run_added_meanwhile_to_a_secret_is_not_overwritten(cluster: FakeCluster) -> None:
    cluster.put(PATH, data={"publishable-key": base64.b64encode(b"kept").decode()})

    def be_quicker(request: httpx.Request) -> None:
        if request.method == "PATCH" and "admin-password" not in values(cluster):
            theirs = {**cluster.objects[PATH]["data"], "admin-password": base64.b64encode(b"theirs").decode()}
            cluster.put(PATH, data=theirs)

    cluster.on_request = be_quicker

    assert ensure(cluster) == ["admin-email"]
    assert (values(cluster)["publishable-key"], values(cluster)["admin-password"]) == ("kept", "theirs")


def test_a_cluster_that_refuses_is_an_error(cluster: FakeCluster) -> None:
    cluster.on_request = lambda request: refuse(403, "secrets is forbidden") if request.method == "POST" else None

    with pytest.raises(ApiError, match="secrets is forbidden"):
        ensure(cluster)


def test_endless_conflicts_end(cluster: FakeCluster) -> None:
    cluster.on_request = lambda request: refuse(409, "conflict") if request.method == "POST" else None

    with pytest.raises(ApiError, match="conflict"):
        ensure(cluster)


@pytest.mark.parametrize(
    ("rule", "said"),
    [(SecretKey(), "neither from, nor length"), (SecretKey.model_validate({"from": "moon"}), "from moon")],
    ids=["empty rule", "unknown source"],
)
def test_a_rule_that_cannot_be_followed_is_named(rule: SecretKey, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        make_value(rule, {})


def test_hex_of_an_odd_length_has_that_length() -> None:
    assert len(make_value(SecretKey(hex=33), {})) == 33


def test_two_values_are_never_the_same() -> None:
    assert len({make_value(SecretKey(length=20), {}) for _ in range(100)}) == 100


def test_reading_gives_values_or_none(cluster: FakeCluster) -> None:
    kube = cluster.kube()
    assert read_secret(kube, namespace="store-demo", name="store-secret") is None

    cluster.put(PATH, data={"a": base64.b64encode(b"b").decode()})

    assert read_secret(kube, namespace="store-demo", name="store-secret") == {"a": "b"}
