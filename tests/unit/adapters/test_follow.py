"""A shop's pods after a change of its Secret: new ones where their processes would not hear of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.kube.drift_rules import is_passing
from functions.adapters.kube.follow import NotFollowed, ShopPods
from functions.domain.rotation import Which
from tests.fakes.kube import FakeCluster

WEB = "/apis/apps/v1/namespaces/store-demo/deployments/web"
LABELS = {"storeyard/store": "demo", "app.kubernetes.io/component": "web"}
READY = {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "readyReplicas": 1, "availableReplicas": 1}
VALUES = {"db-password": "new", "admin-password": "new-too"}
Within = Callable[[float], Deadline]


@pytest.fixture
def within() -> Within:
    """Makes deadlines on a clock that only sleeping moves."""

    def make(seconds: float) -> Deadline:
        moments = [0.0]
        return Deadline(seconds, clock=lambda: moments[0], sleep=lambda nap: moments.__setitem__(0, moments[0] + nap))

    return make


class Pod:
    """What the pod's files hold; the first so many looks see what was there before."""

    def __init__(self, stale: int = 0) -> None:
        self.stale = stale
        self.looks: list[str] = []

    def __call__(self, command: Sequence[str], stdin: str) -> str:
        assert stdin == ""
        self.looks.append(command[-1])
        value = "old" if len(self.looks) <= self.stale else VALUES[command[-1].rsplit("/", 1)[-1]]
        return f"{hashlib.sha256(value.encode()).hexdigest()}  {command[-1]}\n"


def pods(cluster: FakeCluster, pod: Pod, deadline: Deadline, *starts_for: Which) -> ShopPods:
    """The shop's pods, which are ready at once."""
    cluster.put(
        WEB,
        kind="Deployment",
        metadata={"generation": 1, "labels": LABELS},
        spec={"replicas": 1, "template": {"metadata": {}}},
        status=READY,
    )
    return ShopPods(cluster.kube(), "store-demo", "demo", starts_for, pod, deadline)


def test_pods_start_anew_where_their_processes_would_not_hear_of_it(within: Within) -> None:
    cluster, pod = FakeCluster(), Pod(stale=2)

    pods(cluster, pod, within(60), *Which).follow([Which.DATABASE], VALUES)

    web = cluster.objects[WEB]
    noted = web["spec"]["template"]["metadata"]["annotations"]
    assert [is_passing(f"/spec/template/metadata/annotations/{name.replace('/', '~1')}", web) for name in noted] == [True]
    assert pod.looks == ["/run/secrets/store/db-password"] * 3


def test_pods_stay_where_their_processes_read_it_by_themselves(within: Within) -> None:
    cluster, pod = FakeCluster(), Pod()

    pods(cluster, pod, within(60), Which.DATABASE).follow([Which.ADMIN], VALUES)

    assert (cluster.written(), pod.looks) == ([], [])


def test_a_pod_that_never_shows_it_is_told(within: Within) -> None:
    with pytest.raises(NotFollowed, match="did not show its new password within 6 seconds"):
        pods(FakeCluster(), Pod(stale=99), within(6), *Which).follow([Which.DATABASE], VALUES)
