"""What a run of each kind says, step by step, as the kinds' descriptors have them: how long, and with which results."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from functions.application.ports.runs import RunMessage
from functions.domain.backup import BackupCause, Manifest
from functions.domain.kinds import kind_of
from functions.domain.kinds.base import Step
from functions.domain.operation import Operation
from tests.fakes.backups import manifest
from tests.stage.troubles import Trouble

# Seconds that steps take, those that take long; the others one.
LONG: Final = {"release": 3.0, "verify": 1.6, "backup": 2.0, "safety": 1.4, "load": 1.8, "wake": 1.6}
# Steps that a run comes to only when something went wrong.
WAYS_BACK: Final = {
    "configure": {"restore"},
    "mail": {"restore"},
    "safe_mode": {"restore"},
    "upgrade": {"back", "load"},
    "plan": {"back", "load"},
    "rollback": {"back"},
}
VERIFIED: Final = {"orders_before": 1, "order": "1042", "product": "Mug", "total": "12.50", "removed": True}


@dataclass(frozen=True)
class Before:
    """What is installed of a store as an operation begins; the revision 0 is nothing."""

    revision: int = 0
    engine_version: str = "0"
    chart_version: str = "0"


@dataclass(frozen=True)
class Beat:
    """One message, and the seconds that pass before it."""

    seconds: float
    message: RunMessage


def seconds_of(step: Step, operation_id: str) -> float:
    """Return how long a step of an operation takes: much the same each time, and always the same of one operation."""
    drift = zlib.crc32(f"{operation_id}/{step.name}".encode()) % 100 / 250  # up to 0.4
    return round(LONG.get(step.name, 0.7) * (0.8 + drift), 2)


def beats(operation: Operation, trouble: Trouble | None, before: Before, *, pace: float, now: datetime) -> Iterator[Beat]:
    """Yield what the run says."""
    kind = kind_of(operation.kind)
    yield Beat(0.1 * pace, RunMessage(kind="started"))
    steps = [step for step in kind.steps if step.name not in WAYS_BACK.get(kind.name, ())]
    fails = next((step for step in steps if trouble is not None and step.name == trouble.step), None)
    if trouble is not None and fails is None:
        fails = steps[-1]
    for step in steps:
        said = {"role": step.role, "task": step.task or step.doing}
        yield Beat(0.05 * pace, RunMessage(kind="task", **said))
        took = seconds_of(step, operation.id) * pace
        if step is fails and trouble is not None:
            told = {"msg": trouble.message} | ({"reason": trouble.reason} if trouble.reason else {})
            yield Beat(took, RunMessage(kind="failed", result=told, **said))
            yield from _given_up(operation, step, pace)
            yield Beat(0.1 * pace, RunMessage(kind="end", result={"status": "failed", "msg": trouble.message}))
            return
        result = results(operation, before, now) if step is steps[-1] else {}
        yield Beat(took, RunMessage(kind="ok", result=result, **said))
    yield Beat(0.1 * pace, RunMessage(kind="end", result={"status": "successful", "msg": ""}))


def _given_up(operation: Operation, step: Step, pace: float) -> Iterator[Beat]:
    """What the rescue says where a kind has one: the shop is as it was, and sells."""
    key = next((name for name in ("settings", "upgrade") if name in kind_of(operation.kind).result_keys), None)
    if key is not None:
        said = {key: {"in_force": "old", "store": operation.store_id}}
        yield Beat(0.8 * pace, RunMessage(kind="ok", role=step.role, task="Say what is in force", result=said))


def results(operation: Operation, before: Before, now: datetime) -> dict[str, Any]:
    """Return all that a run which went well says, of which the kind keeps what it declares."""
    kind, found = kind_of(operation.kind), dict[str, Any]()
    target, revision = operation.target, before.revision + 1
    if "deployed" in kind.result_keys and target is not None:
        found["deployed"] = {**target.model_dump(), "values_hash": f"values-{revision}", "revision": revision}
    if "backup" in kind.result_keys:
        found["backup"] = manifest_of(operation, before, now).model_dump(mode="json")
    seconds = 20 + zlib.crc32(operation.id.encode()) % 100 / 10
    found |= {
        "verification": VERIFIED,
        "settings": {"in_force": "new", "changed": sorted(operation.parameters)},
        "upgrade": {"in_force": "new", "store": operation.store_id, "revision": revision},
        "rehearsal": {"seconds": seconds},
        "gate": {"closed_at": now.isoformat(), "opened_at": now.isoformat(), "seconds": 4.2},
        "restore": {"data": "restored", "store": operation.store_id},
        "carried": {"orders": 2, "customers": 1, "needs_person": []},
        "volumes": {"db": 1 << 30, "web": 1 << 30},
        "removal": {
            "removed": ["Secret/store-secret", "PersistentVolumeClaim/db"],
            "leftovers": [],
            "scanned": ["ConfigMap", "Deployment", "PersistentVolume", "Secret"],
            "unscanned": [],
        },
    }
    if operation.parameters.get("backup"):
        found["drill"] = {"backup": operation.parameters["backup"], "seconds": seconds}
    return {name: value for name, value in found.items() if name in kind.result_keys}


def manifest_of(operation: Operation, before: Before, now: datetime) -> Manifest:
    """Return what the backup that an operation makes says of itself; its files are those of every backup on the stage."""
    cause = BackupCause.SCHEDULED if operation.scheduled else BackupCause.ASKED
    if operation.kind != "backup":
        cause = BackupCause.SAFETY if operation.kind in {"restore", "rollback"} else BackupCause.UPGRADE
    return manifest(
        operation.id,
        store_id=operation.store_id,
        made_at=now,
        engine=operation.engine,
        cause=cause,
        engine_version=before.engine_version,
        chart_version=before.chart_version,
        revision=before.revision,
        spec=operation.spec,
        counts={"orders": 12 + before.revision, "products": 24, "customers": 9},
        highest_order=str(1000 + before.revision),
        tools={"dump": "17.6"},
    )
