"""Looks at the pods of a store: what they may do, and what they may take."""

from __future__ import annotations

from typing import Any

from functions.domain.plan import Plan
from functions.domain.quantity import quantity, whole
from tests.cluster.installation import kube, kubectl

# The shop itself, its database, and what its pods agree by where it has several.
PARTS = {"web", "db", "queue"}
NO_CAPABILITY = {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}


def pods(store_id: str) -> list[dict[str, Any]]:
    """Return the pods of a store; there is at least one."""
    found: list[dict[str, Any]] = kube("--namespace", f"store-{store_id}", "get", "pods")["items"]
    assert found
    return found


def serving(store_id: str) -> list[dict[str, Any]]:
    """Return the pods that a shop is made of and that are not on their way out; not those of a job, which come and go."""
    found = [pod for pod in pods(store_id) if pod["metadata"]["labels"].get("app.kubernetes.io/component") in PARTS]
    return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]


def standing(store_id: str) -> dict[str, tuple[str, int]]:
    """Return, for each pod that a shop is made of, since when it has been ready, and how often it was started again."""
    found = {}
    for pod in serving(store_id):
        (ready,) = (item for item in pod["status"]["conditions"] if item["type"] == "Ready")
        assert ready["status"] == "True", pod["metadata"]["name"]
        restarts = sum(status["restartCount"] for status in pod["status"]["containerStatuses"])
        found[pod["metadata"]["name"]] = (ready["lastTransitionTime"], restarts)
    return found


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every container of a pod, those that only run first included."""
    return [*pod["spec"]["containers"], *pod["spec"].get("initContainers", [])]


def assert_restricted(store_id: str) -> None:
    """Make sure that no container of a store is root, can write to its image, has a capability or a token of the cluster."""
    for pod in pods(store_id):
        name, security = pod["metadata"]["name"], pod["spec"]["securityContext"]
        assert pod["spec"]["automountServiceAccountToken"] is False, name
        assert security["runAsNonRoot"] is True, name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
        for container in containers(pod):
            context = container["securityContext"]
            assert context["readOnlyRootFilesystem"] is True, name
            assert context["allowPrivilegeEscalation"] is False, name
            assert context["capabilities"] == {"drop": ["ALL"]}, name


def assert_restricted_inside(store_id: str) -> None:
    """Make sure of the same from inside, as a process that broke into the container would find it."""
    look = "id -u; grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/1/status; if : > /probe; then echo written; fi"
    for pod in serving(store_id):
        for container in pod["spec"]["containers"]:
            where = ["--namespace", f"store-{store_id}", "exec", pod["metadata"]["name"], "-c", container["name"]]
            user, *status = kubectl(*where, "--", "bash", "-c", f"({look}) 2> /dev/null").splitlines()
            assert int(user) > 0, where
            assert "written" not in status, where
            facts = {key: int(value, 16) for key, _, value in (line.partition(":") for line in status)}
            assert {key: facts[key] for key in NO_CAPABILITY} == dict.fromkeys(NO_CAPABILITY, 0), where
            assert facts["NoNewPrivs"] == 1, where
            assert facts["Seccomp"] == 2, where


def assert_sized(store_id: str, plan: Plan) -> None:
    """Make sure that the namespace's quota, the pods of shop and database, and their volumes are those of a plan.

    A volume that is larger stays: none shrinks.
    """
    namespace = f"store-{store_id}"
    hard = kube("--namespace", namespace, "get", "resourcequota", "plan")["spec"]["hard"]
    assert {name: quantity(size) for name, size in hard.items()} == {name: quantity(size) for name, size in plan.quota.items()}
    sized = {pod["metadata"]["labels"]["app.kubernetes.io/component"]: pod for pod in serving(store_id)}
    claims = kube("--namespace", namespace, "get", "persistentvolumeclaims")["items"]
    stored = {claim["metadata"]["labels"].get("app.kubernetes.io/component"): claim["spec"]["resources"] for claim in claims}
    for part in ("web", "db"):
        wanted, (container, *_) = plan.values[part], sized[part]["spec"]["containers"]
        for side, sizes in wanted["resources"].items():
            given = container["resources"][side]
            assert {name: quantity(given[name]) for name in sizes} == {
                name: quantity(str(size)) for name, size in sizes.items()
            }
        assert (whole(stored[part]["requests"]["storage"]) or 0) >= (whole(wanted["storage"]) or 0), part


def assert_limited(store_id: str) -> None:
    """Make sure that every container says what it needs and what it may take."""
    for pod in pods(store_id):
        for container in containers(pod):
            for side in ("requests", "limits"):
                assert {"cpu", "memory"} <= set(container["resources"].get(side, {})), f"{pod['metadata']['name']}: {side}"
