"""What a run that gives a store another revision finds and notes, and what it does to release and volumes."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from functions.actions import revision, upgrade
from functions.actions.revision import FitsAction, GrowAction, RepairAction, RevertAction, VolumesAction
from functions.actions.upgrade import BackAction, SayAction
from functions.adapters.kube.gate import CLOSED_BY, NOTE, notes
from functions.adapters.kube.history import Installed
from tests.fakes.backups import FakeTarget, backup
from tests.fakes.kube import FakeCluster
from tests.unit.roles.test_actions import run

SPACE = "/api/v1/namespaces/store-demo"
INGRESS = "/apis/networking.k8s.io/v1/namespaces/store-demo/ingresses/gate"
OLD = {"image": {"web": "shop:1", "db": "db:1"}, "web": {"storage": "1Gi"}, "db": {"storage": "1Gi"}}
NEW = {**OLD, "image": {"web": "shop:2", "db": "db:1"}}
PLACED = {
    "plan": "small",
    "values": NEW,
    "deployed": {"chart_version": "0.2.0", "values_hash": "new", "images": {"shop": "shop:2", "db": "db:1"}},
}
PLACE = {"kubeconfig": "/k", "context": "", "namespace": "store-demo", "store": "demo"}
SPACED = {"kubeconfig": "/k", "context": "", "namespace": "store-demo"}
ARGUMENTS = {**PLACE, "engine": "medusa", "placed": PLACED, "run": "OP000009", "target": "/backups", "endpoint": ""}


class Here:
    """A cluster with a release whose gate may be closed, and a place for backups."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cluster, self.target = FakeCluster(), FakeTarget()
        for module in (upgrade, revision):
            monkeypatch.setattr(module, "connect", lambda _: self.cluster.kube())
        monkeypatch.setattr(upgrade, "target_of", lambda *_: self.target)
        self.cluster.put(f"{SPACE}/resourcequotas/plan", spec={"hard": {"pods": "8"}})

    def install(
        self, number: int, values: dict[str, Any], chart: str = "0.1.0", status: str = "deployed", *, ours: str = ""
    ) -> None:
        """Have Helm record a revision."""
        said = {
            "info": {"status": status},
            "chart": {"metadata": {"version": chart, "appVersion": f"of {chart}"}},
            "config": values,
        }
        packed = base64.b64encode(base64.b64encode(gzip.compress(json.dumps(said).encode()))).decode()
        labels = {"owner": "helm", "name": "demo", "status": status, "version": str(number)}
        labels |= {"storeyard/revision": ours} if ours else {}
        path = f"{SPACE}/secrets/sh.helm.release.v1.demo.v{number}"
        self.cluster.put(path, metadata={"labels": labels}, data={"release": packed})

    def closed(self, by: str = "OP000009") -> None:
        """Close the gate, as a run does or, with no name, somebody else."""
        self.cluster.put(INGRESS, metadata={"annotations": {f"{NOTE}{CLOSED_BY}": by} if by else {}})

    def say(self, moment: str, *, check: bool = False, **changes: Any) -> dict[str, Any]:
        """Run the task."""
        return run(SayAction, {**ARGUMENTS, "moment": moment, **changes}, check=check)

    def back(self, moment: str, *, check: bool = False, **changes: Any) -> dict[str, Any]:
        """Run the task of a rollback."""
        more = {"revision": 2, "backup": "OP000001", "newer_orders": True, "carries": True}
        return run(BackAction, {**ARGUMENTS, **more, "moment": moment, **changes}, check=check)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    made = Here(monkeypatch)
    made.install(3, OLD)
    return made


def flags(result: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(result[name] for name in ("safety", "loading", "saved", "proven", "same"))


def test_a_first_run_has_all_to_do_and_knows_the_revision_before(here: Here) -> None:
    begun = here.say("begin")

    assert flags(begun) == ("OP000009", False, False, False, False)
    assert begun["upgrade"] == {"store": "demo", "safety": "OP000009", "revision": 3, "in_force": "before"}
    assert "deployed" not in begun
    assert here.cluster.written() == []


def test_a_plain_run_has_an_id_of_its_own(here: Here) -> None:
    begun = here.say("begin", run="")

    assert begun["run"] == begun["safety"] != ""


def test_what_is_there_already_is_nothing_to_do(here: Here) -> None:
    here.install(4, NEW, "0.2.0")

    assert here.say("begin")["same"]


@pytest.mark.parametrize(
    ("values", "chart", "status"), [(OLD, "0.2.0", "deployed"), (NEW, "0.1.0", "deployed"), (NEW, "0.2.0", "failed")]
)
def test_another_chart_other_values_or_a_failed_release_is_something_to_do(
    here: Here, values: dict[str, Any], chart: str, status: str
) -> None:
    here.install(4, values, chart, status)

    assert not here.say("begin")["same"]


def test_the_sizes_that_the_volumes_have_are_no_difference(here: Here) -> None:
    claim(here, "uploads", "web", "5Gi")
    here.install(4, {**NEW, "web": {"storage": "5Gi"}}, "0.2.0")

    assert here.say("begin")["same"]


def test_where_nothing_is_installed_nothing_can_change(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = Here(monkeypatch).say("begin")

    assert (refused["reason"], refused["msg"]) == (
        "NothingInstalled",
        "Nothing is installed of demo: provision it first, or repair it if somebody removed its release.",
    )


def test_a_repeated_run_goes_on_where_the_first_one_was(here: Here) -> None:
    here.closed()
    here.target.keep(backup("OP000009"))
    here.say("changing")
    here.install(4, NEW, "0.2.0")

    begun = here.say("begin")
    assert flags(begun) == ("OP000009", True, True, False, False)
    assert begun["upgrade"] == {"store": "demo", "safety": "OP000009", "revision": 3, "in_force": "changing"}
    assert begun["backup"]["id"] == "OP000009", "it is listed however the run ends"

    here.say("new")
    begun = here.say("begin")
    assert begun["proven"]
    assert (begun["deployed"]["images"], begun["deployed"]["revision"]) == ({"shop": "shop:2", "db": "db:1"}, 4)


def test_a_revision_is_said_to_have_only_the_images_that_its_chart_had() -> None:
    images = ["shop", "db", "queue"]
    two = {"image": {"web": "shop:1", "db": "db:1"}}
    three = {"image": {**two["image"], "queue": "queue:1"}}

    assert revision.deployed_by(Installed(3, "deployed", "0.1.0", "2", two), images)["images"] == {
        "shop": "shop:1",
        "db": "db:1",
    }
    assert revision.deployed_by(Installed(4, "deployed", "0.2.0", "2", three), images)["images"]["queue"] == "queue:1"


@pytest.mark.parametrize("status", ["failed", "pending-upgrade"])
def test_the_way_back_leads_to_what_was_installed_whole(here: Here, status: str) -> None:
    here.install(4, NEW, "0.2.0", status)

    assert here.say("begin")["upgrade"]["revision"] == 3

    here.install(3, OLD, status="superseded")
    assert here.say("begin")["upgrade"]["revision"] == 4, "nothing is whole: what is there"


def test_a_run_with_another_aim_refuses_while_the_data_is_not_whole(here: Here) -> None:
    here.cluster.put(INGRESS)
    here.say("changing")
    other = {**PLACED, "deployed": {**PLACED["deployed"], "values_hash": "another"}}  # type: ignore[dict-item]

    refused = here.say("begin", placed=other, run="OP000012")

    assert refused["reason"] == "DataNotWhole"
    assert "`storeyard store restore demo --backup OP000009` goes back to it." in refused["msg"]


def test_what_the_shop_was_is_noted_once(here: Here) -> None:
    here.cluster.put(INGRESS)
    here.say("changing")
    here.install(4, NEW, "0.2.0", "failed")
    here.say("changing", run="OP000012")

    failed = here.say("failed")

    assert (failed["revision"], failed["quota"]) == (3, {"pods": "8"})
    assert (failed["back"], failed["reopen"], failed["upgrade"]["in_force"]) == (True, False, "changing")
    assert notes(here.cluster.kube(), "store-demo")["loading"] == "OP000009"


def test_what_sells_already_is_not_taken_back(here: Here) -> None:
    here.closed()
    here.say("changing")
    here.say("new")

    failed = here.say("failed")

    assert (failed["back"], failed["reopen"], failed["upgrade"]["in_force"]) == (False, False, "new")


def test_a_repeated_run_saves_the_shop_anew_where_an_earlier_one_went_back_and_opened(here: Here) -> None:
    here.target.keep(backup("OP000009"))

    assert here.say("begin", run="OP000009")["saved"] is False
    assert here.target.kept == {}


def test_a_repeated_run_has_nothing_to_do_where_an_earlier_one_opened_on_the_new_revision(here: Here) -> None:
    here.target.keep(backup("OP000009"))
    here.install(4, NEW, "0.2.0")

    begun = here.say("begin")

    assert (begun["same"], begun["saved"], begun["backup"]["id"]) == (True, True, "OP000009")
    assert (begun["deployed"]["images"], begun["deployed"]["revision"]) == ({"shop": "shop:2", "db": "db:1"}, 4)


@pytest.mark.parametrize(("now", "kept", "same"), [(OLD, True, True), (OLD, False, False), (NEW, True, False)])
def test_a_rollback_is_done_where_an_earlier_run_of_it_opened_on_the_revision(
    here: Here, now: dict[str, Any], kept: bool, same: bool
) -> None:
    here.install(2, OLD, status="superseded")
    here.install(5, now)
    here.target.keep(of_revision(2))
    if kept:
        here.target.keep(backup("OP000009"))

    begun = here.back("begin")

    assert (begun["same"], begun["saved"]) == (same, same)
    told = begun.get("deployed", {})
    assert (told.get("images"), told.get("revision")) == (({"shop": "shop:1", "db": "db:1"}, 5) if same else (None, None))


@pytest.mark.parametrize(("closed", "reopen"), [(True, True), (False, False)])
def test_what_fails_before_the_release_opens_what_this_run_closed(here: Here, closed: bool, reopen: bool) -> None:
    here.closed(by="OP000009" if closed else "")

    failed = here.say("failed")

    assert (failed["back"], failed["reopen"], failed["upgrade"]["in_force"]) == (False, reopen, "closed")


def test_a_run_that_is_cut_off_while_it_closes_the_gate_is_not_taken_for_one_that_did_nothing(here: Here) -> None:
    assert here.say("closing")["upgrade"]["in_force"] == "closed"
    here.closed()
    assert here.say("begin")["upgrade"]["in_force"] == "closed", "as the next run of it finds it"
    assert here.say("begin", run="OP000012")["upgrade"]["in_force"] == "before"


def test_a_gate_that_did_not_close_is_cleared_away(here: Here) -> None:
    assert here.say("failed")["reopen"]


@pytest.mark.parametrize(
    ("moment", "in_force"), [("rehearsing", "before"), ("reopened", "before"), ("old", "old"), ("new", "new")]
)
def test_what_is_in_force_is_said(here: Here, moment: str, in_force: str) -> None:
    here.cluster.put(INGRESS)

    assert here.say(moment)["upgrade"]["in_force"] == in_force


@pytest.mark.parametrize("proven", [True, False])
def test_the_copy_of_a_rehearsal_goes_and_is_no_backup(here: Here, proven: bool) -> None:
    here.target.keep(backup("OP000009r"))

    said = here.say("rehearsed", began=1.0, proven=proven)

    assert here.target.kept == {}
    assert said["backup"] is None
    assert ("rehearsal" in said) is proven


def test_a_rollback_reads_the_backup_first(here: Here) -> None:
    here.install(2, OLD, status="superseded")
    here.target.keep(of_revision(2))

    begun = here.back("begin")

    assert (begun["carries"], begun["same"], begun["since"] != "") == (True, False, True)


def of_revision(number: int) -> Any:
    """The backup OP000001, made at a revision."""
    made = backup()
    return made.model_copy(update={"manifest": made.manifest.model_copy(update={"revision": number})})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"revision": 7}, "The cluster has no record of revision 7 of demo any more."),
        ({"backup": ""}, "store_rollback_backup is required."),
        ({"revision": 3}, "store_rollback_backup is a backup of revision 2, and not of 3."),
        ({"carries": False}, "store_rollback_newer_orders cannot be true: the image of medusa cannot carry orders over yet."),
        ({"backup": "OP000007"}, "There is no backup OP000007 of demo."),
    ],
)
def test_a_rollback_that_cannot_be_is_refused_before_anything_changes(here: Here, changes: Any, said: str) -> None:
    here.install(2, OLD, status="superseded")
    here.target.keep(of_revision(2))

    refused = here.back("begin", **changes)

    assert refused["failed"]
    assert refused["msg"].startswith(said)
    assert here.cluster.written() == []


def claim(here: Here, name: str, component: str, size: str, storage_class: str = "standard") -> None:
    """Have a volume claimed."""
    labels = {"app.kubernetes.io/component": component}
    spec = {"resources": {"requests": {"storage": size}}, "storageClassName": storage_class}
    here.cluster.put(f"{SPACE}/persistentvolumeclaims/{name}", metadata={"labels": labels}, spec=spec)


def test_a_release_keeps_the_sizes_of_the_volumes(here: Here) -> None:
    claim(here, "uploads", "web", "5Gi")
    claim(here, "other", "cache", "9Gi")

    sized = run(VolumesAction, {**{name: PLACE[name] for name in ("kubeconfig", "context", "namespace")}, "values": NEW})[
        "sized"
    ]

    assert sized == {**NEW, "web": {"storage": "5Gi"}}


@pytest.mark.parametrize(("can", "size"), [(True, "5Gi"), (False, "1Gi")])
def test_volumes_grow_where_their_storage_can(here: Here, can: bool, size: str) -> None:
    here.cluster.put("/apis/storage.k8s.io/v1/storageclasses/standard", allowVolumeExpansion=can)
    claim(here, "uploads", "web", "1Gi")
    claim(here, "data-db-0", "db", "9Gi")
    values = {**NEW, "web": {"storage": "5Gi"}, "db": {"storage": "5Gi"}}
    arguments = {**SPACED, "values": values}

    assert run(GrowAction, arguments, check=True)["changed"] is False
    grown = run(GrowAction, arguments)

    assert (grown["changed"], grown["volumes"]) == (can, {"uploads": size, "data-db-0": "9Gi"})


class Streams:
    """Pods whose volumes hold so many KiB."""

    def __init__(self, *_: object) -> None:
        pass

    def run(self, namespace: str, pod: str, container: str, command: list[str]) -> list[bytes]:
        """Answer as du does."""
        assert (namespace, container, command[:2]) == ("store-demo", "main", ["du", "-sk"])
        return [f"{2048 if pod == 'web-1' else 1}\t{command[2]}\n".encode()]


def pod(here: Here, name: str, component: str) -> None:
    """Have a pod run with a claimed volume."""
    labels = {"storeyard/store": "demo", "app.kubernetes.io/component": component}
    container = {"name": "main", "volumeMounts": [{"name": "secrets", "mountPath": "/s"}, {"name": "files", "mountPath": "/f"}]}
    volumes = [{"name": "secrets"}, {"name": "files", "persistentVolumeClaim": {"claimName": "files"}}]
    spec = {"containers": [container], "volumes": volumes}
    here.cluster.put(f"{SPACE}/pods/{name}", metadata={"labels": labels}, spec=spec, status={"phase": "Running"})


@pytest.mark.parametrize(("room", "fits"), [("2Mi", True), ("1Mi", False)])
def test_data_that_does_not_fit_is_refused_with_the_figures(
    here: Here, monkeypatch: pytest.MonkeyPatch, room: str, fits: bool
) -> None:
    monkeypatch.setattr(revision, "PodStreams", Streams)
    pod(here, "web-1", "web")
    pod(here, "db-0", "db")
    values = {"web": {"storage": room}, "db": {"storage": "1Gi"}}

    said = run(FitsAction, {**PLACE, "plan": "small", "values": values, "kubectl": "/kubectl"})

    if fits:
        assert said["volumes"] == {"web": 2048 * 1024, "db": 1024}
    else:
        assert (said["reason"], said["msg"]) == (
            "DoesNotFit",
            "The shop's files take 2 MiB, and the plan small has room for 1 MiB.",
        )


def helm(tmp_path: Path, code: int = 0) -> Path:
    """A helm that notes what it is called with."""
    program = tmp_path / "helm"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\necho "Error: release: not found" >&2\nexit {code}\n')
    program.chmod(0o755)
    return program


def revert(program: Path, number: int = 2, *, check: bool = False) -> dict[str, Any]:
    """Run the task."""
    more = {"revision": number, "images": ["shop", "db"], "helm": str(program), "grace": 0, "others": 0, "timeout": 5}
    return run(RevertAction, {**PLACE, **more}, check=check)


def database(here: Here) -> None:
    """Have the database be ready at its newest revision, but for one pod of an older one."""
    labels = {"storeyard/store": "demo", "app.kubernetes.io/component": "db"}
    here.cluster.put(
        "/apis/apps/v1/namespaces/store-demo/statefulsets/db",
        metadata={"labels": labels, "generation": 1},
        spec={"replicas": 1, "selector": {"matchLabels": labels}},
        status={
            "updateRevision": "db-1",
            "observedGeneration": 1,
            "replicas": 1,
            "updatedReplicas": 1,
            "availableReplicas": 1,
        },
    )
    for name, revision_hash, ready in (("db-0", "db-2", "False"), ("db-1", "db-2", "True"), ("db-2", "db-1", "False")):
        here.cluster.put(
            f"{SPACE}/pods/{name}",
            metadata={"labels": {**labels, "controller-revision-hash": revision_hash}},
            status={"conditions": [{"type": "Ready", "status": ready}]},
        )


def test_going_back_is_helms_and_frees_a_database_that_waits_for_a_broken_pod(here: Here, tmp_path: Path) -> None:
    here.install(2, NEW)
    database(here)

    said = revert(helm(tmp_path))

    assert (tmp_path / "called").read_text().split() == "rollback demo 2 --namespace store-demo --kubeconfig /k".split()
    assert [path for method, path in here.cluster.written() if method == "DELETE"] == [f"{SPACE}/pods/db-0"]
    assert "release" not in said, "nothing unusual"
    assert said["changed"]
    assert {name: said["deployed"][name] for name in ("chart_version", "engine_version", "images", "revision")} == {
        "chart_version": "0.1.0",
        "engine_version": "of 0.1.0",
        "images": {"shop": "shop:1", "db": "db:1"},
        "revision": 3,
    }


def test_what_helm_says_is_told_where_it_does_not_go_back(here: Here, tmp_path: Path) -> None:
    here.install(2, NEW)

    said = revert(helm(tmp_path, 1))

    assert (said["reason"], said["msg"]) == (
        "RevertFailed",
        "Helm could not go back to revision 2: Error: release: not found.",
    )


def test_a_revision_that_is_installed_already_is_not_installed_again(here: Here, tmp_path: Path) -> None:
    database(here)

    said = revert(helm(tmp_path), 3)

    assert said["deployed"]["revision"] == 3
    assert not (tmp_path / "called").exists()


def test_a_release_that_others_changed_goes_back_all_the_same_and_that_is_told(here: Here, tmp_path: Path) -> None:
    here.install(3, OLD, ours="3")
    here.install(4, NEW, ours="3")
    database(here)

    said = revert(helm(tmp_path), 3)

    assert "rollback demo 3" in (tmp_path / "called").read_text()
    assert (said["release"]["state"], said["release"]["action"]) == ("outside", "roll_back")
    assert said["warnings"] == ["Revision 4 (deployed) was made from outside the platform; it is replaced by what is wanted."]


def test_what_was_changed_is_put_back_by_the_revision_itself(here: Here, tmp_path: Path) -> None:
    where = {**{name: PLACE[name] for name in ("kubeconfig", "context", "namespace", "store")}, "revision": 3, "timeout": 5}

    assert run(RepairAction, {**where, "helm": str(helm(tmp_path))}, check=True)["changed"]
    assert (here.cluster.written(), (tmp_path / "called").exists()) == ([], False)
    assert run(RepairAction, {**where, "helm": str(helm(tmp_path))})["changed"]
    assert "rollback demo 3" in (tmp_path / "called").read_text()
    assert run(RepairAction, {**where, "helm": str(helm(tmp_path, 1))})["reason"] == "RevertFailed"


def test_a_helm_that_is_not_there_and_a_revision_that_is_gone_are_said(here: Here, tmp_path: Path) -> None:
    here.install(2, NEW)

    assert revert(tmp_path / "nowhere")["reason"] == "RevertFailed"
    assert revert(helm(tmp_path), 1)["msg"] == "The cluster has no record of revision 1 any more."
    assert not (tmp_path / "called").exists()


def test_check_mode_goes_nowhere(here: Here, tmp_path: Path) -> None:
    assert revert(helm(tmp_path), check=True)["changed"]
    assert here.cluster.written() == []


@pytest.mark.parametrize("moment", ["closing", "changing", "new"])
def test_check_mode_notes_nothing_at_the_gate(here: Here, moment: str) -> None:
    here.cluster.put(INGRESS)

    here.say(moment, check=True)
    here.back(moment, check=True)

    assert here.cluster.written() == []


def test_check_mode_keeps_what_an_earlier_run_saved(here: Here) -> None:
    here.target.keep(backup("OP000009"))
    before = dict(here.target.kept)

    assert here.say("begin", check=True)["saved"] is False
    assert here.target.kept == before
