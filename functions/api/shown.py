"""Operations as callers see them who look at them: with what is to be expected."""

from __future__ import annotations

from collections.abc import Sequence

from functions.api.context import Call
from functions.api.schemas import OperationView
from functions.application.outlook import outlooks
from functions.domain.operation import Operation


def shown(here: Call, operations: Sequence[Operation], live: Sequence[Operation] | None = None) -> list[OperationView]:
    """Return the public form of some operations, with their places in the queue and how long such took.

    `live` is all that is under way, where that was read already.
    """
    platform = here.platform
    found = outlooks(platform.repository, platform.limits, platform.clock.now(), operations, live)
    return [OperationView.of(operation, found[operation.id]) for operation in operations]
