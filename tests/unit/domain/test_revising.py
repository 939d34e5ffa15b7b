"""What becomes of a store whose revision was to change, by what the run said last."""

from __future__ import annotations

from typing import Any

import pytest

from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Ended
from functions.domain.kinds.plan import spec_with
from functions.domain.kinds.revising import way_out
from functions.domain.store import StoreStatus
from tests.fakes.samples import store

REVISING = [all_kinds()[name] for name in ("plan", "rollback", "upgrade")]


def ended(in_force: str | None, *, good: bool = False, attempt: int = 1, before: StoreStatus = StoreStatus.READY) -> Ended:
    said: dict[str, Any] = {"store": "demo", "safety": "OP000009", "revision": 3}
    result = {} if in_force is None else {"upgrade": {**said, "in_force": in_force}}
    return Ended(good, before, result, attempt)


@pytest.mark.parametrize("kind", REVISING, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    ("how", "status"),
    [
        (ended("new", good=True), "ready"),
        (ended("old"), "ready"),
        (ended("old", before=StoreStatus.FAILED), "ready"),
        (ended("before"), "ready"),
        (ended("before", before=StoreStatus.FAILED), "failed"),
        (ended("closed"), "failed"),
        (ended("changing"), "failed"),
        (ended("new"), "failed"),
        (ended(None), "ready"),
        (ended(None, attempt=2), "failed"),
    ],
)
def test_a_store_is_ready_where_it_sells_and_failed_where_that_is_not_known(kind: Any, how: Ended, status: str) -> None:
    assert kind.status_after(how) == status
    assert kind.way_out is way_out


@pytest.mark.parametrize("in_force", ["closed", "new"])
def test_where_the_shop_is_whole_behind_the_gate_the_same_again_opens_it(in_force: str) -> None:
    assert "The gate stays closed, and " in way_out(ended(in_force))
    assert "ask for the same again" in way_out(ended(in_force))


def test_what_the_shop_had_is_named_where_the_gate_stays_closed_over_other_data() -> None:
    assert way_out(ended("changing")) == (
        "The gate stays closed. What the shop had before is the backup OP000009: "
        "`storeyard store rollback demo --revision 3 --without-newer-orders` goes back to it."
    )


@pytest.mark.parametrize("how", [ended("new", good=True), ended("old"), ended("before"), ended(None)])
def test_nothing_is_named_where_nothing_was_touched_or_all_is_well(how: Ended) -> None:
    assert way_out(how) == ""


def test_a_change_of_plan_changes_the_plan_and_nothing_else() -> None:
    spec = store().spec
    assert spec_with(spec, {"plan": "large"}) == spec.model_copy(update={"plan": "large"})


def test_only_what_is_newer_is_installed_by_an_upgrade_and_what_is_there_by_a_plan() -> None:
    plan, rollback, upgrade = REVISING
    assert (upgrade.deploys, upgrade.newer, plan.keeps, rollback.goes_back) == (True, True, True, True)
    assert {kind.running for kind in (plan, upgrade)} == {StoreStatus.UPGRADING}
    assert rollback.running is StoreStatus.ROLLING_BACK
