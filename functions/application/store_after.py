"""What the end of an operation makes of its store. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from functions.application.ports.repository import Change, Remove, Replace
from functions.application.proofs import proof_of
from functions.application.variables import known_fields
from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Ended, Kind
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import Store, StoreSpec, StoreStatus
from functions.domain.version import Deployed, Target
from functions.observability import logger


def store_after(store: Store, operation: Operation, now: datetime) -> Change:
    """The store's row once an operation on it has ended: the kind's rule, applied to how it ended."""
    kind = all_kinds()[operation.kind]
    good = operation.status is OperationStatus.SUCCEEDED
    result = operation.result or {}
    before = operation.status_before or store.status
    canceled = operation.status is OperationStatus.CANCELED
    untouched = canceled and not operation.attempt and before.rests
    ended = Ended(good, before, result, operation.doings)
    status = before if untouched else kind.status_after(ended)
    if status is None:
        return Remove(store)
    way_out = kind.way_out(ended)
    told = _canceled(kind.name, status, way_out) if canceled else _told(operation, kind.failure_reason, way_out, good=good)
    update: dict[str, Any] = {"status": status, "active_operation_id": None, "updated_at": now, **told}
    if good:
        update["spec"] = _spec(store.spec, kind, operation)
    if good and kind.moves and isinstance(url := ended.said(kind.name).get("url"), str):
        update["url"] = url
    if good and kind.proves:
        update["verified_at"] = now
    if good and kind.copies:
        update["awaits"] = None
    proof = None if kind.copies else proof_of(operation)
    if proof is not None:
        update |= {"restored_ok_at": now, "restore_seconds": proof.seconds}
    update |= _deployed(result, now, before=(store.deployed, operation.target))
    return Replace(store.model_copy(update=update))


def _told(operation: Operation, reason: str, way_out: str, *, good: bool) -> dict[str, str]:
    """Why the store is as it is, for people and programs."""
    said = f"{operation.message} {way_out}".strip()
    return {"reason": "" if good else (operation.reason or reason), "message": "" if good else said}


def _canceled(kind: str, status: StoreStatus, way_out: str) -> dict[str, str]:
    """A cancel is nothing to say of a store that is well; of another one, what puts it right."""
    if status is not StoreStatus.FAILED:
        return {}
    usual = f"{kind} was canceled: ask for provision (a retry) to have the store made whole, or for its deletion."
    message = f"{kind} was canceled. {way_out}" if way_out else usual
    return {"reason": "Canceled", "message": message}


def _spec(spec: StoreSpec, kind: Kind, operation: Operation) -> StoreSpec:
    """What the store shall be after a success. Fields that only a newer version knows stay in the operation."""
    if not kind.takes_spec:
        return kind.spec_after(spec, operation.parameters)
    return spec.model_copy(update=dict(StoreSpec.model_validate(known_fields(operation.spec))))


def _deployed(result: Mapping[str, Any], now: datetime, *, before: tuple[Deployed | None, Target | None]) -> dict[str, Any]:
    """What a run says it installed. What cannot be read of it must not keep the operation from ending.

    Helm's own record of a revision that was gone back to has no digest of the chart: it is that of what was there `before`.
    """
    if "deployed" not in result:
        return {}
    try:
        deployed = Deployed.model_validate({**result["deployed"], "at": now})
    except (ValidationError, TypeError):
        logger.error("what was installed is not said as it shall be", deployed=result["deployed"])
        return {}
    same = (each for each in before if each is not None and each.chart_version == deployed.chart_version)
    digests = [each.chart_digest for each in same if each.images == deployed.images]
    if not deployed.chart_digest and digests:
        deployed = deployed.model_copy(update={"chart_digest": digests[0]})
    return {"deployed": deployed}
