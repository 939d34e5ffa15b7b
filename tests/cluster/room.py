"""A store's namespace with what a test puts into it, and what is told of a failure there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import yaml

from functions.adapters.kube.client import Kube
from functions.adapters.kube.observer import KubernetesObserver
from functions.domain.diagnosis import Diagnosis, Failure, diagnose
from functions.domain.errors import StoreyardError
from functions.domain.evidence import Evidence
from functions.domain.kinds import steps
from functions.domain.placement import INSTALLATION_LABEL, STORE_LABEL
from tests.cluster.installation import HOME, kubectl, until
from tests.fakes.platform import FakeClusters

KUBECONFIG = HOME / "kubeconfig"
OURS = "reasons-test"
RELEASE = Failure("store_release", "The database and the shop did not become ready.", "NotReady", step=steps.RELEASE)
Test = TypeVar("Test", bound=Callable[..., None])


def causes(*_reasons: str) -> Callable[[Test], Test]:
    """Say which reasons a test causes, for tests/contract/test_reasons.py."""
    return lambda test: test


def image() -> str:
    """An image that is on the cluster's node and has a shell."""
    return str(json.loads((HOME / "images.json").read_text())["postgresql"])


def cluster() -> Kube:
    """A client of the cluster."""
    return Kube.connect(str(KUBECONFIG))


def seen(store_id: str = "e2e-nobody", *, connect: Callable[[], Kube] = cluster) -> Evidence:
    """What a store's namespace shows, as the worker looks at it after a failure."""
    with connect() as kube:
        return KubernetesObserver(FakeClusters(), connect=lambda _: kube).evidence("local", store_id)


def judged(error: StoreyardError) -> str:
    """The reason that an operation gets of a task that failed with this."""
    return diagnose(Failure("store_namespace", error.message, error.reason), seen()).reason


class Room:
    """The namespace."""

    def __init__(self, store_id: str) -> None:
        self.store_id, self.namespace = store_id, f"store-{store_id}"
        self.labels = {STORE_LABEL: store_id, INSTALLATION_LABEL: OURS}
        self.put({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.namespace, "labels": self.labels}})

    def put(self, *objects: Mapping[str, Any]) -> None:
        """Make objects."""
        kubectl("apply", "--filename=-", stdin=yaml.safe_dump_all(objects))

    def object(self, version: str, kind: str, name: str, **more: Any) -> dict[str, Any]:
        """An object of the store in its namespace."""
        metadata = {"name": name, "namespace": self.namespace, "labels": {**self.labels}}
        return {"apiVersion": version, "kind": kind, "metadata": metadata, **more}

    def shop(self, command: str, *, container: Mapping[str, Any] | None = None, **pod: Any) -> None:
        """Have a Deployment run a command as the shop, in a container with these other fields."""
        own = {STORE_LABEL: self.store_id, "app.kubernetes.io/component": "web"}
        main = {"name": "main", "image": image(), "command": ["sh", "-c", command], **(container or {})}
        spec = {"terminationGracePeriodSeconds": 0, "containers": [main], **pod}
        template = {"metadata": {"labels": dict(own)}, "spec": spec}
        self.put(self.object("apps/v1", "Deployment", "web", spec={"selector": {"matchLabels": own}, "template": template}))

    def diagnosed(self, reason: str, *, with_line: str = "", seconds: float = 60) -> Diagnosis:
        """Wait until a failure here is told as this reason, with this among what was seen; return what was told."""
        told: list[Diagnosis] = []

        def is_told() -> bool:
            told.append(diagnose(RELEASE, seen(self.store_id)))
            return told[-1].reason == reason and with_line in "\n".join(told[-1].evidence)

        try:
            until(is_told, reason, seconds=seconds, pause=0.5)
        except AssertionError as error:
            raise AssertionError(f"{error}: {told[-1]}") from error
        return told[-1]
