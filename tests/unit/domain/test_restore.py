"""What the end of a restore makes of its store."""

from __future__ import annotations

from typing import Any

import pytest

from functions.domain.kinds.base import Ended
from functions.domain.kinds.restore import KIND
from functions.domain.store import StoreStatus

READY, FAILED = StoreStatus.READY, StoreStatus.FAILED


def ended(data: str | None, *, good: bool = False, before: StoreStatus = READY, attempt: int = 1) -> Ended:
    """How a restore ended, that said this last of the data."""
    result: dict[str, Any] = {} if data is None else {"restore": {"store": "demo", "safety": "OP7", "data": data}}
    return Ended(good, before, result, attempt)


@pytest.mark.parametrize("before", [READY, FAILED])
def test_a_restore_that_went_well_clears_the_failure_of_a_store(before: StoreStatus) -> None:
    assert KIND.status_after(ended("restored", good=True, before=before)) is READY


@pytest.mark.parametrize("before", [READY, FAILED])
@pytest.mark.parametrize(("data", "attempt"), [("before", 1), ("before", 2), (None, 1)])
def test_one_that_changed_nothing_leaves_the_store_as_it_was_also_if_that_is_broken(
    data: str | None, attempt: int, before: StoreStatus
) -> None:
    asked = ended(data, before=before, attempt=attempt)

    assert (KIND.status_after(asked), KIND.way_out(asked)) == (before, "")


@pytest.mark.parametrize(("data", "attempt"), [("closed", 1), ("loading", 1), ("restored", 1), (None, 2)])
def test_one_that_may_have_changed_something_is_failed(data: str | None, attempt: int) -> None:
    assert KIND.status_after(ended(data, attempt=attempt)) is FAILED


@pytest.mark.parametrize("data", ["loading", "restored"])
def test_after_the_load_began_the_way_back_is_named(data: str) -> None:
    said = "The gate stays closed. What the shop had before is the backup OP7: `storeyard store restore demo --backup OP7` "

    assert KIND.way_out(ended(data)) == f"{said}goes back to it."
