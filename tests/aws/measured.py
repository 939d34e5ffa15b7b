"""What was asked of AWS, summed up for docs/aws-costs.json."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tests.aws.cloud import Called


def units(calls: Iterable[Called], times: int = 1) -> dict[str, float]:
    """Units of DynamoDB that calls took, divided among so many."""
    found = list(calls)
    return {
        "reads": round(sum(call.reads for call in found) / times, 1),
        "writes": round(sum(call.writes for call in found) / times, 1),
    }


def operation(calls: Iterable[Called], ended: Mapping[str, Any]) -> dict[str, float]:
    """What an operation took: units of its task, and seconds from its claim to its end, as the operation says them."""
    began, end = (datetime.fromisoformat(ended[name]) for name in ("started_at", "finished_at"))
    mine = units(call for call in calls if call.role == "WorkerRole")
    return {**mine, "seconds": round((end - began).total_seconds(), 1)}
