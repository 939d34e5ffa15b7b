"""Who wrote which field of an object, as the API server knows it (`managedFields`): what neither Helm nor the platform did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from functions.adapters.kube.client import Object
from functions.domain.drift import escaped
from functions.domain.placement import MANAGER

HELM: Final = "helm"
# The platform, Helm, and what Kubernetes itself runs: k3s is all of that in one process.
OWN: Final = frozenset(
    {HELM, "Helm", MANAGER}
    | {"kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "cloud-controller-manager", "k3s"}
)
OPEN_MAPS: Final = frozenset({"f:annotations", "f:labels", "f:data", "f:hard"})  # told key by key
WHOLE: Final = "."  # of an object that somebody made as such
Tree = Mapping[str, Any]


def by_others(item: Object) -> list[tuple[str, Any]]:
    """The fields of an object that somebody else alone wrote: a JSON pointer into the object, and the value of each."""
    entries = [entry for entry in item["metadata"].get("managedFields") or [] if entry.get("subresource") != "status"]
    own, others = dict[str, Any](), dict[str, Any]()
    for entry in entries:
        _merge(own if entry.get("manager") in OWN else others, entry.get("fieldsV1") or {})
    return list(_only(others, own, item, ""))


def removals(pointers: Sequence[str]) -> list[Object]:
    """The operations of a JSON patch that remove fields, those of a list from its end."""
    ordered = sorted(pointers, key=lambda pointer: [_order(part) for part in pointer.split("/")], reverse=True)
    return [{"op": "remove", "path": pointer} for pointer in ordered]


def _only(others: Tree, own: Tree, value: Any, at: str) -> Iterator[tuple[str, Any]]:
    for step, inner in others.items():
        place = None if step == WHOLE else _place(step, value)
        if place is None:
            continue
        key, there = place
        pointer = f"{at}/{escaped(str(key))}"
        if step not in own and (not inner or (WHOLE in inner and step not in OPEN_MAPS)):
            yield pointer, there
        elif inner:
            yield from _only(inner, own.get(step) or {}, there, pointer)


def _place(step: str, value: Any) -> tuple[str | int, Any] | None:
    """Where a step of a field's path leads in a value; None where nothing is there any more."""
    what, _, name = step.partition(":")
    if what == "f":
        return (name, value[name]) if isinstance(value, Mapping) and name in value else None
    if not isinstance(value, list):
        return None
    if what == "i":
        return (int(name), value[int(name)]) if int(name) < len(value) else None
    wanted = json.loads(name)
    for number, item in enumerate(value):
        if _is_item(item, wanted) if what == "k" else item == wanted:
            return number, item
    return None


def _is_item(item: Any, keys: Mapping[str, Any]) -> bool:
    return isinstance(item, Mapping) and all(item.get(key) == value for key, value in keys.items())


def _merge(into: dict[str, Any], more: Tree) -> None:
    for key, value in more.items():
        _merge(into.setdefault(key, {}), value)


def _order(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (-1, part)
