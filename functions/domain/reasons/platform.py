"""Reasons of the platform itself: its queue, its workers, its playbooks, its machine."""

from __future__ import annotations

from functions.domain.reasons.base import Reason

REASONS = (
    Reason(
        "InvalidRequest",
        title="A value is not valid",
        meaning="A variable of the store breaks a rule; the message names both.",
        next_step="Change the value that the message names, then ask again.",
        retryable=False,
    ),
    Reason(
        "PlaybookError",
        title="A playbook or its variables have a fault",
        meaning="Ansible could not evaluate a task: a variable of the inventory is missing, or a role has a fault.",
        next_step="Have the operator compare the inventory with docs/settings.md; if nothing is missing there, report it.",
    ),
    Reason(
        "AnsibleError",
        title="A step failed with no known cause",
        meaning="A step failed in a way that no rule knows; the message is what it said.",
        next_step="Read the message and the evidence, then ask again; report it if they do not explain it.",
    ),
    Reason(
        "PlatformDiskFull",
        title="The platform's disk is full",
        meaning="The machine that the platform runs on has no room left, so a step could not write what it needs.",
        next_step="Free disk on the platform's machine, then ask again.",
    ),
    Reason(
        "RunNotStarted",
        title="The run could not be started",
        meaning="The worker could not start Ansible; the operation waits in the queue and is tried again by itself.",
        next_step="Have the operator read `log/platform.log`: often the disk is full, or the cache was removed.",
    ),
    Reason(
        "QueueTimeout",
        title="It was not started in time",
        meaning="No worker started the operation within `QUEUE_TIMEOUT`; the message says what it waited for.",
        next_step="See at `/health/ready` that a worker runs, give it more slots if all are taken, then ask again.",
    ),
    Reason(
        "TimedOut",
        title="It did not end in time",
        meaning="The operation was ended since it took longer than it may; the message says which step it was at.",
        next_step="Read the evidence, then ask again; give it more time with `OPERATION_TIMEOUT` where the machine is slow.",
    ),
    Reason(
        "WorkerLost",
        title="Its worker was lost again and again",
        meaning="The worker died or its run broke off five times, so the operation was given up.",
        next_step="Have the operator look for a shortage of memory on the platform's machine, then ask again.",
    ),
    Reason(
        "GaveWay",
        title="It gave way to something else",
        meaning="Only the schedule had asked for it, and somebody asked for something else on the store.",
        next_step="Nothing is to be done: the schedule makes up for it.",
    ),
    Reason(
        "Canceled",
        title="It was canceled",
        meaning="Somebody canceled the operation, or a deletion took its place.",
        next_step="Where the store is `failed` now, make it whole with `storeyard store retry {store}`, or delete it.",
    ),
)
