"""What a store's pods can reach and what can reach them, next to a pod that nothing fences in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cluster.installation import HOME, kube, kubectl

OPEN = f"fence-control-{os.getpid()}"  # suites of several engines run at once
METADATA = "169.254.169.254:80"
# Prints `open` or `closed` for each HOST:PORT of its arguments, with what every image has: all are made from Debian's.
PROBE = """
for target; do
    word=closed
    if timeout 3 bash -c ": < /dev/tcp/${target%:*}/${target##*:}" 2> /dev/null; then word=open; fi
    echo "$target $word"
done
"""


@contextmanager
def open_pod() -> Iterator[str]:
    """A pod that no policy fences in: what it cannot reach says nothing about policies."""
    image = next(iter(json.loads((HOME / "images.json").read_text()).values()))
    kubectl("create", "namespace", OPEN, check=False)
    create = ["run", "probe", f"--image={image}", "--image-pull-policy=IfNotPresent", "--command", "--", "sleep", "600"]
    try:
        kubectl("--namespace", OPEN, *create)
        kubectl("--namespace", OPEN, "wait", "--for=condition=Ready", "pod/probe", "--timeout=60s")
        yield "probe"
    finally:
        kubectl("--namespace", OPEN, "delete", "pod", "probe", "--grace-period=1", "--ignore-not-found")
        kubectl("delete", "namespace", OPEN)


def reachable(namespace: str, pod: str, targets: list[str]) -> dict[str, bool]:
    """Return which targets a pod can connect to."""
    printed = kubectl("--namespace", namespace, "exec", pod, "--", "bash", "-c", PROBE, "probe", *targets)
    found = {target: word == "open" for target, word in (line.split() for line in printed.splitlines())}
    assert set(found) == set(targets), f"the probe in {pod} said: {printed}"
    return found


def assert_fenced(store_id: str, neighbour: str) -> None:
    """Make sure that a store reaches its own database, and neither its neighbour nor the cluster; and is reached by nobody.

    An open pod's attempts are the control: a port that it cannot reach either proves nothing about a fence.
    """
    node = kube("get", "nodes")["items"][0]["status"]["addresses"][0]["address"]
    own = f"db:{database_port(store_id)}"
    cluster = ["kubernetes.default.svc.cluster.local:443", f"{node}:6443", f"{node}:10250"]
    others = [
        f"web.store-{neighbour}.svc.cluster.local:80",
        f"db.store-{neighbour}.svc.cluster.local:{database_port(neighbour)}",
    ]
    names = [f"web.store-{store_id}.svc.cluster.local:80", *others]

    found = reachable(f"store-{store_id}", "deploy/web", [own, METADATA, *cluster, *others])
    inside = reachable(f"store-{store_id}", "db-0", [*cluster, *others])
    with open_pod() as pod:
        controls = reachable(OPEN, pod, [*cluster, *names])

    assert found == {own: True, METADATA: False, **dict.fromkeys([*cluster, *others], False)}
    assert inside == dict.fromkeys([*cluster, *others], False), "the database reaches nothing"
    assert {target: controls[target] for target in cluster} == dict.fromkeys(cluster, True), (
        "open where no policy is in the way"
    )
    assert {target: controls[target] for target in names} == dict.fromkeys(names, False), "the fence holds from the outside too"


def database_port(store_id: str) -> int:
    """Return the port of a store's database."""
    port: int = kube("--namespace", f"store-{store_id}", "get", "service", "db")["spec"]["ports"][0]["port"]
    return port
