"""What a playbook is told: variables named `store_…`, every value of which is data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.domain.kinds import kind_of
from functions.domain.operation import Operation
from functions.domain.origin import is_request_id
from functions.domain.store import StoreSpec


def known_fields(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a spec that this version knows."""
    return {name: value for name, value in spec.items() if name in StoreSpec.model_fields}


def playbook_variables(operation: Operation) -> dict[str, Any]:
    """Return the variables of an operation's playbook: the store's spec, whose it is, the request, the kind's parameters,
    whether nobody but the schedule asked for it, and which revision of its release is on record.

    Fields of the spec that only a newer version knows are left out: the roles refuse what they do not know.
    """
    return {
        **{f"store_{name}": value for name, value in known_fields(operation.spec).items()},
        "store_owner": operation.owner,
        **({"store_request_id": operation.request_id} if is_request_id(operation.request_id) else {}),
        **({"store_scheduled": True} if operation.scheduled else {}),
        **({"store_release_recorded": operation.recorded} if operation.recorded else {}),
        **kind_of(operation.kind).variables(operation.parameters),
    }
