"""The way to a shop's pod, with a kubectl that only says what the real one says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.kube.forward import NoWay, forward, ready_pod
from tests.fakes.kube import FakeCluster
from tests.fakes.programs import stand_in

PODS = "/api/v1/namespaces/store-demo/pods"


def way(kubectl: Path, seconds: float = 20, context: str | None = "here") -> dict[str, Any]:
    """What a way is opened with."""
    deadline = Deadline(seconds)
    named = {"namespace": "store-demo", "pod": "web-1", "port": "http"}
    return {"kubectl": kubectl, "kubeconfig": "/k", "context": context, "deadline": deadline, **named}


def test_the_port_is_the_one_that_kubectl_took_and_it_ends_with_the_block(tmp_path: Path) -> None:
    said = "echo 'Forwarding from 127.0.0.1:40123 -> 9000'"
    stand_in(tmp_path / "kubectl", f'echo "$@" > {tmp_path}/asked; echo $$ > {tmp_path}/pid; {said}; exec sleep 60')

    with forward(**way(tmp_path / "kubectl")) as port:
        assert port == 40123
        pid = int((tmp_path / "pid").read_text())
        os.kill(pid, 0)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    asked = (tmp_path / "asked").read_text().split()
    assert asked[:6] == ["--kubeconfig", "/k", "--context", "here", "--namespace", "store-demo"]
    assert asked[6:] == ["port-forward", "--address", "127.0.0.1", "pod/web-1", ":http"]


def test_it_ends_also_where_the_block_fails(tmp_path: Path) -> None:
    said = "echo 'Forwarding from 127.0.0.1:40123 -> 9000'"
    stand_in(tmp_path / "kubectl", f"echo $$ > {tmp_path}/pid; {said}; exec sleep 60")

    with pytest.raises(LookupError), forward(**way(tmp_path / "kubectl")):
        raise LookupError

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_what_it_says_of_each_connection_does_not_fill_its_pipe(tmp_path: Path) -> None:
    said = "echo 'Forwarding from 127.0.0.1:40123 -> 9000'"
    many = "seq 200000"  # more than a pipe holds
    stand_in(tmp_path / "kubectl", f"{said}; {many}; {many} >&2; touch {tmp_path}/done; exec sleep 60")

    with forward(**way(tmp_path / "kubectl")):
        deadline = Deadline(20)
        while not (tmp_path / "done").exists():
            assert deadline.pause(0.05), "it was stopped by its own words"


def test_why_it_does_not_open_is_kubectls_last_line(tmp_path: Path) -> None:
    stand_in(tmp_path / "kubectl", "echo 'error: unable to forward port because pod is not running.' >&2; exit 1")

    with (
        pytest.raises(
            NoWay, match="the way to the pod web-1 did not open: error: unable to forward port because pod is not"
        ) as why,
        forward(**way(tmp_path / "kubectl", context=None)),
    ):
        pass
    assert not why.value.message.endswith(".")


def test_a_kubectl_that_says_nothing_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    stand_in(tmp_path / "kubectl", f"echo $$ > {tmp_path}/pid; exec sleep 60")

    with pytest.raises(NoWay, match="did not open within 1 seconds"), forward(**way(tmp_path / "kubectl", 1)):
        pass


def test_only_a_pod_that_is_ready_and_stays_is_gone_to() -> None:
    cluster = FakeCluster()
    labels = {"storeyard/store": "demo", "app.kubernetes.io/component": "web"}
    ready, not_ready = ({"conditions": [{"type": "Ready", "status": status}]} for status in ("True", "False"))
    cluster.put(f"{PODS}/web-0", metadata={"labels": labels, "deletionTimestamp": "2026-01-01T00:00:00Z"}, status=ready)
    cluster.put(f"{PODS}/web-1", metadata={"labels": labels}, status=not_ready)
    asked = {"namespace": "store-demo", "store_id": "demo", "component": "web"}

    with pytest.raises(NoWay, match="the shop has no pod that is ready in the namespace store-demo"):
        ready_pod(cluster.kube(), **asked, deadline=Deadline(0))
    cluster.put(f"{PODS}/web-2", metadata={"labels": labels}, status=ready)

    assert ready_pod(cluster.kube(), **asked, deadline=Deadline(0)) == "web-2"
