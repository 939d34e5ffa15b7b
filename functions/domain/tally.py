"""Counts that are written in the commit they count: how operations ended, and how many stores are in which status.

A row is one of several of its sort, chosen by a hash, so that what ends at the same time seldom writes the same one; a reader
adds them up. Durations are kept as a histogram whose buckets grow by a fifth, so a quantile of it is right within a tenth.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from pydantic import Field

from functions.domain.operation import Operation, OperationStatus
from functions.domain.record import Record

TALLY_SHARDS: Final = 8
CENSUS_SHARDS: Final = 8
DAYS: Final = 7
_KEPT_DAYS: Final = DAYS + 1
_FIRST, _GROWTH, _LAST_BUCKET = 0.1, 1.2, 88  # the last one ends above ten days


def shard_of(name: str, shards: int) -> int:
    """Return which of the rows counts what is called so."""
    return zlib.crc32(name.encode()) % shards


def bucket_of(seconds: float) -> int:
    """Return the bucket that a duration falls into."""
    if seconds <= _FIRST:
        return 0
    return min(_LAST_BUCKET, max(1, math.ceil(round(math.log(seconds / _FIRST, _GROWTH), 9))))


def upper_bound(bucket: int) -> float:
    """Return the longest duration that falls into a bucket."""
    return _FIRST * float(_GROWTH**bucket)


class Count(Record):
    """How operations ended, and how long those took that succeeded."""

    outcomes: dict[str, int] = Field(default_factory=dict)
    retries: int = Field(default=0, description="those that tried again to make a store")
    seconds: float = Field(default=0.0, description="what those that succeeded took together")
    buckets: dict[str, int] = Field(default_factory=dict, description="their durations, by bucket")

    def plus(self, outcome: str, *, seconds: float | None = None, retry: bool = False) -> Count:
        """Return it with one more that ended."""
        update: dict[str, object] = {"outcomes": _one_more(self.outcomes, outcome), "retries": self.retries + retry}
        if seconds is not None and outcome == OperationStatus.SUCCEEDED.value:
            update |= {"buckets": _one_more(self.buckets, str(bucket_of(seconds))), "seconds": self.seconds + seconds}
        return self.model_copy(update=update)

    def quantile(self, share: float) -> float | None:
        """Return the duration that so large a share did not exceed, within a tenth; None if there is none."""
        number = sum(self.buckets.values())
        if not number:
            return None
        rank, passed = max(1, math.ceil(share * number)), 0
        for bucket in sorted(int(name) for name in self.buckets):
            passed += self.buckets[str(bucket)]
            if passed >= rank:
                break
        return upper_bound(bucket) / (math.sqrt(_GROWTH) if bucket else 1)


def added(counts: Iterable[Count]) -> Count:
    """Return all of them in one."""
    outcomes: Counter[str] = Counter()
    buckets: Counter[str] = Counter()
    retries, seconds = 0, 0.0
    for each in counts:
        outcomes.update(each.outcomes)
        buckets.update(each.buckets)
        retries, seconds = retries + each.retries, seconds + each.seconds
    return Count(outcomes=dict(outcomes), retries=retries, seconds=seconds, buckets=dict(buckets))


class Tally(Record):
    """What ended of one kind on one engine: ever since, and by day for the last days."""

    kind: str
    engine: str
    shard: int
    total: Count = Field(default_factory=Count)
    days: dict[str, Count] = Field(default_factory=dict, description="by date in UTC")
    version: int = 0

    def with_ended(self, operation: Operation, at: datetime) -> Tally:
        """Return it with one more operation that ended, and without days that nobody asks for any more."""
        outcome, seconds, retry = operation.status.value, operation.seconds, operation.again
        today = at.date()
        oldest = (today - timedelta(days=_KEPT_DAYS)).isoformat()
        days = {day: count for day, count in self.days.items() if day > oldest}
        name = today.isoformat()
        days[name] = days.get(name, Count()).plus(outcome, seconds=seconds, retry=retry)
        return self.model_copy(update={"total": self.total.plus(outcome, seconds=seconds, retry=retry), "days": days})

    def week(self, today: date) -> list[Count]:
        """Return the counts of today and the six days before."""
        return [self.days[day] for day in self.days if today - timedelta(days=DAYS) < date.fromisoformat(day) <= today]


class Census(Record):
    """How many stores are in which status since the last operation on each ended."""

    shard: int
    stores: dict[str, int] = Field(default_factory=dict)
    version: int = 0

    def moved(self, before: str | None, after: str | None) -> Census:
        """Return it with a store that was counted as one status counted as another; None: not at all."""
        stores = Counter(self.stores)
        if before is not None:
            stores[before] -= 1
        if after is not None:
            stores[after] += 1
        return self.model_copy(update={"stores": {name: number for name, number in stores.items() if number}})


class Recount(Record):
    """How far the stores of a version that did not count have been counted."""

    after: str = ""
    done: bool = False
    version: int = 0


def _one_more(counts: Mapping[str, int], name: str) -> dict[str, int]:
    return {**counts, name: counts.get(name, 0) + 1}
