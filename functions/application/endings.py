"""What is written in the commit that ends an operation, besides the operation and its store."""

from __future__ import annotations

from datetime import datetime

from functions.application.backup_records import backed_up, rehearsed
from functions.application.counting import tallied
from functions.application.domain_rights import let_go
from functions.application.moving import settled
from functions.application.ports.repository import Change, Repository
from functions.application.proofs import proven
from functions.application.rescheduling import rescheduled
from functions.application.rooms import left_behind
from functions.domain.operation import Operation
from functions.domain.store import Store


def written_with(repository: Repository, ended: Operation, store: Store | None, now: datetime) -> list[Change]:
    """Return the changes: it is counted, its backup is listed or noted, what it proved is said, its schedule goes on, what it
    may have left beside its store or on another cluster is noted, and domains that it took from its store are nobody's.
    `store`: as it was before.
    """
    return [
        *tallied(repository, ended),
        *backed_up(repository, ended, store, now),
        *rehearsed(ended, now),
        *proven(repository, ended, now),
        *rescheduled(repository, ended, now),
        *left_behind(repository, ended, now),
        *settled(repository, ended, now),
        *let_go(repository, ended, store),
    ]
