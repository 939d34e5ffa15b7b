"""The subscriber of the outbox that follows operations asked for in a chat. It sends nothing: courier.py does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.chat import MESSAGE_TIME, ChatMessage, place_of
from functions.domain.chat_entities import CHAT_MESSAGES
from functions.domain.entities import OPERATIONS
from functions.domain.errors import Unreadable, VersionConflict
from functions.domain.operation import Operation
from functions.domain.outbox import OutboxEntry

WRITE_ATTEMPTS: Final = 20


class ChatFollower:
    """Notes how far the message of an operation is behind. What it says is read when it is sent, so nothing is sent late."""

    def __init__(self, *, repository: Repository, clock: Clock, changed: Callable[[], object] = lambda: None) -> None:
        self._repository = repository
        self._clock = clock
        self._changed = changed

    @property
    def name(self) -> str:
        """What this subscriber of the outbox is called."""
        return "chat"

    def handle(self, entry: OutboxEntry) -> None:
        """Note an event. Raises Unavailable, VersionConflict: offer it again."""
        for _ in range(WRITE_ATTEMPTS):
            row = self._repository.get(CHAT_MESSAGES, operation_id=entry.operation_id)
            written = self._first(entry) if row is None else self._next(row, entry)
            if written is None:
                return
            try:
                self._repository.commit(Insert(written) if row is None else Replace(written))
            except VersionConflict:
                continue
            self._changed()
            return
        raise VersionConflict("the message is changing right now; it is offered again")

    def _first(self, entry: OutboxEntry) -> ChatMessage | None:
        """The row of a message, which begins with its operation's first event: the others then need one read each."""
        if entry.number != 1:
            return None
        operation = self._operation(entry.operation_id)
        place = place_of(operation.source, operation.address) if operation else None
        if place is None:
            return None
        now = self._clock.now()
        return ChatMessage(
            operation_id=entry.operation_id,
            provider=place.provider,
            team=place.team,
            channel=place.channel,
            chat_user=place.user,
            told=entry.number,
            final=entry.event.final,
            due_at=now,
            expires_at=now + MESSAGE_TIME,
        )

    def _next(self, row: ChatMessage, entry: OutboxEntry) -> ChatMessage | None:
        if entry.number <= row.told and not (entry.event.final and not row.final):
            return None
        return row.model_copy(update={"told": max(row.told, entry.number), "final": row.final or entry.event.final})

    def _operation(self, operation_id: str) -> Operation | None:
        try:
            return self._repository.get(OPERATIONS, id=operation_id)
        except Unreadable:
            return None
