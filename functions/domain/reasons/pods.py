"""Reasons why the pods of a store do not run."""

from __future__ import annotations

from functions.domain.reasons.base import Reason

REASONS = (
    Reason(
        "ImagePull",
        title="An image cannot be pulled",
        meaning="The cluster does not find the container image of a part of the store, or may not fetch it.",
        next_step="Run `make images` (or give the node access to the registry that the message names), then ask again.",
        retryable=False,
    ),
    Reason(
        "QuotaExceeded",
        title="The plan's quota is too small",
        meaning="The namespace's quota, which comes with the plan, does not let in what the store needs.",
        next_step="Choose a larger plan with `storeyard store plan {store}`, or remove what else is in the namespace.",
        retryable=False,
    ),
    Reason(
        "PodsRefused",
        title="The cluster does not let the pods in",
        meaning="A rule of the cluster, such as Pod Security or an admission webhook, refuses the store's pods.",
        next_step="Read the rule in the message, have the operator change it for the store's namespace, then ask again.",
    ),
    Reason(
        "VolumePending",
        title="A volume is not there",
        meaning="A disk of the store was not made or not mounted, so the pod that needs it does not start.",
        next_step="Check `cluster_storage_class` and the provisioner of that class on the cluster, then ask again.",
    ),
    Reason(
        "Unschedulable",
        title="No node has room",
        meaning="No node of the cluster has the free memory or CPU that a pod of the store asks for, or none may take it.",
        next_step="Free memory or CPU on the cluster, or add a node, then ask again.",
    ),
    Reason(
        "NodeDiskFull",
        title="A node's disk is full",
        meaning="A node has so little disk left that Kubernetes takes no pods there, or removed the store's.",
        next_step="Free disk on the node (old images first: `crictl rmi --prune` there), then ask again.",
    ),
    Reason(
        "Evicted",
        title="A node removed the pod",
        meaning="A node ran short of memory or another resource, and removed a pod of the store to stay alive.",
        next_step="Free what the message names on the node, or add a node, then ask again.",
    ),
    Reason(
        "VolumeFull",
        title="The store's own disk is full",
        meaning="A volume of the store has no room left, so the part that writes to it does not start.",
        next_step="Choose a plan with a larger disk with `storeyard store plan {store}`, or restore a backup on one.",
        retryable=False,
    ),
    Reason(
        "OutOfMemory",
        title="A container used more memory than it may",
        meaning="The kernel ended a container of the store that went over the memory limit of its plan.",
        next_step="Choose a larger plan with `storeyard store plan {store}`.",
        retryable=False,
    ),
    Reason(
        "MigrationFailed",
        title="The preparation before the start failed",
        meaning="What has to be done before the shop starts, often the migration of its database, ended with an error.",
        next_step="Read the last lines of its log in the evidence; what they name has to be mended before asking again.",
    ),
    Reason(
        "CrashLoop",
        title="A container ends as soon as it starts",
        meaning="A part of the store starts, ends with an error at once, and is started again and again.",
        next_step="Read the last lines in the evidence, and more with `storeyard store logs {store}`; then ask again.",
    ),
    Reason(
        "ProbeFailed",
        title="It runs but does not answer",
        meaning="A part of the store runs, and did not answer Kubernetes' readiness probe in time.",
        next_step="Ask again; if it comes back, see what it waits for with `storeyard store logs {store}`.",
    ),
    Reason(
        "NotReady",
        title="Not ready in time",
        meaning="The database or the shop was not ready in time, and the namespace shows no cause.",
        next_step="Ask again; if it comes back, see the pods with `storeyard store health {store}`.",
    ),
)
