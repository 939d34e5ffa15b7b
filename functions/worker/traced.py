"""An attempt at an operation as spans: below it one for the playbook, below that one for each role, as they took turns."""

from __future__ import annotations

from functions.application.ports.runs import RunMessage
from functions.application.ports.tracing import NO_SPAN, Attributes, Span, Tracing
from functions.domain.operation import Operation, OperationStatus, Outcome


class RunSpans:
    """Follows the messages of one run. The playbook's span begins now."""

    def __init__(self, tracing: Tracing, *, parent: str, playbook: str) -> None:
        self._tracing = tracing
        self._playbook = tracing.start(f"playbook {playbook}", parent=parent, attributes={"storeyard.playbook": playbook})
        self._role: Span = NO_SPAN
        self._name = ""

    def follow(self, message: RunMessage) -> None:
        """A role begins with its first task and ends with the next one's."""
        if message.kind == "task" and message.role != self._name:
            self._begin(message.role)
        elif message.kind in {"failed", "unreachable"}:
            self._role.fail(str(message.result.get("reason") or "Failed"))

    def end(self, status: str) -> None:
        """The run is over. `status` is what it said of itself; empty: it broke off."""
        self._role.end()
        if status != "successful":
            self._playbook.fail(status or "BrokeOff")
        self._playbook.end()

    def _begin(self, role: str) -> None:
        self._role.end()
        self._name = role
        above = self._playbook.traceparent
        self._role = self._tracing.start(f"role {role}", parent=above, attributes={"storeyard.role": role}) if role else NO_SPAN


def span_of(operation: Operation, tracing: Tracing) -> Span:
    """Start the span of one attempt, below the one of the request that asked for it."""
    attributes: Attributes = {
        "storeyard.operation_id": operation.id,
        "storeyard.store_id": operation.store_id,
        "storeyard.engine": operation.engine,
        "storeyard.attempt": operation.attempt,
        "storeyard.request_id": operation.request_id,
    }
    return tracing.start(f"operation {operation.kind}", parent=operation.trace, attributes=attributes)


def tell(span: Span, ended: Outcome | None) -> None:
    """Say how an attempt ended; None: the operation goes back to the queue."""
    if ended is None:
        span.fail("Requeued")
        return
    span.note({"storeyard.status": ended.status.value})
    if ended.status is not OperationStatus.SUCCEEDED:
        span.fail(ended.reason or "Failed")
