"""What carries this installation's label in a cluster, whichever store it says it is of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from functions.adapters.kube.client import FORBIDDEN, NOT_FOUND, ApiError, Kube, Object
from functions.adapters.kube.clients import told
from functions.adapters.kube.namespace import labels_in
from functions.adapters.kube.node_images import images_of
from functions.adapters.kube.scan import VOLUMES
from functions.domain.orphan import Labelled, OrphanKind
from functions.domain.placement import INSTALLATION_LABEL, OWNER_LABEL, STORE_LABEL

NAMESPACES = "/api/v1/namespaces"
PLACES = {OrphanKind.NAMESPACE: NAMESPACES, OrphanKind.VOLUME: VOLUMES}


class KubernetesOrphans:
    """Works through clients that give up soon. `installation`: whose label is ours."""

    def __init__(self, client: Callable[[str], Kube], *, installation: Callable[[], str]) -> None:
        self._client = client
        self._installation = installation

    def labelled(self, cluster: str) -> Sequence[Labelled]:
        """Return our namespaces, and volumes and releases that are in them or carry our label themselves."""
        kube, ours = self._client(cluster), self._installation()
        with told(cluster):
            return self._seen(kube, ours)

    def _seen(self, kube: Kube, ours: str) -> Sequence[Labelled]:
        found = kube.items(NAMESPACES, selector=f"{INSTALLATION_LABEL}={ours},{STORE_LABEL}", metadata_only=True)
        spaces = {each["metadata"]["name"]: each for each in found if "deletionTimestamp" not in each["metadata"]}
        volumes = [_volume(each) for each in kube.items(VOLUMES) if _is_ours(each, ours, _claimed_from(each), spaces)]
        records = _records(kube, spaces)
        ours_too = [each for each in records if _is_ours(each, ours, each["metadata"]["namespace"], spaces)]
        return [*(_labelled(OrphanKind.NAMESPACE, each) for each in spaces.values()), *volumes, *_releases(ours_too)]

    def images(self, cluster: str) -> Sequence[Labelled]:
        """Return what its nodes hold."""
        return images_of(self._client(cluster))

    def remove(self, cluster: str, what: Labelled) -> None:
        """Delete a namespace or a volume by its uid. Kubernetes removes what is in a namespace."""
        self._client(cluster).delete(f"{PLACES[what.kind]}/{what.name}", uid=what.uid)


def _records(kube: Kube, spaces: Iterable[str]) -> list[Object]:
    """Helm's records in all namespaces or, where secrets of others are not the platform's to see, in those that are ours."""
    try:
        return _secrets(kube, "/api/v1/secrets")
    except ApiError as error:
        if error.status != FORBIDDEN:
            raise
    return [each for name in spaces for each in _seen(kube, f"{NAMESPACES}/{name}/secrets")]


def _seen(kube: Kube, path: str) -> list[Object]:
    """None where the namespace is so new, or so nearly gone, that the platform has no rights in it."""
    try:
        return _secrets(kube, path)
    except ApiError as error:
        if error.status not in {FORBIDDEN, NOT_FOUND}:
            raise
        return []


def _secrets(kube: Kube, path: str) -> list[Object]:
    return kube.items(path, selector="owner=helm", metadata_only=True)


def _is_ours(item: Object, ours: str, namespace: str, spaces: Mapping[str, Object]) -> bool:
    """By its own label or, where it has none, by that of the namespace that it belongs to."""
    said = labels_in(item).get(INSTALLATION_LABEL)
    return said == ours if said is not None else namespace in spaces


def _claimed_from(volume: Object) -> str:
    return str((volume["spec"].get("claimRef") or {}).get("namespace") or "")


def _volume(volume: Object) -> Labelled:
    made = _labelled(OrphanKind.VOLUME, volume)
    return Labelled(
        kind=made.kind,
        name=made.name,
        uid=made.uid,
        namespace=_claimed_from(volume),
        store_id=made.store_id,
        owner=made.owner,
        keeps=volume["spec"].get("persistentVolumeReclaimPolicy") != "Delete",
        bound=(volume.get("status") or {}).get("phase") == "Bound",
    )


def _releases(records: Sequence[Object]) -> Iterator[Labelled]:
    """One for all the revisions of a release."""
    by_name = {(each["metadata"]["namespace"], labels_in(each).get("name", "")): each for each in records}
    for (namespace, name), record in sorted(by_name.items()):
        labels = labels_in(record)
        store, owner = labels.get(STORE_LABEL, ""), labels.get(OWNER_LABEL, "")
        yield Labelled(OrphanKind.RELEASE, name, "", namespace=namespace, store_id=store, owner=owner)


def _labelled(kind: OrphanKind, item: Object) -> Labelled:
    metadata, labels = item["metadata"], labels_in(item)
    return Labelled(
        kind, metadata["name"], metadata["uid"], store_id=labels.get(STORE_LABEL, ""), owner=labels.get(OWNER_LABEL, "")
    )
