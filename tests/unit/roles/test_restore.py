"""What a restore finds and notes: the next run, of the same operation or another, goes on from there."""

from __future__ import annotations

from typing import Any

import pytest

from functions.actions import restore
from functions.actions.restore import SayAction
from functions.adapters.kube.gate import CLOSED_BY, NOTE, notes
from functions.domain.backup import MANIFEST
from tests.fakes.backups import FakeTarget, backup
from tests.fakes.kube import FakeCluster
from tests.unit.roles.test_actions import run

INGRESS = "/apis/networking.k8s.io/v1/namespaces/store-demo/ingresses/gate"
ARGUMENTS = {
    "kubeconfig": "/k",
    "context": "",
    "namespace": "store-demo",
    "store": "demo",
    "engine": "medusa",
    "backup": "OP000001",
    "run": "OP000009",
    "target": "/backups",
    "endpoint": "",
}


class Here:
    """A cluster whose gate may be closed, and a place with the backup that is asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cluster, self.target = FakeCluster(), FakeTarget()
        self.target.keep(backup())
        monkeypatch.setattr(restore, "connect", lambda _: self.cluster.kube())
        monkeypatch.setattr(restore, "target_of", lambda *_: self.target)

    def closed(self, by: str = "OP000009") -> None:
        """Close the gate, as a run does or, with no name, somebody else."""
        self.cluster.put(INGRESS, metadata={"annotations": {f"{NOTE}{CLOSED_BY}": by} if by else {}})

    def say(self, moment: str, **changes: Any) -> dict[str, Any]:
        """Run the task."""
        return run(SayAction, {**ARGUMENTS, "moment": moment, **changes})


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(monkeypatch)


def flags(result: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(result[name] for name in ("safety", "loading", "saved", "carries", "restored"))


def test_a_first_run_saves_under_its_own_id_and_has_all_to_do(here: Here) -> None:
    begun = here.say("begin")

    assert flags(begun) == ("OP000009", False, False, True, False)
    assert begun["restore"] == {"store": "demo", "backup": "OP000001", "safety": "OP000009", "data": "before"}
    assert "backup" not in begun


def test_a_plain_run_has_an_id_of_its_own_and_keeps_it(here: Here) -> None:
    begun = here.say("begin", run="")

    assert begun["run"] == begun["safety"] != ""


@pytest.mark.parametrize(
    ("missing", "said"),
    [(MANIFEST, "There is no backup OP000001 of demo."), ("files.tar.zst", "The backup OP000001 cannot be read")],
)
def test_a_backup_that_is_none_is_refused_before_anything_changes(missing: str, said: str, here: Here) -> None:
    del here.target.kept[f"demo/OP000001/{missing}"]

    refused = here.say("begin")

    assert refused["failed"]
    assert refused["msg"].startswith(said)
    assert "restore" not in refused
    assert here.cluster.written() == []


def test_a_backup_that_is_not_named_is_said_to_be_required(here: Here) -> None:
    refused = here.say("begin", backup="")

    assert (refused["reason"], refused["msg"]) == ("InvalidRequest", "store_restore_backup is required.")


def test_a_failure_before_the_load_opens_what_this_run_closed_and_nothing_else(here: Here) -> None:
    here.closed()
    assert here.say("failed")["reopen"]
    assert not here.say("failed", run="OP000010")["reopen"], "another run's"


def test_a_gate_that_was_closed_before_the_restore_stays_closed_after_a_failure(here: Here) -> None:
    here.closed(by="")

    assert not here.say("failed")["reopen"]
    assert here.say("begin")["restore"]["data"] == "before"


def test_a_run_that_is_cut_off_while_it_closes_the_gate_is_not_taken_for_one_that_did_nothing(here: Here) -> None:
    assert here.say("begin")["restore"]["data"] == "before"
    assert here.say("closing")["restore"]["data"] == "closed"
    here.closed()
    assert here.say("begin")["restore"]["data"] == "closed", "as the next run of it finds it"


def test_a_gate_that_did_not_close_is_cleared_away(here: Here) -> None:
    assert here.say("failed")["reopen"]


def test_data_that_was_half_loaded_is_never_taken_for_the_shops(here: Here) -> None:
    here.closed()
    here.target.keep(backup("OP000009"))
    here.say("loading")

    failed, again, other = here.say("failed"), here.say("begin"), here.say("begin", run="OP000012")
    here.say("loading", run="OP000012")

    assert (failed["reopen"], failed["restore"]["data"]) == (False, "loading")
    assert flags(again) == flags(other) == ("OP000009", True, True, False, False)
    assert again["backup"]["id"] == "OP000009", "it is listed however the run ends"
    assert notes(here.cluster.kube(), "store-demo")["loading"] == "OP000009"


def test_newer_orders_that_were_read_out_are_put_back_by_the_next_run(here: Here) -> None:
    here.closed()
    here.say("loading")
    here.target.kept["demo/OP000009/newer.ndjson.gz"] = b""

    assert here.say("begin", run="OP000012")["carries"]


def test_a_shop_that_was_restored_and_proven_has_only_to_be_opened(here: Here) -> None:
    here.closed()
    here.say("loading")
    here.say("restored")

    assert here.say("begin")["restored"]
    assert here.say("begin", backup="OP000001", run="OP000012")["restored"]
    here.target.keep(backup("OP000002"))
    assert not here.say("begin", backup="OP000002")["restored"], "another backup is something else to do"


def test_a_run_that_was_killed_while_it_opened_does_not_load_again(here: Here) -> None:
    here.target.keep(backup("OP000009"))

    begun = here.say("begin")

    assert (begun["restored"], begun["restore"]["data"]) == (True, "restored")
