"""What DynamoDB charges for a call, in its request units, computed from what was sent and answered (on-demand tables)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

READ_BYTES, WRITE_BYTES = 4096, 1024
INDEXES = ("related_pk", "listed_pk")  # an item that has the attribute is written into that index too


def read_units(operation: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """Read request units of a GetItem or a Query; one that finds nothing costs as the smallest does."""
    if operation not in {"GetItem", "Query"}:
        return 0
    items = answer.get("Items", []) if operation == "Query" else [answer.get("Item", {})]
    units = max(1, math.ceil(sum(map(size_of, items)) / READ_BYTES))
    return units if request.get("ConsistentRead") else units / 2


def write_units(operation: str, request: Mapping[str, Any]) -> float:
    """Write request units: in a transaction each item counts twice, in each index that it is in once.

    A removal counts as a write of the smallest item into table and indexes: the request does not say what it removes.
    """
    if operation != "TransactWriteItems":
        return 0
    units = 0.0
    for kind, change in ((kind, change) for item in request["TransactItems"] for kind, change in item.items()):
        item = change.get("Item", {})
        each = max(1, math.ceil(size_of(item) / WRITE_BYTES))
        written = len(INDEXES) if kind == "Delete" else sum(name in item for name in INDEXES)
        units += 2 * each + (0 if kind == "ConditionCheck" else written * each)
    return units


def size_of(item: Mapping[str, Any]) -> int:
    """Bytes of an item as DynamoDB counts them: names and values in UTF-8."""
    return sum(len(name.encode()) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())
