"""A shop at rest: what is under way there ends, and nothing new begins, until it is woken."""

from __future__ import annotations

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.evidence import COMPONENT
from functions.adapters.kube.readiness import wait_ready
from functions.domain.errors import StoreyardError
from functions.domain.placement import MANAGER, STORE_LABEL

POLL = 0.2
# What stops: the shop's own pods, and those of its timed work. The database stays.
WEB, CRON = "web", "cron"
# Of the shop's Deployment: in how many pods it runs, whatever it does right now. Without it in one.
REPLICAS = "storeyard/replicas"
# Of one whose number of pods follows its load: up to how many. Kubernetes' autoscaler leaves a shop alone that has none.
AUTOSCALED = "storeyard/autoscaled"


class DrainFailed(StoreyardError):
    """Pods of the shop did not end in time."""

    reason = "DrainFailed"


def drain(kube: Kube, *, namespace: str, store_id: str, deadline: Deadline, dry_run: bool = False) -> bool:
    """Stop the shop, with the time that its pods have to answer what is under way; return whether that changed anything.

    Timed work is no longer begun, and what of it runs is let finish, before the shop that it works on goes. Raises DrainFailed.
    """
    changed = [_set(kube, item, "suspend", dry_run, wanted=True) for item in _cronjobs(kube, namespace, store_id)]
    if not dry_run:
        _until_gone(kube, namespace, store_id, CRON, deadline)
    changed += [_set(kube, item, "replicas", dry_run, wanted=0) for item in _shops(kube, namespace, store_id)]
    if not dry_run:
        _until_gone(kube, namespace, store_id, WEB, deadline)
    return any(changed)


def wake(kube: Kube, *, namespace: str, store_id: str, deadline: Deadline, dry_run: bool = False) -> bool:
    """Start the shop and its timed work, and wait until it is ready; return whether that changed anything. Raises NotReady."""
    shops = [found for found in _shops(kube, namespace, store_id) if not (autoscaled(found[1]) and _runs(found[1]))]
    changed = [_set(kube, found, "replicas", dry_run, wanted=_pods(found[1])) for found in shops]
    if not dry_run:
        wait_ready(kube, namespace=namespace, store_id=store_id, deadline=deadline)
    changed += [_set(kube, item, "suspend", dry_run, wanted=False) for item in _cronjobs(kube, namespace, store_id)]
    return any(changed)


def start_autoscaled(kube: Kube, *, namespace: str, store_id: str) -> None:
    """Start a shop at rest whose number of pods is in no release, so that Helm leaves it at rest."""
    for found in _shops(kube, namespace, store_id):
        if autoscaled(found[1]) and not _runs(found[1]):
            _set(kube, found, "replicas", False, wanted=_pods(found[1]))


def autoscaled(item: Object) -> bool:
    """True of a Deployment whose number of pods follows its load."""
    return AUTOSCALED in (item["metadata"].get("annotations") or {})


def _runs(shop: Object) -> bool:
    return int(shop["spec"].get("replicas", 1)) > 0


def _pods(shop: Object) -> int:
    return int((shop["metadata"].get("annotations") or {}).get(REPLICAS, 0)) or 1


def _shops(kube: Kube, namespace: str, store_id: str) -> list[tuple[str, Object]]:
    return _labelled(kube, f"/apis/apps/v1/namespaces/{namespace}/deployments", f"{STORE_LABEL}={store_id},{COMPONENT}={WEB}")


def _cronjobs(kube: Kube, namespace: str, store_id: str) -> list[tuple[str, Object]]:
    return _labelled(kube, f"/apis/batch/v1/namespaces/{namespace}/cronjobs", f"{STORE_LABEL}={store_id}")


def _labelled(kube: Kube, listing: str, selector: str) -> list[tuple[str, Object]]:
    return [(f"{listing}/{item['metadata']['name']}", item) for item in kube.items(listing, selector=selector)]


def _set(kube: Kube, found: tuple[str, Object], name: str, dry_run: bool, *, wanted: bool | int) -> bool:
    """Give a field of an object's spec this value, unless it has it.

    Nobody owns the field afterwards (`managedFields`): Helm applies on the server, and would be refused what another holds.
    """
    path, item = found
    if item["spec"].get(name) == wanted:
        return False
    if not dry_run:
        entries = kube.merge(path, {"spec": {name: wanted}})["metadata"].get("managedFields") or []
        others = [entry for entry in entries if not _holds(entry, name)]
        if len(others) != len(entries):
            kube.merge(path, {"metadata": {"managedFields": others}})
    return True


def _holds(entry: Object, name: str) -> bool:
    fields: Object = (entry.get("fieldsV1") or {}).get("f:spec") or {}
    return entry.get("manager") == MANAGER and f"f:{name}" in fields


def _until_gone(kube: Kube, namespace: str, store_id: str, component: str, deadline: Deadline) -> None:
    """Return once no pod of the component runs any more. Raises DrainFailed."""
    while names := running(kube, namespace, store_id, component):
        if not deadline.pause(POLL):
            raise DrainFailed(f"pods of the shop did not end within {deadline.seconds:.0f} seconds: {', '.join(names)}")


def running(kube: Kube, namespace: str, store_id: str, component: str) -> list[str]:
    """Return the names of a component's pods that have not ended."""
    selector = f"{STORE_LABEL}={store_id},{COMPONENT}={component}"
    pods = kube.items(f"/api/v1/namespaces/{namespace}/pods", selector=selector)
    return [pod["metadata"]["name"] for pod in pods if pod.get("status", {}).get("phase") not in {"Succeeded", "Failed"}]
