"""How much a store's volumes hold, as the pods that use them count it: not every storage tells the kubelet."""

from __future__ import annotations

from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.evidence import COMPONENT
from functions.adapters.kube.streams import PodStreams
from functions.adapters.kube.volumes import SIZES
from functions.domain.placement import STORE_LABEL

KIB = 1024


def measured(kube: Kube, streams: PodStreams, *, namespace: str, store_id: str) -> dict[str, int]:
    """Return the bytes that each component's volume holds; none of a component that does not run. Raises StreamFailed."""
    found: dict[str, int] = {}
    for component in SIZES:
        selector = f"{STORE_LABEL}={store_id},{COMPONENT}={component}"
        pods = kube.items(f"/api/v1/namespaces/{namespace}/pods", selector=selector)
        running = (pod for pod in pods if (pod.get("status") or {}).get("phase") == "Running")
        places = [place for pod in running for place in _places(pod)]
        for pod_name, container, folder in places[:1]:
            said = b"".join(streams.run(namespace, pod_name, container, ["du", "-sk", folder]))
            found[component] = int(said.split()[0]) * KIB
    return found


def _places(pod: Object) -> list[tuple[str, str, str]]:
    """Where a pod has its claimed volume: pod, container, folder."""
    claimed = {volume["name"] for volume in pod["spec"].get("volumes") or () if "persistentVolumeClaim" in volume}
    return [
        (pod["metadata"]["name"], container["name"], mount["mountPath"])
        for container in pod["spec"]["containers"]
        for mount in container.get("volumeMounts") or ()
        if mount["name"] in claimed
    ]
