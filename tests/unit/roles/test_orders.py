"""store_orders as Ansible calls it: what it runs where, and what it says."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest

from functions.actions import orders
from functions.actions.orders import OrdersAction
from functions.adapters.kube.streams import StreamFailed
from functions.application.carrying import NEWER
from tests.fakes.backups import FakeTarget
from tests.unit.roles.test_actions import run

LINE = b'{"type": "order", "id": 12}\n'
REPORT = b'{"order": "12", "id": "12", "became": "12", "outcome": "carried", "reason": ""}\n'
EXPORT = {
    "kubeconfig": "/k",
    "context": "",
    "do": "export",
    "since": "2026-05-01T12:00:00Z",
    "store": "demo",
    "backup": "01J",
    "namespace": "store-demo",
    "script": ["storeyard-orders"],
    "target": "/backups",
    "endpoint": "",
    "kubectl": "/bin/kubectl",
}
IMPORT = {**EXPORT, "do": "import", "since": ""}


class Cluster:
    """The pods behind any kubeconfig, and the place behind any target."""

    def __init__(self) -> None:
        self.target = FakeTarget()
        self.ran: list[tuple[str, str, str, list[str]]] = []
        self.fails = False

    def streams(self, kubeconfig: str, context: str | None, kubectl: str) -> Cluster:
        assert (kubeconfig, context or "", kubectl) == ("/k", "", "/bin/kubectl")
        return self

    def run(
        self, namespace: str, pod: str, container: str, command: Sequence[str], *, stdin: Iterable[bytes] | None = None
    ) -> Iterator[bytes]:
        self.ran.append((namespace, pod, container, list(command)))
        if self.fails:
            raise StreamFailed("it failed", status=1, said="")
        if stdin is None:
            yield LINE
        else:
            assert b"".join(stdin) == LINE
            yield REPORT

    def place(self, place: str, endpoint: str = "") -> FakeTarget:
        assert (place, endpoint) == ("/backups", "")
        return self.target


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    made = Cluster()
    monkeypatch.setattr(orders, "PodStreams", made.streams)
    monkeypatch.setattr(orders, "target_of", made.place)
    return made


def test_an_export_lies_beside_the_backup(cluster: Cluster) -> None:
    result = run(OrdersAction, EXPORT)

    assert (result["changed"], result["lines"]) == (True, 1)
    command = ["storeyard-orders", "export", "--since", "2026-05-01T11:55:00Z"]
    assert cluster.ran == [("store-demo", "deploy/web", "web", command)]
    assert gzip.decompress(cluster.target.kept[f"demo/01J/{NEWER}"]) == LINE


def test_an_import_says_what_became_of_it(cluster: Cluster) -> None:
    run(OrdersAction, EXPORT)
    result = run(OrdersAction, IMPORT)

    assert result["changed"]
    assert result["carried"]["orders"] == {"carried": 1, "present": 0, "needs_person": 0}
    assert result["message"] == "1 order carried over."
    assert cluster.ran[-1][-1] == ["storeyard-orders", "import"]


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("", "store_orders_since is required."),
        ("yesterday", "store_orders_since cannot be 'yesterday'"),
        ("2026-05-01T12:00:00", "store_orders_since cannot be '2026-05-01T12:00:00'"),
    ],
)
def test_an_export_needs_a_moment(cluster: Cluster, since: str, said: str) -> None:
    result = run(OrdersAction, {**EXPORT, "since": since})

    assert result["failed"]
    assert result["msg"].startswith(said)
    assert not cluster.ran


def test_a_script_that_fails_fails_the_task_and_leaves_no_file(cluster: Cluster) -> None:
    cluster.fails = True
    result: dict[str, Any] = run(OrdersAction, EXPORT)

    assert (result["failed"], result["reason"]) == (True, "StreamFailed")
    assert not cluster.target.kept


@pytest.mark.parametrize("arguments", [EXPORT, IMPORT])
def test_check_mode_runs_nothing(cluster: Cluster, arguments: dict[str, Any]) -> None:
    result = run(OrdersAction, arguments, check=True)

    assert result["skipped"]
    assert not result["changed"]
    assert not cluster.ran
