"""Reasons of Helm's releases, and of giving a shop another revision."""

from __future__ import annotations

from functions.domain.reasons.base import Reason

REASONS = (
    Reason(
        "HelmFailed",
        title="Helm could not install the release",
        meaning="Helm ended with an error while it installed or changed the store's release; the message has its words.",
        next_step="Read Helm's words in the message, mend what they name, then ask again.",
    ),
    Reason(
        "ReleaseLocked",
        title="Something else works on the release",
        meaning="Helm found the store's release locked by another installation or upgrade that has not ended.",
        next_step="Make sure that nobody runs Helm or a playbook on the store by hand, then ask again: a dead lock is freed.",
    ),
    Reason(
        "ReleaseRefused",
        title="Nothing known helps the release",
        meaning="The release is in a state that the one action for it did not change, or its revision has no record any more.",
        next_step="See that nobody's own Helm is at work on the store, then ask again; the message says what was tried.",
    ),
    Reason(
        "RevertFailed",
        title="Helm could not go back",
        meaning="The release could not be put back to the revision that it had before; the shop stays behind its gate.",
        next_step="Restore the safety backup that the message or the result names, with `storeyard store restore {store}`.",
    ),
    Reason(
        "ChangedByHand",
        title="Somebody else's changes are in the way",
        meaning="Helm does not write fields that somebody else changed since; the message names object and field.",
        next_step="Put the store back as it was installed with `storeyard store repair {store}`, then ask again.",
        retryable=False,
    ),
    Reason(
        "RepairFailed",
        title="An object cannot be put back",
        meaning="The cluster does not take an object as it was installed, often since a field cannot be changed any more.",
        next_step="Delete the object that the message names, then ask for `storeyard store repair {store}` again.",
    ),
    Reason(
        "NothingThere",
        title="The namespace is gone",
        meaning="The namespace of the store that was to be repaired is gone from the cluster, and its data with it.",
        next_step="Restore the store's newest backup as a new store: `storeyard backup list` shows what there is.",
        retryable=False,
    ),
    Reason(
        "KeysLost",
        title="Keys of the store's secret are gone",
        meaning="Keys of `store-secret` are gone, and no other value would open the shop's data; all else was put right.",
        next_step="Put the values back if somebody has them; else clone the newest backup, which gets keys of its own.",
        retryable=False,
    ),
    Reason(
        "NothingInstalled",
        title="Nothing is installed",
        meaning="The operation changes what is installed, and the cluster has no release of the store, or not that revision.",
        next_step="Make it with `storeyard store retry {store}`, or have it as before with `storeyard store repair {store}`.",
        retryable=False,
    ),
    Reason(
        "DataNotWhole",
        title="The shop's data is not whole",
        meaning="An earlier operation left the shop behind its gate with data that was only loaded in part.",
        next_step="Go back to the backup that the message names, with `storeyard store restore {store} --backup …`.",
        retryable=False,
    ),
    Reason(
        "DoesNotFit",
        title="The data does not fit the plan",
        meaning="The shop's database or files are larger than the disk of the plan that was asked for.",
        next_step="Choose a plan with more disk, or remove data in the shop first; the message has the figures.",
        retryable=False,
    ),
    Reason(
        "GateFailed",
        title="The shop's address does not answer as it shall",
        meaning="The gate was to be closed or opened, and the shop's public address did not show that in time.",
        next_step="See that the cluster's ingress controller runs, then ask again.",
    ),
    Reason(
        "DrainFailed",
        title="The shop does not stop",
        meaning="The shop was to rest, and pods of it did not end in time; nothing was changed on its data.",
        next_step="See which pod does not end with `storeyard store health {store}`, then ask again.",
    ),
    Reason(
        "TargetGone",
        title="What was promised is not here any more",
        meaning="The chart that was promised when the operation was accepted is gone, since the platform was updated.",
        next_step="Ask again: the new request is promised what is here now.",
    ),
)
