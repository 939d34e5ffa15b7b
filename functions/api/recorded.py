"""Which requests are lines of the activity log: one table, read by the handler once the answer is known.

What an accepted operation becomes is told by the outbox; of a route that asks for one, only refusals are written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from functions.application.activity import ActivityLog, Deed
from functions.application.ports.repository import Repository
from functions.domain.activity import Detail
from functions.domain.entities import STORES
from functions.domain.errors import StoreyardError
from functions.domain.origin import Origin
from functions.domain.store import ID_MAX, ID_PATTERN
from functions.observability import logger

# Refusals that say something of who asked. A request that is not well (4xx otherwise) did and tried nothing.
REFUSALS: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT})
# Strangers' refusals that are written per minute and process: the log must not be what fills the disk. All are in the
# access log, and those left out are counted there.
STRANGERS_A_MINUTE: Final = 60
_id_pattern = re.compile(ID_PATTERN)


@dataclass(frozen=True)
class Recorded:
    """A route's line. `operation`: it asks for an operation, so that it was accepted is told by the outbox."""

    action: str
    operation: bool = False


# By operation id. A line whose store is in the path gets it from `<store_id>`; a route says more with `Call.noted`.
TABLE: Final[dict[str, Recorded]] = {
    "createStore": Recorded("store.create", operation=True),
    "changeStore": Recorded("store.change", operation=True),
    "deleteStore": Recorded("store.delete", operation=True),
    "createOperation": Recorded("operation.create", operation=True),
    "cancelOperation": Recorded("operation.cancel"),
    "createOrder": Recorded("order.place"),
    "changeBackup": Recorded("backup.change"),
    "deleteBackup": Recorded("backup.delete"),
    "downloadBackup": Recorded("backup.download"),
    "changeMail": Recorded("mail.change", operation=True),
    "resetMail": Recorded("mail.reset", operation=True),
    "testMail": Recorded("mail.test"),
    "changePayments": Recorded("payments.change", operation=True),
    "stopPayments": Recorded("payments.stop", operation=True),
    "checkPayments": Recorded("payments.check"),
    "claimDomain": Recorded("domain.claim"),
    "checkDomain": Recorded("domain.check"),
    "makePrimaryDomain": Recorded("domain.primary", operation=True),
    "removeDomain": Recorded("domain.remove"),
    "sayInWords": Recorded("chat", operation=True),
    "linkChat": Recorded("chat.link"),
    "refuseChatCode": Recorded("chat.refuse"),
    "unlinkChat": Recorded("chat.unlink"),
    "changeSchedule": Recorded("schedule.change"),
    "getCredentials": Recorded("credentials.read"),
    "registerUser": Recorded("user.register"),
    "logIn": Recorded("login"),
    "logOut": Recorded("logout"),
    "createSignInCode": Recorded("code.create"),
    "useSignInCode": Recorded("login"),
    "changePassword": Recorded("password.change"),
    "addUser": Recorded("user.add"),
    "changeUser": Recorded("user.change"),
    "resetPassword": Recorded("password.reset"),
    "removeOrphans": Recorded("orphans.remove"),
    "cordonCluster": Recorded("cluster.cordon"),
    "uncordonCluster": Recorded("cluster.uncordon"),
    "drainCluster": Recorded("cluster.drain"),
    "createToken": Recorded("token.create"),
    "revokeToken": Recorded("token.revoke"),
    "createWebhook": Recorded("webhook.create"),
    "changeWebhook": Recorded("webhook.change"),
    "deleteWebhook": Recorded("webhook.delete"),
    "rotateWebhook": Recorded("webhook.rotate"),
    "testWebhook": Recorded("webhook.test"),
    "redeliverOne": Recorded("webhook.redeliver"),
    "redeliverDead": Recorded("webhook.redeliver"),
    "createNoticeTarget": Recorded("notices.add"),
    "changeNoticeTarget": Recorded("notices.change"),
    "deleteNoticeTarget": Recorded("notices.remove"),
    "testNoticeTarget": Recorded("notices.test"),
    "sendNoticeCode": Recorded("notices.code"),
    "confirmNoticeTarget": Recorded("notices.confirm"),
}


@dataclass
class Noted:
    """What a route says of its request for the log: who it turned out to be, whose it is, what else is worth knowing."""

    actor: str | None = None
    owner: str | None = None
    store_id: str | None = None
    detail: Detail = field(default_factory=dict)
    no_deed: bool = False  # what went well was only a question, though others of its route are lines


@dataclass(frozen=True)
class Answered:
    """A request with its answer, as far as the log is concerned."""

    operation_id: str
    path: Mapping[str, str]
    status: int
    origin: Origin
    minute: int
    user: str | None = None
    reason: str = ""


class Recorder:
    """Writes a request's line, if it has one. Never raises: what was accepted stays accepted."""

    def __init__(self) -> None:
        self._minute, self._strangers = 0, 0

    def record(self, log: ActivityLog, repository: Repository, answered: Answered, noted: Noted) -> None:
        """Write the line; where that cannot be done, say all of it in the process's log."""
        row = TABLE.get(answered.operation_id)
        outcome = _outcome(answered.status, row)
        if row is None or outcome is None or (outcome == "done" and noted.no_deed):
            return
        deed = Deed(row.action, outcome, "", "", reason=answered.reason)
        try:
            deed = _deed(repository, row, outcome, answered, noted)
            if deed.actor or self._may_write(answered):
                log.record(deed, answered.origin)
        except StoreyardError as error:
            _not_recorded(deed, answered, error.message)
        except Exception as error:  # noqa: BLE001 - a line that is missing must not turn an answer into an error
            _not_recorded(deed, answered, type(error).__name__)

    def _may_write(self, answered: Answered) -> bool:
        """True unless strangers had their share of this minute. Not exact beside other threads, and need not be."""
        if self._minute != answered.minute:
            if self._strangers > STRANGERS_A_MINUTE:
                logger.warning("refusals of strangers left out of the activity", count=self._strangers - STRANGERS_A_MINUTE)
            self._minute, self._strangers = answered.minute, 0
        self._strangers += 1
        return self._strangers <= STRANGERS_A_MINUTE


def _outcome(status: int, row: Recorded | None) -> str | None:
    if status in REFUSALS:
        return "refused"
    return "done" if row is not None and not row.operation and status < HTTPStatus.BAD_REQUEST else None


def _deed(repository: Repository, row: Recorded, outcome: str, answered: Answered, noted: Noted) -> Deed:
    """The line with its owner. A store is named only to who may see it: for everybody else it is as if it were not there."""
    actor = noted.actor or answered.user or ""
    asked = noted.store_id or answered.path.get("store_id")
    store_id, owner, detail = asked, noted.owner, dict(noted.detail)
    if asked is not None and (not actor or len(asked) > ID_MAX or not _id_pattern.fullmatch(asked)):
        store_id = None
    if store_id is not None and owner is None:
        store = repository.get(STORES, id=store_id)
        owner = store.owner if store else None
        store_id = store_id if store else None
    return Deed(row.action, outcome, actor, owner or actor, store_id, answered.reason, detail)


def _not_recorded(deed: Deed, answered: Answered, cause: str) -> None:
    logger.error(
        "activity not recorded",
        action=deed.action,
        actor=deed.actor or answered.user,
        store_id=deed.store_id,
        outcome=deed.outcome,
        request_id=answered.origin.request_id,
        cause=cause,
    )
