"""A store's objects made what was installed again: those that differ, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from functions.adapters.kube import managed
from functions.adapters.kube.client import ApiError, Kube
from functions.adapters.kube.drift import Examined, Looked, removed_by_hand
from functions.adapters.kube.scan import Found
from functions.domain.errors import StoreyardError

REFUSED = range(400, 500)
# What may hold something that nobody else has.
KEPT = frozenset({"PersistentVolumeClaim", "Secret"})


class MendFailed(StoreyardError):
    """The cluster does not take an object as it was installed; the message names it."""

    reason = "RepairFailed"


@dataclass(frozen=True)
class Mended:
    """What was put right (an object with the pointer to a field, or one that was made again), removed, and left as it is."""

    put_right: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def mend(kube: Kube, looked: Looked, *, remove_extra: bool = False) -> Mended:
    """Apply what differs or is missing as it was applied first, and take out what somebody added.

    Raises MendFailed; what came before is put right then.
    """
    due = [each for each in looked.examined if each.live is None or each.differences]
    for each in due:
        try:
            _put_right(kube, each)
        except ApiError as error:
            if error.status not in REFUSED:
                raise
            raise MendFailed(f"{each.wanted.label} cannot be put right: {error.message}") from error
    # Without Helm's record it is not known what was installed: the next installation takes over what is there.
    may_go = remove_extra and looked.drift.revision is not None
    gone = [item for item in looked.extra if may_go and item.kind not in KEPT]
    for item in gone:
        kube.delete(item.path, uid=item.uid)
    left = [item for item in looked.extra if item not in gone]
    return Mended(tuple(name for each in due for name in _names(each)), _labels(gone), _labels(left))


def _put_right(kube: Kube, each: Examined) -> None:
    made = kube.apply(each.wanted.path, each.sent, manager=each.wanted.manager)
    added = removed_by_hand(made)
    if added:
        version = {"op": "test", "path": "/metadata/resourceVersion", "value": made["metadata"]["resourceVersion"]}
        kube.edit(each.wanted.path, [version, *managed.removals(added)])


def _names(each: Examined) -> list[str]:
    return [f"{each.wanted.label} {one.path}".rstrip() for one in each.differences] or [each.wanted.label]


def _labels(items: Sequence[Found]) -> tuple[str, ...]:
    return tuple(item.label for item in items)
