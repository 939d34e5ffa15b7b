"""Reasons of backups, restores and whatever moves a shop's data."""

from __future__ import annotations

from functions.domain.reasons.base import Reason

REASONS = (
    Reason(
        "BackupFailed",
        title="The backup could not be made",
        meaning="The data was not copied, or was not the same when it was read back; nothing of it is listed as a backup.",
        next_step="Ask for `storeyard backup create {store}` again; the message says what was not the same.",
    ),
    Reason(
        "BackupTargetFailed",
        title="The place for backups fails",
        meaning="The folder or bucket where backups lie is full, is gone or refuses; the message says which and why.",
        next_step="Have the operator mend the place that the message names (`BACKUPS`), then ask again.",
    ),
    Reason(
        "BackupUnusable",
        title="The backup cannot be used",
        meaning="The backup is not there, is another shop's, or is not what was written; nothing of the shop was changed.",
        next_step="Choose another one from `storeyard backup list {store}`.",
        retryable=False,
    ),
    Reason(
        "StreamFailed",
        title="Copying to or from a pod broke off",
        meaning="A command in a pod of the shop failed, or the connection to it was cut before it had ended.",
        next_step="Ask again; if it comes back, read the last line of the command in the message.",
    ),
    Reason(
        "DataPodFailed",
        title="The pod that copies data did not start",
        meaning="The pod that reads or writes the store's data did not start; the message has Kubernetes' words.",
        next_step="Mend what the message names, often a full node or quota, then ask again.",
    ),
    Reason(
        "StoreRuns",
        title="Data was to be put under a shop that runs",
        meaning="Loading a backup needs a shop that is at rest, and pods of this one still run.",
        next_step="Ask for `storeyard store restore {store}`, which stops the shop before it loads.",
    ),
)
