"""What webhooks tell of an event: its type, and its body as it is sent. Pure."""

from __future__ import annotations

import json
from datetime import datetime

from functions.domain.operation import Operation
from functions.domain.outbox import OutboxEntry
from functions.domain.webhook import stage_of


def event_id(entry: OutboxEntry) -> str:
    """Return the id of an event, the same for every endpoint and every try."""
    return f"evt_{entry.operation_id}_{entry.number}"


def event_type(entry: OutboxEntry, operation: Operation | None) -> str:
    """Return an event's type: its operation's kind, and how that stands."""
    ended = operation.status.value if operation is not None and operation.status.final else entry.event.status.value
    return f"{entry.kind}.{stage_of(entry.event, ended)}"


def data_of(entry: OutboxEntry, operation: Operation | None) -> dict[str, object]:
    """Return what is told of an event: thin, nothing secret, and all that a reader needs to ask for more."""
    event = entry.event
    data: dict[str, object] = {
        "store_id": entry.store_id,
        "owner": entry.owner,
        "operation_id": entry.operation_id,
        "kind": entry.kind,
        "number": entry.number,
        "step": event.step,
        "status": event.status.value,
        "message": event.message,
        "final": event.final,
    }
    if event.final and operation is not None:
        data |= {"outcome": operation.status.value, "reason": operation.reason, "retryable": operation.retryable}
    return data


def data_of_test(webhook_id: str) -> dict[str, object]:
    """Return what a test tells."""
    return {"webhook_id": webhook_id, "message": "This is a test. It was asked for, and nothing happened to any store."}


def body_of(kind: str, at: datetime, data: dict[str, object], *, sequence: int, previous: int | None) -> str:
    """Return a body as it is sent and signed. `previous`: the number of what this endpoint was told of the store before."""
    body = {"type": kind, "timestamp": moment(at), "sequence": sequence, "previous": previous, "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def moment(at: datetime) -> str:
    """Return a time as RFC 3339 has it."""
    return at.isoformat().replace("+00:00", "Z")
