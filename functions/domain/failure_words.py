"""What the programs at work say of a failure, and the reason that this is. For failures that bring no reason of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

UNREACHABLE: Final = "ClusterUnreachable"
UNAUTHORIZED: Final = "ClusterUnauthorized"
BUSY: Final = "ClusterBusy"
# What is the cluster's matter, and passes: a run that failed for one of these alone goes on once the cluster answers again.
CLUSTERS_OWN: Final = frozenset({UNREACHABLE, UNAUTHORIZED, BUSY})
QUOTA: Final = "exceeded quota"
TERMINATING: Final = "because it is being terminated"
# What clients of the API server say when there is none, or one that does not answer.
_NO_CLUSTER = (
    r"kubernetes cluster unreachable|connection refused|max retries exceeded|no route to host|i/o timeout|tls handshake timeout"
    r"|failed to establish a new connection|could not find a kubernetes|invalid kube-config|server is currently unable"
)
WEBHOOK: Final = "failed calling webhook"
# The API server's own error, which its clients repeat as it is. A webhook that fails is told in the same words, and stays so.
_STUMBLED = rf"internal server error|an error on the server|internal error occurred(?!: {WEBHOOK})"
# From the surest to the vaguest; the first that is found wins.
_WORDS: Final = tuple(
    (reason, re.compile(words, re.IGNORECASE))
    for reason, words in (
        (UNAUTHORIZED, r"asked for the client to provide credentials|must be logged in to the server|reason: unauthorized"),
        (UNREACHABLE, _NO_CLUSTER),
        ("ReleaseLocked", r"another operation \(install/upgrade/rollback\) is in progress"),
        ("QuotaExceeded", QUOTA),
        ("NamespaceTerminating", TERMINATING),
        ("ClusterForbidden", r"is forbidden: user|reason: forbidden"),
        (BUSY, rf"too many requests|etcdserver: (?:request timed out|leader changed|no leader)|{_STUMBLED}"),
        ("ChangedByHand", r"apply failed with \d+ conflicts?: conflicts? with"),
        ("PlatformDiskFull", r"no space left on device|\[errno 28\]"),
        ("HelmFailed", r"failure when executing helm command"),
        (
            "PlaybookError",
            r"\bis undefined\b|error while resolving value|has no attribute|while templating|syntax error in template"
            r"|validation of arguments failed|missing required arguments|unsupported parameters for"
            r"|couldn't resolve module/action|unexpected failure during module execution",
        ),
    )
)
_HELM = re.compile(r"failure when executing helm command", re.IGNORECASE)
_HELM_ERROR = re.compile(
    r"^(?:stderr: )?Error: (?:(?:INSTALLATION|UPGRADE|ROLLBACK|UNINSTALLATION) FAILED: )?(.+)$", re.MULTILINE
)
_STATUS: Final = {401: UNAUTHORIZED, 403: "ClusterForbidden"}
_BUSY: Final = frozenset({408, 429, 502, 503, 504})
_BROKEN: Final = 500
# All that can be said here.
REASONS: Final = frozenset({*(reason for reason, _ in _WORDS), *_STATUS.values(), BUSY, "ClusterError"})


@dataclass(frozen=True)
class Spoken:
    """A reason, and what was said without what stands around it."""

    reason: str
    message: str


def spoken(message: str) -> Spoken | None:
    """Return what a message says by its words, or None if nobody knows them."""
    reason = next((reason for reason, words in _WORDS if words.search(message)), "")
    return Spoken(reason, helms_own(message)) if reason else None


def helms_own(message: str) -> str:
    """Return Helm's own last error out of what its module says; any other message as it is."""
    found = _HELM_ERROR.findall(message) if _HELM.search(message) else []
    return f"Helm failed: {found[-1].strip()}" if found else message


def reason_of_status(status: int, message: str) -> str:
    """Return the reason of a request that the API server refused, by its HTTP status and its words."""
    if QUOTA in message:
        return "QuotaExceeded"
    if TERMINATING in message:
        return "NamespaceTerminating"
    stumbled = status == _BROKEN and WEBHOOK not in message
    return BUSY if status in _BUSY or stumbled else _STATUS.get(status, "ClusterError")
