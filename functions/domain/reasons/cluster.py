"""Reasons that the cluster's API gives, and those of a store's namespace."""

from __future__ import annotations

from functions.domain.reasons.base import Reason

REASONS = (
    Reason(
        "ClusterUnreachable",
        title="The cluster does not answer",
        meaning="The cluster's API gave no answer for a minute, or failed again when it did.",
        next_step="Start the cluster (`make up` on one machine) or mend the way to it, then ask again.",
    ),
    Reason(
        "ClusterUnauthorized",
        title="The cluster does not know the platform's credentials",
        meaning="The cluster's API answers, and takes the kubeconfig's credentials for nobody's: they are wrong or expired.",
        next_step="Have the operator renew the kubeconfig that the inventory names as `cluster_kubeconfig`, then ask again.",
        retryable=False,
    ),
    Reason(
        "ClusterForbidden",
        title="The cluster does not allow it",
        meaning="The cluster knows the platform's user, whose rights do not cover the request that the message names.",
        next_step="Have the operator give the user of the kubeconfig the right that the message names, then ask again.",
        retryable=False,
    ),
    Reason(
        "ClusterBusy",
        title="The cluster has too much to do",
        meaning="The cluster's API could not serve a request: it is starting, has too much to do, or stumbled.",
        next_step="Wait a minute, then ask again; if it comes back, look at the load of the cluster's control plane.",
    ),
    Reason(
        "ClusterError",
        title="The cluster refused a request",
        meaning="The cluster's API refused a request for a cause that has no reason of its own; the message has its words.",
        next_step="Read the API server's words in the message, mend what they name, then ask again.",
    ),
    Reason(
        "UnknownCluster",
        title="The store's cluster is not in the inventory",
        meaning="The store was placed on a cluster that the inventory of this platform does not have.",
        next_step="Have the operator put the cluster back into the inventory, then ask again.",
        retryable=False,
    ),
    Reason(
        "NamespaceNotOurs",
        title="The namespace is somebody else's",
        meaning="A namespace of that name is there which this installation did not make for this store; it was left as it is.",
        next_step="Choose another id for the store, or take the namespace over with a retry that has `adopt` set.",
        retryable=False,
    ),
    Reason(
        "NamespaceTerminating",
        title="An earlier deletion has not ended",
        meaning="The store's namespace is still being removed, and Kubernetes lets nothing new into it until it is gone.",
        next_step="Mend what the message says blocks it, or wait until the namespace is gone; then ask again.",
    ),
    Reason(
        "DeleteBlocked",
        title="Something cannot be removed",
        meaning="A step of the deletion ended at its deadline; the message names the object that holds it, and its finalizer.",
        next_step="Mend what holds the object that the message names, then ask for `storeyard store delete {store}` again.",
    ),
    Reason(
        "NotFound",
        title="There is nothing of the store on its cluster",
        meaning="The operation needs the store's namespace, and the cluster has none of that name.",
        next_step="Restore a backup as a new store; one whose making failed is made with `storeyard store retry {store}`.",
    ),
)
