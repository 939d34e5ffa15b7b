"""What a playbook is told: variables named `store_…`, every value of which is data."""

from __future__ import annotations

from typing import Any

from functions.domain.kinds import kind_of
from functions.domain.operation import Operation


def playbook_variables(operation: Operation) -> dict[str, Any]:
    """Return the variables of an operation's playbook: the store's spec, whose it is, and the kind's parameters."""
    return {
        **{f"store_{name}": value for name, value in operation.spec.items()},
        "store_owner": operation.owner,
        **kind_of(operation.kind).variables(operation.parameters),
    }
