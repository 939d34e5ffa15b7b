"""A pod with the annotations that a plan's `bandwidth` gives it, measured against one without, on the cluster of `make up`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.cluster.installation import HOME, kube, kubectl, on_node
from tests.cluster.platform import unique

pytestmark = pytest.mark.long

RATE = 80  # Mbit/s
BURST = 600  # MiB that pass at first: containerd hands the plugin a burst of 512 MiB
THEN = 60  # MiB, of which the time is taken: 6.3 s at the rate
ZEROS, SINK = 9400, 9401
# Receives or sends MiB and prints how long it took, with what every image has.
MOVE = """
exec 3<> /dev/tcp/$1/$2
from=$(date +%s%N)
if [ $2 = 9400 ]; then dd bs=1M count=$3 iflag=fullblock of=/dev/null <&3 2> /dev/null
else dd bs=1M count=$3 if=/dev/zero >&3 2> /dev/null; fi
echo $((($(date +%s%N) - from) / 1000000))
"""


@pytest.fixture(scope="module")
def node() -> Iterator[str]:
    """The node's address; a source and a sink listen there, for as long as the tests run."""
    address: str = kube("get", "nodes")["items"][0]["status"]["addresses"][0]["address"]
    listen = f"TCP-LISTEN:%d,bind={address},fork,reuseaddr"
    ways = {"zeros": ("OPEN:/dev/zero", listen % ZEROS), "sink": (listen % SINK, "OPEN:/dev/null")}
    units = [f"bandwidth-{name}" for name in ways]
    for unit, way in zip(units, ways.values(), strict=True):
        on_node("systemd-run", "--quiet", "--collect", f"--unit={unit}", "socat", "-u", *way)
    try:
        yield address
    finally:
        on_node("systemctl", "stop", *units)


@pytest.fixture(scope="module")
def namespace() -> Iterator[str]:
    """One in which nothing is fenced in, with a pod that is limited and one that is not."""
    name, image = unique("bandwidth"), next(iter(json.loads((HOME / "images.json").read_text()).values()))
    limits = [f"--annotations=kubernetes.io/{way}-bandwidth={RATE}M" for way in ("ingress", "egress")]
    kubectl("create", "namespace", name)
    with ExitStack() as stack:
        stack.callback(kubectl, "delete", "namespace", name)
        for pod, more in (("limited", limits), ("free", [])):
            shape = [f"--image={image}", "--image-pull-policy=IfNotPresent", *more, "--command", "--", "sleep", "600"]
            kubectl("--namespace", name, "run", pod, *shape)
        kubectl("--namespace", name, "wait", "--for=condition=Ready", "pod/limited", "pod/free", "--timeout=60s")
        yield name


def seconds(namespace: str, pod: str, address: str, port: int, size: int) -> float:
    """Return how long a pod takes for so many MiB."""
    line = ("exec", pod, "--", "bash", "-c", MOVE, "move", address, str(port), str(size))
    return int(kubectl("--namespace", namespace, *line)) / 1000


@pytest.mark.parametrize(("way", "port"), [("received", ZEROS), ("sent", SINK)])
def test_what_lasts_is_held_to_the_rate_of_the_plan(namespace: str, node: str, way: str, port: int) -> None:
    seconds(namespace, "limited", node, port, BURST)

    limited, free = (seconds(namespace, pod, node, port, THEN) for pod in ("limited", "free"))

    expected = THEN * 1.048576 * 8 / RATE
    said = f"{THEN} MiB {way} in {limited:.1f} s at {RATE} Mbit/s, which are {expected:.1f} s, and {free:.2f} s without a limit"
    sys.stdout.write(f"{said}\n")
    assert 0.8 * expected < limited < 1.3 * expected, said
    assert free < expected / 2, said
