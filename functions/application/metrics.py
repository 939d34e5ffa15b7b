"""The platform in numbers, out of rows that are counted as things happen: the cost does not grow with the number of stores.

An owner gets the same of their own stores, which are few enough to look at, and of what their activity says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Final

from functions.application.activity import ENDED, Wanted, seen
from functions.application.limits import Limits
from functions.application.paging import each
from functions.application.ports.repository import Repository
from functions.application.queries import live_now, slots
from functions.application.queueing import taken
from functions.domain.entities import CENSUS, OWNERS_STORES, RECOUNTS, TALLIES, UNDELIVERED
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation, OperationStatus
from functions.domain.tally import DAYS, Count, Tally, added
from functions.domain.user import User

PAGE: Final = 1000
LINES: Final = 20_000  # an owner's lines of a week that are looked at
Key = tuple[str, str]


@dataclass(frozen=True)
class Metrics:
    """Numbers of now, and of the last seven days by kind and engine. `complete`: every store is counted.

    `waited`, `gone_on`: seconds that the oldest live operation has waited for its first start, or gone on since it.
    """

    statuses: Mapping[str, int]
    ended: Mapping[Key, Count]
    queued: int
    running: int
    slots: int
    complete: bool = True
    waited: float = 0.0
    gone_on: float = 0.0

    def succeeded(self, kind: str) -> int:
        """Return how many operations of a kind succeeded."""
        return sum(
            count.outcomes.get(OperationStatus.SUCCEEDED.value, 0) for (name, _), count in self.ended.items() if name == kind
        )

    @property
    def retries(self) -> int:
        """How often the making of a store was tried again."""
        return sum(count.retries for count in self.ended.values())


def platform_metrics(repository: Repository, limits: Limits, now: datetime) -> Metrics:
    """Return the whole platform's numbers."""
    live = live_now(repository)
    mark = repository.get(RECOUNTS)
    week = [(key, [count for tally in rows for count in tally.week(now.date())]) for key, rows in _tallies(repository)]
    return Metrics(
        statuses=statuses(repository, live),
        ended={key: added(counts) for key, counts in week if counts},
        queued=_number(live, OperationStatus.QUEUED),
        running=taken(slots(repository), limits.slots, now),
        slots=limits.slots,
        complete=mark is not None and mark.done,
        waited=_oldest((one.created_at for one in live if one.started_at is None), now),
        gone_on=_oldest((one.started_at for one in live if one.started_at is not None), now),
    )


def owners_metrics(repository: Repository, user: User, limits: Limits, now: datetime) -> Metrics:
    """Return the numbers of a user's own stores, those that are gone included."""
    stores = Counter(store.status.value for store in each(repository, OWNERS_STORES, owner=user.id))
    live = [operation for operation in live_now(repository) if operation.owner == user.id]
    return Metrics(
        statuses=stores,
        ended=_ended(repository, user, now),
        queued=_number(live, OperationStatus.QUEUED),
        running=_number(live, OperationStatus.RUNNING),
        slots=limits.slots,
    )


def ever(repository: Repository) -> Mapping[Key, Count]:
    """Return how operations ended since the platform counts, by kind and engine."""
    return {key: added(tally.total for tally in rows) for key, rows in _tallies(repository)}


def statuses(repository: Repository, live: Iterable[Operation]) -> Mapping[str, int]:
    """Return how many stores are in which status: as they were counted last, but for those with a live operation."""
    found: Counter[str] = Counter()
    for row in repository.rows(CENSUS):
        found.update(row.stores)
    under_way = list(live)
    replaced = {operation.after for operation in under_way}  # another one has taken their place
    for operation in under_way:
        kind = all_kinds().get(operation.kind)
        if operation.id in replaced or kind is None or operation.status_before is None:
            continue  # where there is no kind, only a newer version knows what it does
        found[kind.running_status(operation.status_before).value] += 1
        if operation.counted is not None:
            found[operation.counted.value] -= 1
    return {name: number for name, number in found.items() if number > 0}


def undelivered(repository: Repository) -> int:
    """Return how many events wait in the outbox, as far as one page tells."""
    return len(repository.find(UNDELIVERED, limit=PAGE))


def _tallies(repository: Repository) -> Iterable[tuple[Key, list[Tally]]]:
    rows = repository.rows(TALLIES, limit=10_000)
    return [(key, list(group)) for key, group in groupby(rows, key=lambda row: (row.kind, row.engine))]


def _ended(repository: Repository, user: User, now: datetime) -> Mapping[Key, Count]:
    since = (now - timedelta(days=DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    found: dict[Key, Count] = {}
    for line in islice(seen(repository, user, Wanted()), LINES):
        if line.at < since:
            break
        if line.action == ENDED and line.owner == user.id:
            key = str(line.detail.get("kind", "")), str(line.detail.get("engine", ""))
            seconds = line.detail.get("seconds")
            took = float(seconds) if isinstance(seconds, int | float) else None
            found[key] = found.get(key, Count()).plus(line.outcome, seconds=took, retry=bool(line.detail.get("retry")))
    return found


def _oldest(times: Iterable[datetime], now: datetime) -> float:
    return max(0.0, *((now - at).total_seconds() for at in times), 0.0)


def _number(live: Iterable[Operation], status: OperationStatus) -> int:
    return sum(operation.status is status for operation in live)
