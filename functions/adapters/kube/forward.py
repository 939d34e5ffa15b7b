"""A local port to a pod of a store (`kubectl port-forward`): a way to the shop that its gate is not in."""

from __future__ import annotations

import re
import selectors
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import IO

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.evidence import COMPONENT, condition
from functions.adapters.kube.streams import child
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL

ADDRESS = "127.0.0.1"
LISTENS = re.compile(rb"Forwarding from 127\.0\.0\.1:(\d+) ")
SAID_MAX = 300
POLL = 0.2


class NoWay(StoreyardError):
    """There is no way to the shop's pod."""

    reason = "PodUnreachable"


def ready_pod(kube: Kube, *, namespace: str, store_id: str, component: str, deadline: Deadline) -> str:
    """Return the name of a pod of the component that is ready. Raises NoWay at the deadline."""
    selector = f"{STORE_LABEL}={store_id},{COMPONENT}={component}"
    while True:
        for pod in kube.items(f"/api/v1/namespaces/{namespace}/pods", selector=selector):
            if "deletionTimestamp" not in pod["metadata"] and condition(pod, "Ready").get("status") == "True":
                return str(pod["metadata"]["name"])
        if not deadline.pause(POLL):
            raise NoWay(f"the shop has no pod that is ready in the namespace {namespace}")


@contextmanager
def forward(  # noqa: PLR0913 - a way from here to there, by name
    *, kubectl: Path, kubeconfig: str, context: str | None, namespace: str, pod: str, port: str, deadline: Deadline
) -> Iterator[int]:
    """A local port that is the pod's port, by its name or number, for as long as the block runs. Raises NoWay."""
    command = [str(kubectl), "--kubeconfig", kubeconfig, *(["--context", context] if context else [])]
    command += ["--namespace", namespace, "port-forward", "--address", ADDRESS, f"pod/{pod}", f":{port}"]
    with child(command) as process:
        try:
            yield _local_port(process, pod, deadline)
        finally:
            process.kill()


def _local_port(process: Popen[bytes], pod: str, deadline: Deadline) -> int:
    """Wait for the line that says where it listens; what it says of each connection later is read and let go."""
    streams = [stream for stream in (process.stdout, process.stderr) if stream is not None]
    said: dict[IO[bytes], bytes] = dict.fromkeys(streams, b"")
    with selectors.DefaultSelector() as ready:
        for stream in streams:
            ready.register(stream, selectors.EVENT_READ)
        while ready.get_map():
            left = deadline.seconds - deadline.elapsed
            found = ready.select(left) if left > 0 else []
            if not found:
                raise NoWay(f"the way to the pod {pod} did not open within {deadline.seconds:.0f} seconds")
            for key, _ in found:
                stream = key.fileobj  # type: ignore[assignment]
                chunk = stream.read(4096)
                said[stream] += chunk
                if not chunk:
                    ready.unregister(stream)
                if port := LISTENS.search(said[stream]):
                    for each in streams:
                        threading.Thread(target=_let_go, args=[each], daemon=True).start()
                    return int(port.group(1))
    lines = [line for stream in streams for line in said[stream].decode(errors="replace").splitlines() if line.strip()]
    because = f": {lines[-1][:SAID_MAX].rstrip('.')}" if lines else ""
    raise NoWay(f"the way to the pod {pod} did not open{because}")


def _let_go(stream: IO[bytes]) -> None:
    try:
        while stream.read(4096):
            pass
    except (OSError, ValueError):  # closed meanwhile
        return
