"""The outbox: events that subscribers have not all got yet."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from functions.domain.operation import Event, Operation
from functions.domain.record import Record


class OutboxEntry(Record):
    """One event on its way. Written in the commit that writes the event, removed once every subscriber has it."""

    store_id: str
    operation_id: str
    number: int
    owner: str
    kind: str
    event: Event
    delivered_to: tuple[str, ...] = Field(default=(), description="subscribers that have it already")
    attempts: int = Field(default=0, description="how often a subscriber refused it")
    not_before: datetime | None = Field(default=None, description="when it is offered again after a refusal")
    version: int = 0


def entry_of(operation: Operation, event: Event) -> OutboxEntry:
    """Return the outbox entry of an operation's event."""
    return OutboxEntry(
        store_id=operation.store_id,
        operation_id=operation.id,
        number=event.number,
        owner=operation.owner,
        kind=operation.kind,
        event=event,
    )
