"""Everything in a cluster that belongs to one store: every kind that can be listed, in every namespace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from functions.adapters.kube.client import NOT_FOUND, ApiError, Kube, Object
from functions.adapters.kube.namespace import foreign_namespace, labelled, labels_in, own_namespace, place_of
from functions.adapters.kube.session import CONNECTIONS
from functions.domain.ownership import Claim
from functions.domain.placement import STORE_LABEL

DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
# Groups whose objects are computed when asked for: there is nothing in them that could be left over.
COMPUTED = frozenset({"metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io"})
COMPUTED_KINDS = frozenset({"ComponentStatus"})
# What Kubernetes itself puts into every namespace.
FURNITURE = frozenset({"ConfigMap/kube-root-ca.crt", "ServiceAccount/default"})
VOLUMES = "/api/v1/persistentvolumes"
HIDDEN_KINDS = frozenset({"Endpoints", "Event", "Lease"})


@dataclass(frozen=True)
class Kind:
    """A kind that can be listed."""

    name: str
    plural: str
    base: str
    namespaced: bool

    def path(self, namespace: str = "") -> str:
        """Where its objects are listed: in one namespace, or in all."""
        return f"{self.base}/namespaces/{namespace}/{self.plural}" if namespace else f"{self.base}/{self.plural}"


@dataclass(frozen=True)
class Found:
    """One object of the store."""

    kind: str
    name: str
    namespace: str
    uid: str
    path: str
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)
    finalizers: tuple[str, ...] = ()
    owned: bool = False
    terminating: bool = False

    @property
    def label(self) -> str:
        """How it is named in a result."""
        return f"{self.kind}/{self.name}"


@dataclass(frozen=True)
class Scan:
    """What was found, and the names of kinds: those that were looked at everywhere, and those that were not, or not everywhere.

    Among the latter are the names of API groups that did not answer, whose kinds nobody knows.
    """

    found: tuple[Found, ...] = ()
    unscanned: tuple[str, ...] = ()
    scanned: tuple[str, ...] = ()

    @property
    def labels(self) -> list[str]:
        """Names of what stands by itself: not what another object brings and takes along."""
        named = {item.label for item in self.found if not item.owned and item.kind not in HIDDEN_KINDS}
        return sorted(named - FURNITURE)


def discover(kube: Kube) -> tuple[list[Kind], list[str]]:
    """Every kind that can be listed, at one version each, and the groups whose server does not answer."""
    kinds: dict[tuple[str, str], Kind] = {}
    silent: list[str] = []
    for root in ("/api", "/apis"):
        for group in (kube.get(root, accept=DISCOVERY) or {}).get("items") or []:
            name = (group.get("metadata") or {}).get("name", "")
            if name in COMPUTED:
                continue
            for version in group.get("versions") or []:
                if version.get("freshness") == "Stale":
                    silent.append(name)
                base = f"{root}/{name}/{version['version']}" if name else f"{root}/{version['version']}"
                for resource in version.get("resources") or []:
                    kind = resource["responseKind"]["kind"]
                    if "list" in resource["verbs"] and kind not in COMPUTED_KINDS:
                        made = Kind(kind, resource["resource"], base, resource["scope"] == "Namespaced")
                        kinds.setdefault((name, resource["resource"]), made)
    return list(kinds.values()), sorted(set(silent))


def scan(kube: Kube, claim: Claim) -> Scan:
    """Find every object with the store's label, in its namespace, or a volume claimed from there.

    What another installation made is not found, and nothing in a namespace that is not ours.
    """
    kinds, silent = discover(kube)
    looks = [(kind.name, _look(kube, kind, kind.path(), labelled(claim))) for kind in kinds]
    foreign = foreign_namespace(kube, claim) is not None
    if not foreign:
        looks += [(kind.name, _look(kube, kind, kind.path(claim.namespace), "")) for kind in kinds if kind.namespaced]
        looks += [("PersistentVolume", lambda: volumes_of(kube, claim)), ("Namespace", lambda: namespace_itself(kube, claim))]
    refused: set[str] = set()
    found: dict[str, Found] = {}
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for name, future in [(name, pool.submit(look)) for name, look in looks]:
            try:
                found |= {item.uid: item for item in future.result()}
            except ApiError:
                refused.add(name)
    ours = [item for item in found.values() if _is_ours(item, claim, foreign=foreign)]
    return Scan(
        tuple(sorted(ours, key=lambda item: item.label)),
        unscanned=(*silent, *sorted(refused)),
        scanned=tuple(sorted({kind.name for kind in kinds} - refused)),
    )


def inside(kube: Kube, namespace: str, kinds: Iterable[Kind]) -> list[Found]:
    """Every object in a namespace, but what Kubernetes itself puts there and what another object brings. Raises ApiError."""
    looks = [_look(kube, kind, kind.path(namespace), "") for kind in kinds if kind.namespaced and kind.name not in HIDDEN_KINDS]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        found = [item for items in pool.map(lambda look: look(), looks) for item in items]
    return [item for item in found if not item.owned and item.label not in FURNITURE]


def claimed_volumes(kube: Kube, claim: Claim) -> list[Object]:
    """The persistent volumes that are or were claimed from the store's namespace, as they are; none if that is not ours."""
    claimed = [v for v in kube.items(VOLUMES) if (v["spec"].get("claimRef") or {}).get("namespace") == claim.namespace]
    return [] if claimed and foreign_namespace(kube, claim) else claimed


def volumes_of(kube: Kube, claim: Claim) -> list[Found]:
    """The same, as findings."""
    volumes = claimed_volumes(kube, claim)
    return [_found("PersistentVolume", f"{VOLUMES}/{volume['metadata']['name']}", volume) for volume in volumes]


def namespace_itself(kube: Kube, claim: Claim) -> list[Found]:
    """The store's namespace as a finding, if it is there and ours."""
    existing = own_namespace(kube, claim)
    return [_found("Namespace", place_of(claim), existing)] if existing else []


def within(items: Iterable[Found], namespace: str) -> Sequence[Found]:
    """Those of the items that are in the namespace."""
    return [item for item in items if item.namespace == namespace]


def _is_ours(item: Found, claim: Claim, *, foreign: bool) -> bool:
    """What is in our namespace is ours, whatever its labels say, and a volume that was claimed there."""
    if item.kind == "Namespace":
        return claim.owns_namespace(item.labels)
    if item.namespace == claim.namespace:
        return not foreign
    return STORE_LABEL not in item.labels or claim.owns(item.labels)


def _look(kube: Kube, kind: Kind, path: str, selector: str) -> Callable[[], list[Found]]:
    def look() -> list[Found]:
        try:
            items = kube.items(path, selector=selector, metadata_only=True)
        except ApiError as error:
            if error.status == NOT_FOUND:  # the kind itself went away since discovery
                return []
            raise
        return [
            _found(kind.name, f"{kind.path(item['metadata'].get('namespace', ''))}/{item['metadata']['name']}", item)
            for item in items
        ]

    return look


def _found(kind: str, path: str, item: Object) -> Found:
    metadata = item["metadata"]
    finalizers = (*metadata.get("finalizers", ()), *(item.get("spec") or {}).get("finalizers", ()))
    return Found(
        kind=kind,
        name=metadata["name"],
        namespace=metadata.get("namespace", ""),
        uid=metadata["uid"],
        path=path,
        labels=labels_in(item),
        finalizers=tuple(finalizers),
        owned=bool(metadata.get("ownerReferences")),
        terminating="deletionTimestamp" in metadata,
    )
