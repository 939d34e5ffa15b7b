"""What is done to a release and its volumes besides Helm's own task, by the roles store_release and store_upgrade."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.actions.release import SITE_OPTIONS, patience_of, site_of, told
from functions.adapters.deadline import Deadline
from functions.adapters.kube.history import Installed
from functions.adapters.kube.measured import measured
from functions.adapters.kube.release import Site
from functions.adapters.kube.revert import Helm, arrive, go_back, way_back
from functions.adapters.kube.streams import PodStreams
from functions.adapters.kube.volumes import grow, with_volumes
from functions.domain.errors import StoreyardError
from functions.domain.placement import IMAGE_PARTS
from functions.domain.quantity import whole
from functions.domain.release import Action
from functions.domain.version import hash_of

MIB = 1 << 20


class DoesNotFit(StoreyardError):
    """The shop's data is more than the plan has room for."""

    reason = "DoesNotFit"


class RevertAction(StoreAction):
    """Always changed: `deployed` says what is installed then, as Helm's record tells it, which has no digest of the chart."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **SITE_OPTIONS,
        "revision": {"type": "int", "required": True},
        "images": {"type": "list", "elements": "str", "required": True},
        "helm": {"type": "path", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Go back to the revision. Raises RevertFailed, ReleaseRefused or NotReady."""
        if self.dry_run:
            return {"changed": True}
        helm, deadline = helm_of(arguments), Deadline(arguments["timeout"])
        with connect(arguments) as kube:
            site, revision = site_of(arguments), int(arguments["revision"])
            settled = way_back(kube, site, revision, patience_of(arguments))
            if settled.choice.action is Action.ROLL_BACK:
                go_back(kube, helm, site, revision, deadline)
            installed = arrive(kube, site, deadline)
        return {"changed": True, "deployed": deployed_by(installed, arguments["images"]), **told(settled)}


class RepairAction(StoreAction):
    """Always changed: what is installed was applied again, as a revision of its own."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "namespace": {"type": "str", "required": True},
        "store": {"type": "str", "required": True},
        "revision": {"type": "int", "required": True},
        "helm": {"type": "path", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Apply it. Raises RevertFailed."""
        if not self.dry_run:
            site, deadline = Site(arguments["namespace"], arguments["store"]), Deadline(arguments["timeout"])
            with connect(arguments) as kube:
                go_back(kube, helm_of(arguments), site, arguments["revision"], deadline)
        return {"changed": True}


class VolumesAction(StoreAction):
    """Never changed: `sized` are the values of the chart's with the sizes that the store's volumes have."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "namespace": {"type": "str", "required": True},
        "values": {"type": "dict", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look at the volumes."""
        with connect(arguments) as kube:
            return {"sized": with_volumes(kube, arguments["namespace"], arguments["values"])}


class FitsAction(StoreAction):
    """Never changed: `volumes` says what they hold, in bytes, by component."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "namespace": {"type": "str", "required": True},
        "store": {"type": "str", "required": True},
        "plan": {"type": "str", "required": True},
        "values": {"type": "dict", "required": True},
        "kubectl": {"type": "path", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Measure. Raises DoesNotFit with the figures."""
        streams = PodStreams(arguments["kubeconfig"], arguments["context"], arguments["kubectl"])
        with connect(arguments) as kube:
            held = measured(kube, streams, namespace=arguments["namespace"], store_id=arguments["store"])
        for component, size in held.items():
            room = whole(str(arguments["values"][component]["storage"])) or 0
            if size > room:
                what = "the database holds" if component == "db" else "the shop's files take"
                raise DoesNotFit(
                    f"{what} {-(-size // MIB)} MiB, and the plan {arguments['plan']} has room for {room // MIB} MiB"
                )
        return {"volumes": held}


class GrowAction(StoreAction):
    """Changed means that a volume grows; `volumes` are the sizes by claim."""

    options: ClassVar[Options] = VolumesAction.options

    def act(self, arguments: dict[str, Any]) -> Result:
        """Grow what can grow."""
        with connect(arguments) as kube:
            changed, sizes = grow(kube, arguments["namespace"], arguments["values"], dry_run=self.dry_run)
        return {"changed": changed, "volumes": sizes}


def helm_of(arguments: Mapping[str, Any]) -> Helm:
    """Helm, as a task's arguments say."""
    return Helm(Path(arguments["helm"]), arguments["kubeconfig"], arguments["context"])


def deployed_by(installed: Installed, images: list[str]) -> Mapping[str, Any]:
    """What a revision installed, in the words of the store's record; an image that its chart had no place for is not there."""
    of_chart = installed.values.get("image") or {}
    return {
        "engine_version": installed.app_version,
        "chart_version": installed.chart_version,
        "images": {name: of_chart[part] for name, part in zip(images, IMAGE_PARTS, strict=False) if part in of_chart},
        "values_hash": hash_of(installed.values),
        "revision": installed.revision,
    }
