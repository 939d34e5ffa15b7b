"""An operation's events: numbered without gaps, in text that any store of record can keep, the last one final."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from functions.application.ports.repository import Change, Insert
from functions.domain.operation import Event, EventStatus, Operation, OperationStatus, Outcome
from functions.domain.outbox import entry_of
from functions.domain.shortening import shortened

HISTORY = timedelta(days=90)
STEP_MAX = 100
MESSAGE_MAX = 2000
EVIDENCE_MAX = 50
RESULT_MAX = 100_000
CANCELED = Outcome(OperationStatus.CANCELED, "Canceled", "A later request took its place.")
CANCELED_ON_REQUEST = Outcome(OperationStatus.CANCELED, "Canceled", "It was canceled on request.")

GAVE_WAY = Outcome(OperationStatus.CANCELED, "GaveWay", "It was the schedule's, and gave way to what somebody asked for.")


def cancellation(operation: Operation, *, on_request: bool) -> Outcome:
    """Return how an operation ends that is canceled: since somebody asked for that, or for something else in its place."""
    if on_request:
        return CANCELED_ON_REQUEST
    return GAVE_WAY if operation.scheduled else CANCELED


def with_event(  # noqa: PLR0913 - an event's fields, by name
    operation: Operation, *, at: datetime, step: str, status: EventStatus, message: str, final: bool = False
) -> tuple[Operation, Event]:
    """Return the operation with its event count grown by one, and the event that gets this number."""
    number = operation.event_count + 1
    event = Event(
        operation_id=operation.id,
        number=number,
        at=at,
        step=plain(step, STEP_MAX),
        status=status,
        message=plain(message, MESSAGE_MAX),
        final=final,
        expires_at=at + HISTORY,
    )
    return operation.model_copy(update={"event_count": number}), event


def told(operation: Operation, event: Event) -> list[Change]:
    """Return the changes that write an event and list it as not delivered yet, for the commit that changes the operation."""
    return [Insert(event), Insert(entry_of(operation, event))]


def queued(operation: Operation) -> tuple[Operation, Event]:
    """Return a new operation with its first event."""
    return with_event(
        operation, at=operation.created_at, step="queue", status=EventStatus.INFO, message="Accepted; waiting for a worker"
    )


def canceled(operation: Operation, now: datetime) -> tuple[Operation, Event]:
    """Return the operation ended for a later request, with its final event."""
    return ended(operation, cancellation(operation, on_request=False), now)


def ended(operation: Operation, outcome: Outcome, now: datetime) -> tuple[Operation, Event]:
    """Return the operation ended as the outcome says, with its final event."""
    if not outcome.status.final:
        raise ValueError(f"an operation cannot end as {outcome.status.value}")
    good = outcome.status is OperationStatus.SUCCEEDED
    message = plain(outcome.message, MESSAGE_MAX) or ("Done" if good else "Failed")
    operation = operation.model_copy(
        update={
            "status": outcome.status,
            "reason": outcome.reason,
            "message": message,
            "retryable": outcome.retryable,
            "evidence": tuple(plain(line, MESSAGE_MAX) for line in outcome.evidence[:EVIDENCE_MAX]),
            "result": _plain_result(outcome.result),
            "lease_until": None,
            "finished_at": now,
            "expires_at": now + HISTORY,
        }
    )
    status = EventStatus.SUCCEEDED if good else EventStatus.FAILED
    return with_event(operation, at=now, step="end", status=status, message=message, final=True)


def plain(text: str, limit: int) -> str:
    """Return the text as valid Unicode of at most `limit` characters: what programs print is not always either."""
    return shortened(text.encode("utf-8", "replace").decode(), limit)


def _plain_result(result: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the result as plain JSON, or a note in its place if it is too large: an operation must be able to end."""
    if result is None:
        return None
    text = json.dumps(result, ensure_ascii=False, default=str)
    if len(text) > RESULT_MAX:
        return {"omitted": f"The result had {len(text)} characters, more than the {RESULT_MAX} that are kept."}
    kept: dict[str, Any] = json.loads(plain(text, RESULT_MAX))
    return kept
