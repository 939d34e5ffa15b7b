"""What the message says that follows an operation: its steps, how it ended, and what can be done where it failed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from functions.application.chat.replies import in_words, sentence, short
from functions.application.chat.said import Action, Button, Said, Task, TaskStatus
from functions.domain.kinds import all_kinds
from functions.domain.operation import Event, EventStatus, Operation, OperationStatus
from functions.domain.reasons import reason_of

FAILED: Final = frozenset({OperationStatus.FAILED, OperationStatus.TIMED_OUT})
EVIDENCE_MAX: Final = 5
STANDS: Final = {
    EventStatus.STARTED: TaskStatus.IN_PROGRESS,
    EventStatus.SUCCEEDED: TaskStatus.COMPLETE,
    EventStatus.FAILED: TaskStatus.ERROR,
}
# The line that asks for it again, by kind; a kind that is not here is asked for on the page.
AGAIN: Final = {
    "provision": "retry {store}",
    "upgrade": "upgrade {store}",
    "verify": "verify {store}",
    "backup": "backup {store}",
    "restore": "restore {store} backup={backup}",
    "rollback": "rollback {store} revision={revision}",
    "delete": "delete {store}",
}


def followed(operation: Operation, events: Sequence[Event], *, page_url: str) -> Said:
    """Return the message as it is now."""
    return Said(
        _how_it_is(operation, events),
        title=_title(operation),
        tasks=_tasks(operation, events),
        edition=operation.event_count,
        links=(link_of(operation, page_url),),
    )


def failure(operation: Operation, *, mention: str, page_url: str) -> Said:
    """Return the message that tells who asked that it failed: why, what was seen and what to do, with a button for a retry."""
    line, reason = again(operation), reason_of(operation.reason)
    advice = (f"What to do: {reason.next_step_of(operation.store_id)}",) if reason else ()
    runbook = ((f"About {reason.name}", f"{page_url}{reason.runbook}"),) if reason else ()
    return Said(
        f"{_title(operation)} failed: {sentence(operation.message)}",
        (*short(operation.evidence[:EVIDENCE_MAX]), *advice),
        (Button("Retry", Action.SAY, line),) if line else (),
        mention=mention,
        links=(link_of(operation, page_url), *runbook),
    )


def again(operation: Operation) -> str:
    """Return the line that asks for an operation again; empty where that cannot help, or cannot be said in a line."""
    if operation.retryable is False or operation.kind not in AGAIN:
        return ""
    named = {name: value for name, value in operation.parameters.items() if isinstance(value, str | int)}
    try:
        return AGAIN[operation.kind].format(store=operation.store_id, **named)
    except KeyError:
        return ""


def link_of(operation: Operation, page_url: str) -> tuple[str, str]:
    """Return where there is more of an operation."""
    return "Open it on the page", f"{page_url}/operations/{operation.id}"


def _title(operation: Operation) -> str:
    name = operation.spec.get("name") or operation.store_id
    return f"{in_words(operation.kind).capitalize()} of {name} ({operation.store_id})"


def _how_it_is(operation: Operation, events: Sequence[Event]) -> str:
    if operation.status is OperationStatus.SUCCEEDED:
        return f"{_title(operation)} is done: {sentence(operation.message)}"
    if operation.status.final:
        return f"{_title(operation)} {in_words(operation.status)}: {sentence(operation.message)}"
    last = events[-1].message if events else "Accepted; waiting for a worker"
    return f"{_title(operation)}: {last}"


def _tasks(operation: Operation, events: Sequence[Event]) -> tuple[Task, ...]:
    """The kind's steps. One that did not happen in an operation that succeeded is not shown: there was nothing to do."""
    kind = all_kinds().get(operation.kind)
    if kind is None:
        return ()
    last = _last_of_each(events)
    software = in_words(operation.engine).capitalize()
    tasks = []
    for step in kind.steps:
        event = last.get(step.name)
        if event is None and operation.status is OperationStatus.SUCCEEDED:
            continue
        title = event.message if event else step.doing.format(software=software)
        tasks.append(Task(step.name, title, _status(operation, event)))
    return tuple({task.name: task for task in tasks}.values())


def _status(operation: Operation, event: Event | None) -> TaskStatus:
    found = STANDS.get(event.status, TaskStatus.PENDING) if event else TaskStatus.PENDING
    # A run that was killed said nothing of the step that it was at.
    return TaskStatus.ERROR if operation.status.final and found is TaskStatus.IN_PROGRESS else found


def _last_of_each(events: Iterable[Event]) -> Mapping[str, Event]:
    return {event.step: event for event in events if event.status in STANDS}
