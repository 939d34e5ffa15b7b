"""Every error the domain can answer with.

StoreyardError
├── InvalidRequest          a field breaks a rule
│   └── InvalidParameters   parameters of an operation do
├── NotFound                no such store, operation, engine … (or not yours)
├── Conflict                the request is fine, the moment is not
│   ├── StoreExists
│   ├── OperationInProgress
│   ├── OperationNotAllowed
│   │   ├── NothingToRetry
│   │   └── NothingToUpgrade
│   ├── OperationEnded
│   ├── StoreNotReady
│   ├── UpgradeNeeded
│   ├── MailNotSent
│   ├── PaymentsNotReady
│   ├── DomainNotVerified
│   ├── TooManyDomains
│   ├── (those of webhooks, notices, clusters: functions/domain/told_errors.py)
│   ├── OutOfStock
│   ├── BackupPinned
│   ├── BackupInUse
│   ├── OrphansChanged
│   ├── NoBackup
│   ├── NoBackupOfRevision
│   └── EmailTaken
├── Unauthorized            no token, or one that nobody has; a wrong password
├── Forbidden               the caller is known and may not do this
│   └── StoreLimitReached
├── TooManyRequests         too often; it says when to ask again
├── Unavailable             state or cluster cannot be reached; nothing was changed
│   ├── OutcomeUnknown      a write got no answer: it may have happened
│   ├── ClusterUnavailable  one cluster does not answer, said by its name
│   │   └── ClusterRefused  it answers, and does not let the platform look
│   ├── ShopUnavailable     a store's shop cannot be reached
│   └── Unreadable          one record cannot be read by this version
├── VersionConflict         somebody wrote first: read again, decide again
└── LeaseLost               this run is not the owner of its operation any more
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class StoreyardError(Exception):
    """Base of all errors a caller may see; `reason` is one CamelCase word, `message` one sentence."""

    reason = "Error"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class InvalidRequest(StoreyardError):
    """A field breaks a rule; `field` names it, the message names the rule."""

    reason = "InvalidRequest"


class InvalidParameters(InvalidRequest):
    """Parameters of an operation break rules; `errors` are pydantic's, with places below `parameters`."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("break a rule of this kind of operation", field="parameters")
        self.errors = tuple({**error, "loc": ("parameters", *error["loc"])} for error in errors)


class NotFound(StoreyardError):
    """Nothing with that id, or nothing the caller may see."""

    reason = "NotFound"


class Conflict(StoreyardError):
    """The request is fine, the moment is not."""

    reason = "Conflict"


class StoreExists(Conflict):
    """The id is taken."""

    reason = "StoreExists"


class OperationInProgress(Conflict):
    """A store has one live operation at a time."""

    reason = "OperationInProgress"


class OperationNotAllowed(Conflict):
    """The operation's kind is not allowed from the store's status."""

    reason = "OperationNotAllowed"


class NothingToRetry(OperationNotAllowed):
    """Only what failed is made again, and this store has not."""

    reason = "NothingToRetry"


class NothingToUpgrade(OperationNotAllowed):
    """What is installed is the newest that is on offer."""

    reason = "NothingToUpgrade"


class OperationEnded(Conflict):
    """The operation has ended, so there is nothing to cancel."""

    reason = "OperationEnded"


class OrphansChanged(Conflict):
    """What is to be removed is not what was shown."""

    reason = "OrphansChanged"


class EmailTaken(Conflict):
    """Somebody has that e-mail address already."""

    reason = "EmailTaken"


class StoreNotReady(Conflict):
    """The store's shop is not up, so nothing can be ordered or looked at there."""

    reason = "StoreNotReady"


class UpgradeNeeded(Conflict):
    """The store is on a version from before it could do what is asked."""

    reason = "UpgradeNeeded"


class MailNotSent(Conflict):
    """The shop was to send a mail and did not: it has no relay, or that did not take it."""

    reason = "MailNotSent"


class PaymentsNotReady(Conflict):
    """A store cannot take payments by card yet: its shop lacks what takes them, or the provider did not know its key."""

    reason = "PaymentsNotReady"


class DomainNotVerified(Conflict):
    """The store does not hold the domain: nothing has proven yet that it is the store's."""

    reason = "DomainNotVerified"


class TooManyDomains(Conflict):
    """A store has as many domains as it may have."""

    reason = "TooManyDomains"


class OutOfStock(Conflict):
    """The shop has fewer pieces than are wanted."""

    reason = "OutOfStock"


class BackupPinned(Conflict):
    """A backup that is pinned is kept until it is unpinned."""

    reason = "BackupPinned"


class BackupInUse(Conflict):
    """An operation under way works with the backup, or a store awaits its data."""

    reason = "BackupInUse"


class NoBackup(Conflict):
    """The store has no backup that could be meant."""

    reason = "NoBackup"


class NoBackupOfRevision(Conflict):
    """No backup was made at the revision, or none of it is there any more."""

    reason = "NoBackupOfRevision"


class Unauthorized(StoreyardError):
    """No bearer token, or one that nobody has; or a wrong password."""

    reason = "Unauthorized"


class Forbidden(StoreyardError):
    """The caller is known, and may not do this."""

    reason = "Forbidden"


class StoreLimitReached(Forbidden):
    """An owner has as many stores as they may have."""

    reason = "StoreLimitReached"


class TooManyRequests(StoreyardError):
    """The caller asks too often; `retry_after` is in whole seconds."""

    reason = "TooManyRequests"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(StoreyardError):
    """State or cluster cannot be reached right now; nothing was changed.

    The message is for the log. `told` is what a caller may read, where that is more than that.
    """

    reason = "Unavailable"

    def __init__(self, message: str, *, told: str = "") -> None:
        super().__init__(message)
        self.told = told


class OutcomeUnknown(Unavailable):
    """A write was sent and no answer came: it may have happened or not, and only a look can tell."""

    reason = "OutcomeUnknown"


class ClusterUnavailable(Unavailable):
    """One cluster does not answer a look into a store. The message names the cluster and nothing else: callers may read it."""

    reason = "ClusterUnavailable"


class ClusterRefused(ClusterUnavailable):
    """The cluster answers, and its rights do not let the platform look."""

    reason = "ClusterRefused"


class ShopUnavailable(Unavailable):
    """A store's shop cannot be reached, or fails; what was asked of it was not done."""

    reason = "ShopUnavailable"


class Unreadable(Unavailable):
    """A record is there, but this version cannot read it: a newer one wrote it, or it is damaged."""

    reason = "Unreadable"


class VersionConflict(StoreyardError):
    """An entity changed since it was read. Whoever gets this reads again and decides again."""

    reason = "VersionConflict"


class LeaseLost(StoreyardError):
    """Another worker owns the operation, or it has ended; the run must stop and write nothing more."""

    reason = "LeaseLost"
