"""What a move finds on both clusters and notes there: whichever run comes next goes on from there."""

from __future__ import annotations

from typing import Any

import pytest

from functions.actions import move
from functions.actions.move import LookAction, SayAction, SecretsAction
from functions.adapters.kube.client import Object
from functions.adapters.kube.gate import CLOSED_BY, NOTE, notes
from functions.domain.placement import INSTALLATION_LABEL, MANAGED_BY, MANAGER, STORE_LABEL
from tests.fakes.backups import FakeTarget, backup
from tests.fakes.kube import FakeCluster
from tests.unit.roles.test_actions import run

NAMESPACE = "/api/v1/namespaces/store-demo"
INGRESS = "/apis/networking.k8s.io/v1/namespaces/store-demo/ingresses/gate"
LABELS = {STORE_LABEL: "demo", INSTALLATION_LABEL: "inst", MANAGED_BY: MANAGER}
SECRETS = f"{NAMESPACE}/secrets"


class Two:
    """The store is on `here` and goes `there`; `target` keeps backups."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.here, self.there, self.target = FakeCluster(), FakeCluster(), FakeTarget()
        self.namespace(self.here)
        clusters = {"/here": self.here, "/there": self.there}
        monkeypatch.setattr(move, "connect", lambda arguments: clusters[arguments["kubeconfig"]].kube())
        monkeypatch.setattr(move, "target_of", lambda *_: self.target)

    def namespace(self, cluster: FakeCluster, **labels: str) -> None:
        """Put the store's namespace onto a cluster."""
        cluster.put(NAMESPACE, metadata={"name": "store-demo", "labels": {**LABELS, **labels}})

    def closed(self, *, before: bool = False, by: str = "OP1") -> None:
        """Close the gate where the store is, as a run does; `before`: it was closed already."""
        self.here.put(INGRESS, metadata={"annotations": {} if before else {f"{NOTE}{CLOSED_BY}": "move"}})
        self.say("closed", run=by)

    def look(self, **changes: Any) -> dict[str, Any]:
        """What is found."""
        return run(LookAction, {**arguments(), "target": "/backups", "endpoint": "", **changes})

    def say(self, moment: str, **changes: Any) -> dict[str, Any]:
        """Note a moment."""
        return run(SayAction, {**arguments(), "moment": moment, **changes})


def arguments() -> dict[str, Any]:
    """What each task is told."""
    return {
        "kubeconfig": "/here",
        "context": "",
        "there": {"kubeconfig": "/there", "context": ""},
        "source": "local",
        "cluster": "paris",
        "labels": LABELS,
        "run": "OP1",
    }


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Two:
    return Two(monkeypatch)


def found(result: dict[str, Any]) -> tuple[Any, ...]:
    return (result["move"]["where"], *(result[name] for name in ("moved", "arriving", "saved")))


def test_a_first_run_has_all_to_do_and_changes_nothing(two: Two) -> None:
    looked = two.look()

    assert found(looked) == ("before", False, False, False)
    assert looked["run"] == "OP1"
    assert two.here.written() == two.there.written() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ""}, "store_move_source is required: the name of a cluster of the inventory."),
        ({"cluster": "local"}, "store_cluster must be another cluster than local, which the store is on."),
        ({"labels": {**LABELS, STORE_LABEL: "nowhere"}}, "There is no store nowhere on the cluster local."),
    ],
)
def test_what_cannot_be_moved_is_refused(two: Two, changes: dict[str, Any], said: str) -> None:
    refused = two.look(**changes)

    assert (refused["failed"], refused["msg"]) == (True, said)


@pytest.mark.parametrize("labels", [{}, {INSTALLATION_LABEL: "others"}])
def test_a_namespace_there_that_no_move_made_is_left_alone(two: Two, labels: dict[str, str]) -> None:
    two.namespace(two.there, **labels)

    refused = two.look()

    assert refused["reason"] == "NamespaceNotOurs"
    assert two.there.written() == []


def test_what_an_earlier_run_left_there_is_to_be_removed_and_its_backup_holds(two: Two) -> None:
    two.closed()
    two.namespace(two.there)
    two.target.keep(backup("OP1"))

    looked = two.look()

    assert found(looked) == ("closed", False, True, True)
    assert looked["backup"]["id"] == "OP1"


def test_another_operation_makes_a_backup_of_its_own(two: Two) -> None:
    two.closed()
    two.target.keep(backup("OP1"))

    assert found(two.look(run="OP2")) == ("closed", False, False, False)


@pytest.mark.parametrize("run_id", ["OP1", "OP2"])
@pytest.mark.parametrize("source", ["closed", "ends", "gone"])
def test_a_store_that_has_arrived_is_there_whatever_is_left_of_it_here(two: Two, source: str, run_id: str) -> None:
    two.closed()
    two.namespace(two.there)
    two.say("arrived")
    if source == "ends":
        two.here.objects[NAMESPACE]["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
        del two.here.objects[INGRESS]
    if source == "gone":
        del two.here.objects[NAMESPACE], two.here.objects[INGRESS]

    assert found(two.look(run=run_id)) == ("there", True, False, True)


def test_what_an_earlier_move_left_there_is_not_taken_for_the_store(two: Two) -> None:
    two.closed()
    two.namespace(two.there)
    two.say("arrived")
    del two.here.objects[INGRESS]  # the store came back since, and sells here

    refused = two.look()

    assert refused["reason"] == "NamespaceNotOurs"


@pytest.mark.parametrize(("before", "by", "reopens"), [(False, "OP1", True), (False, "OP0", True), (True, "OP1", False)])
def test_a_failure_opens_what_a_move_closed_and_nothing_else(two: Two, before: bool, by: str, reopens: bool) -> None:
    two.closed(before=before, by=by)

    stays = two.say("stays")

    assert (stays["reopen"], stays["move"]["where"]) == (reopens, "closed")
    assert two.say("reopened")["move"]["where"] == "before"


def test_a_run_that_is_cut_off_while_it_closes_the_gate_is_not_taken_for_one_that_did_nothing(two: Two) -> None:
    assert two.say("closing")["move"]["where"] == "closed"
    two.here.put(INGRESS, metadata={"annotations": {f"{NOTE}{CLOSED_BY}": "move"}})
    assert two.look()["move"]["where"] == "closed"


def test_staying_needs_nothing_of_the_other_cluster(two: Two) -> None:
    two.closed()
    asked = len(two.there.requests)

    two.say("stays")

    assert len(two.there.requests) == asked


def test_whether_it_arrived_is_what_the_cluster_says(two: Two) -> None:
    two.closed()
    two.namespace(two.there)
    assert not two.say("failed")["arrived"]

    arrived = two.say("arrived", url="http://demo.paris.example")

    assert arrived["move"] == {
        "store": "demo",
        "source": "local",
        "cluster": "paris",
        "where": "there",
        "url": "http://demo.paris.example",
    }
    assert two.say("failed")["arrived"]
    assert notes(two.here.kube(), "store-demo")["moving-to"] == "paris:OP1"


def secret(name: str, kind: str = "Opaque") -> Object:
    return {"metadata": {"name": name, "labels": {"x": "y"}}, "type": kind, "data": {"key": "dmFsdWU="}}


@pytest.mark.parametrize(("certificates", "more"), [(False, []), (True, ["shop-cert"])])
def test_secrets_go_along_as_they_are_and_no_value_comes_out(two: Two, certificates: bool, more: list[str]) -> None:
    for each in (secret("store-secret"), secret("store-mail"), secret("sh.helm.v1"), secret("shop-cert", "kubernetes.io/tls")):
        two.here.put(f"{SECRETS}/{each['metadata']['name']}", **each)
    two.there.put(f"{SECRETS}/store-mail", **secret("store-mail"))

    taken = run(SecretsAction, {**arguments(), "certificates": certificates})

    assert taken["taken"] == sorted(["store-secret", *more])
    assert two.there.objects[f"{SECRETS}/store-secret"]["data"] == {"key": "dmFsdWU="}
    assert two.there.objects[f"{SECRETS}/store-secret"]["metadata"]["labels"] == LABELS
    assert "dmFsdWU" not in repr(taken)
