"""A pod of the shop's own image, for the shop's own scripts, while the shop itself is at rest: nobody can buy meanwhile."""

from __future__ import annotations

from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.drain import WEB
from functions.adapters.kube.job_pod import JobPodFailed

SERVES = ("startupProbe", "readinessProbe", "livenessProbe", "ports", "lifecycle")


def idle_shop(kube: Kube, namespace: str, seconds: int) -> Object:
    """Return the spec of a pod that is what the shop's pods are, and serves nobody. Raises JobPodFailed without a shop."""
    found = kube.get(f"/apis/apps/v1/namespaces/{namespace}/deployments/{WEB}")
    if found is None:
        raise JobPodFailed("there is no shop whose orders could be read: nothing is installed")
    spec: Object = found["spec"]["template"]["spec"]
    shop = next(each for each in spec["containers"] if each["name"] == WEB)
    idle = {key: value for key, value in shop.items() if key not in SERVES}
    container = {**idle, "command": ["sleep", str(seconds)], "args": []}
    # Nor is it bound to be where the shop's pods are, of which there is none.
    pod = {key: value for key, value in spec.items() if key != "affinity"}
    return {**pod, "containers": [container], "restartPolicy": "Never", "terminationGracePeriodSeconds": 1}
