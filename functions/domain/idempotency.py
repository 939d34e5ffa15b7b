"""What a request that carried an Idempotency-Key was answered with, so that it is done once however often it is sent."""

from __future__ import annotations

from datetime import datetime

from functions.domain.operation import Operation
from functions.domain.record import Record
from functions.domain.store import Store


class IdempotencyRecord(Record):
    """One answer. Written in the commit that accepts the request; store and operation are as they were answered then."""

    user: str
    key: str
    request: str
    store: Store
    operation: Operation
    expires_at: datetime
    version: int = 0
