"""/api/stores/metrics: the caller's stores, or an admin's whole platform, in numbers."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Request
from pydantic import Field

from functions.api.context import ApiRouter, call
from functions.api.schemas import View
from functions.application.metrics import Metrics, owners_metrics, platform_metrics
from functions.domain.operation import OperationStatus
from functions.domain.store import StoreStatus
from functions.domain.tally import DAYS, Count
from functions.domain.user import Role

router = ApiRouter()


class EndedView(View):
    """The operations of one kind on one engine that ended in the last days."""

    kind: str
    engine: str
    succeeded: int
    failed: int
    timed_out: int
    canceled: int
    p50_seconds: float | None = Field(description="half of those that succeeded took no longer, within a tenth; null: none did")
    p95_seconds: float | None = Field(description="95 of 100 that succeeded took no longer, within a tenth; null: none did")

    @classmethod
    def of(cls, kind: str, engine: str, count: Count) -> EndedView:
        """Return the public form of a count."""
        outcomes = {status.value: count.outcomes.get(status.value, 0) for status in OperationStatus if status.final}
        p50, p95 = (None if found is None else round(found, 2) for found in (count.quantile(0.5), count.quantile(0.95)))
        return cls(kind=kind, engine=engine, **outcomes, p50_seconds=p50, p95_seconds=p95)


class QueueView(View):
    """What waits."""

    length: int = Field(description="operations that wait for their start")


class SlotsView(View):
    """What runs. An owner sees only own operations."""

    total: int = Field(description="operations that can run at once")
    taken: int = Field(description="operations that run now")


class MetricsView(View):
    """Stores and operations in numbers: a caller's own, an admin's of the whole platform."""

    active: int = Field(description="stores that are ready")
    provisioning: int
    failed: int
    statuses: dict[str, int] = Field(description="stores by status; a status that no store has is left out")
    days: int = Field(description="what follows is of today and the days before, so many together, in UTC")
    upgrades: int = Field(description="upgrades that succeeded")
    rollbacks: int = Field(description="rollbacks that succeeded")
    retries: int = Field(description="how often the making of a store was tried again")
    deletes: int = Field(description="stores that were deleted")
    operations: list[EndedView]
    queue: QueueView
    slots: SlotsView
    complete: bool = Field(description="false while stores of an earlier version are still being counted")

    @classmethod
    def of(cls, found: Metrics) -> MetricsView:
        """Return the public form of metrics."""
        stores = found.statuses
        return cls(
            active=stores.get(StoreStatus.READY.value, 0),
            provisioning=stores.get(StoreStatus.PROVISIONING.value, 0),
            failed=stores.get(StoreStatus.FAILED.value, 0),
            statuses=dict(sorted(stores.items())),
            days=DAYS,
            upgrades=found.succeeded("upgrade"),
            rollbacks=found.succeeded("rollback"),
            retries=found.retries,
            deletes=found.succeeded("delete"),
            operations=[EndedView.of(kind, engine, count) for (kind, engine), count in sorted(found.ended.items())],
            queue=QueueView(length=found.queued),
            slots=SlotsView(total=found.slots, taken=found.running),
            complete=found.complete,
        )


@router.get("/stores/metrics", summary="Stores in numbers", operation_id="getMetrics", tags=["activity"])
def get_metrics(request: Request) -> MetricsView:
    """Return how the caller's stores are and what became of operations in the last seven days; an admin's are everyone's."""
    here = call(request)
    platform, now = here.platform, here.platform.clock.now()
    if here.caller.role is Role.ADMIN:
        return MetricsView.of(platform_metrics(platform.repository, platform.limits, now))
    return MetricsView.of(owners_metrics(platform.repository, here.caller, platform.limits, now))
