"""Every reason that an operation, and through it a store, a backup or a schedule, can carry: the only list of them.

Whether a retry can help, the next step and the runbook are asked for here, by the diagnosis, the API, chats, notices and the
command line. tests/contract/test_reasons.py compares it with the code and with docs/runbooks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from functions.domain.kinds import all_kinds
from functions.domain.reasons import cluster, data, platform, pods, release, shop
from functions.domain.reasons.base import Reason

# What a failure is called that says nothing of its cause: the name of its kind. One page explains all of them.
UNEXPLAINED = "Unexplained"
# What only an answer to a request carries, or what never leaves the platform: docs/api.md lists what callers see of these.
ANSWERS_ONLY = frozenset(
    {
        *(
            "BackupInUse",
            "BackupPinned",
            "BodyTooLarge",
            "ClusterCordoned",
            "ClusterRefused",
            "ClusterUnavailable",
            "Conflict",
            "DeliveryUnderWay",
            "NoCapacity",
            "NoCluster",
        ),
        *("DomainNotVerified", "EmailTaken", "Error", "Forbidden", "LeaseLost", "MailNotSent", "MalformedRequest"),
        *("MethodNotAllowed", "MisdirectedRequest", "NoBackup", "NoBackupOfRevision", "NothingToRetry", "NothingToUpgrade"),
        *("NoticeTargetOff", "OperationEnded", "OperationInProgress", "OperationNotAllowed", "OutOfStock", "OutcomeUnknown"),
        *(
            "OrphansChanged",
            "PaymentsNotReady",
            "RequestTimeout",
            "ShopUnavailable",
            "StoreExists",
            "StoreLimitReached",
            "StoreNotReady",
        ),
        *("TooManyDomains", "TooManyNoticeTargets", "TooManyRequests", "TooManyWebhooks", "Unauthorized", "Unavailable"),
        *("Unreadable", "UnsupportedMediaType", "UpgradeNeeded", "VersionConflict", "WebhookDisabled"),
    }
)
_PARTS = (cluster, pods, release, shop, data, platform)


@cache
def all_reasons() -> Mapping[str, Reason]:
    """Return every reason that has words of its own, by name."""
    return {reason.name: reason for part in _PARTS for reason in part.REASONS}


def reason_of(name: str) -> Reason | None:
    """Return a reason, or None for an empty one and for one that only a newer version knows."""
    found = all_reasons().get(name)
    if found is not None:
        return found
    kind = next((kind for kind in all_kinds().values() if kind.failure_reason == name), None)
    if kind is None:
        return None
    return Reason(
        name,
        title=f"{kind.words.capitalize()} failed",
        meaning="The operation failed, and nothing is known of the cause.",
        next_step="Read the operation's message and events with `storeyard operation list {store}`, then ask for it again.",
        page=UNEXPLAINED,
    )


def retryable(name: str) -> bool:
    """Return whether asking again can help, as a rule. What is not known may pass by itself."""
    found = reason_of(name)
    return found is None or found.retryable
