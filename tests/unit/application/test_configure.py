"""Settings that change: what is installed meanwhile, when the store's spec is another, and what becomes of a failure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert, Replace
from functions.application.queries import promised_charts
from functions.application.stores import StoreService
from functions.application.variables import playbook_variables
from functions.domain.entities import STORES
from functions.domain.errors import InvalidRequest, OperationInProgress, OperationNotAllowed
from functions.domain.kinds.base import Ended
from functions.domain.kinds.configure import KIND, spec_with
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.origin import Origin
from functions.domain.store import Store, StoreStatus
from functions.domain.version import Deployed, Target
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, owner
from tests.fakes.platform import START
from tests.fakes.samples import deployed, operation, spec, store

OLD_CHART: dict[str, Any] = {
    "chart_digest": "old",
    "chart_version": "0.0.9",
    "images": {"medusa": "images/medusa:0", "postgresql": "db:0"},
}
GOOD = Outcome(OperationStatus.SUCCEEDED)
BROKEN = Outcome(OperationStatus.FAILED, "ImagePull", "The image of the shop cannot be pulled.")


@pytest.fixture
def catalogue() -> FakeCatalogue:
    """What is on offer, with the copy of an older chart."""
    made = FakeCatalogue()
    made.kept.add("old")
    return made


@pytest.fixture
def service(repository: FakeRepository, clock: FakeClock, waker: FakeWaker, catalogue: FakeCatalogue) -> StoreService:
    """The use cases over that catalogue."""
    return StoreService(
        repository=repository, catalogue=catalogue, clusters=FakeClusters(), clock=clock, ids=FakeIds(), waker=waker
    )


def installed(repository: FakeRepository, status: StoreStatus = StoreStatus.READY, **fields: Any) -> Store:
    """A store with an older version than today's."""
    was = Deployed.model_validate({**deployed(**{**OLD_CHART, **fields}), "at": START})
    repository.commit(Insert(store(status=status, deployed=was, verified_at=START)))
    return kept(repository)


def kept(repository: FakeRepository) -> Store:
    found = repository.get(STORES, id="demo")
    assert found is not None
    return found


def configure(service: StoreService, **changes: Any) -> Operation:
    return service.request("demo", "configure", owner(), changes).operation


def run(lifecycle: Lifecycle, asked: Operation, outcome: Outcome, result: Mapping[str, Any] | None = None) -> None:
    """Let a worker end it."""
    claimed = lifecycle.claim(asked.id, "worker")
    assert claimed is not None
    lifecycle.finish(asked.id, claimed.fence, outcome.__class__(**{**vars(outcome), "result": dict(result or {})}))


def test_it_installs_what_is_deployed_and_not_what_is_newest(service: StoreService, repository: FakeRepository) -> None:
    installed(repository)

    asked = configure(service, name="Tea")

    assert asked.target == Target(engine_version="1.0.0", **OLD_CHART)
    assert kept(repository).status is StoreStatus.UPGRADING
    variables = playbook_variables(asked)
    assert (variables["store_name"], variables["store_configure_name"]) == ("Demo", "Tea")
    assert variables["store_configure_color"] is None


def test_the_stores_spec_changes_when_it_has_succeeded_and_not_before(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    installed(repository)
    asked = configure(service, name="  Tea ", admin_email="boss@demo.example")
    assert kept(repository).spec == spec()

    run(lifecycle, asked, GOOD, {"deployed": deployed(**OLD_CHART, revision=2), "settings": {"in_force": "new"}})

    now = kept(repository)
    assert now.spec == spec(name="Tea", admin_email="boss@demo.example")
    assert (now.status, now.reason) == (StoreStatus.READY, "")
    assert now.deployed is not None
    assert (now.deployed.revision, now.deployed.chart_digest) == (2, "old")


@pytest.mark.parametrize(
    "row",
    [
        ("ready", {}, "ready"),
        ("failed", {}, "failed"),
        ("ready", {"settings": {"in_force": "old"}}, "ready"),
        ("failed", {"settings": {"in_force": "old"}}, "ready"),
        ("ready", {"settings": {"in_force": "changing"}}, "failed"),
        ("ready", {"settings": {"in_force": "new"}}, "failed"),
        ("ready", {"settings": "odd"}, "ready"),
    ],
)
def test_a_failure_leaves_the_old_settings_and_the_status_that_the_run_has_proven(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, row: tuple[str, Any, str]
) -> None:
    before, result, after = row
    installed(repository, StoreStatus(before))

    run(lifecycle, configure(service, color="#112233"), BROKEN, result)

    now = kept(repository)
    assert (now.status, now.reason, now.message) == (StoreStatus(after), BROKEN.reason, BROKEN.message)
    assert now.spec == spec()


def test_of_a_run_after_another_it_is_not_known_that_nothing_was_touched() -> None:
    assert KIND.status_after(Ended(good=False, before=StoreStatus.READY, attempt=0)) is StoreStatus.READY
    assert KIND.status_after(Ended(good=False, before=StoreStatus.READY, attempt=2)) is StoreStatus.FAILED


def test_canceled_before_it_began_it_leaves_the_store_as_it_was(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    installed(repository)

    lifecycle.cancel(configure(service, name="Tea").id)

    now = kept(repository)
    assert (now.status, now.reason, now.spec) == (StoreStatus.READY, "", spec())


def test_canceled_while_the_shop_changes_it_fails_and_a_retry_puts_back_what_was_deployed(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    installed(repository)
    asked = configure(service, name="Tea")
    claimed = lifecycle.claim(asked.id, "worker")
    assert claimed is not None
    lifecycle.cancel(asked.id)

    lifecycle.finish(asked.id, 1, Outcome(OperationStatus.FAILED, result={"settings": {"in_force": "changing"}}))

    now = kept(repository)
    assert (now.status, now.reason, now.spec) == (StoreStatus.FAILED, "Canceled", spec())
    assert "ask for provision (a retry)" in now.message
    again = service.request("demo", "provision", owner()).operation
    assert again.target == asked.target


def test_a_store_that_never_sold_is_made_again_with_what_is_newest(service: StoreService, repository: FakeRepository) -> None:
    was = Deployed.model_validate({**deployed(**OLD_CHART), "at": START})
    repository.commit(Insert(store(status=StoreStatus.FAILED, deployed=was)))

    target = service.request("demo", "provision", owner()).operation.target

    assert target is not None
    assert target.chart_digest == "digest-of-medusa"


def test_where_the_chart_is_gone_settings_stay_and_a_retry_takes_what_is_newest(
    service: StoreService, repository: FakeRepository, catalogue: FakeCatalogue
) -> None:
    installed(repository, StoreStatus.FAILED)
    catalogue.kept.clear()

    with pytest.raises(OperationNotAllowed, match="that demo was installed with is not here any more"):
        configure(service, name="Tea")
    assert kept(repository).status is StoreStatus.FAILED
    target = service.request("demo", "provision", owner()).operation.target
    assert target is not None
    assert target.chart_digest == "digest-of-medusa"


def test_a_version_that_did_not_record_the_chart_left_what_was_promised(
    service: StoreService, repository: FakeRepository
) -> None:
    installed(repository, chart_digest="")
    with pytest.raises(OperationNotAllowed, match="is not here any more"):
        configure(service, name="Tea")
    promised = {
        "OP000001": {**OLD_CHART, "chart_digest": "elsewhere"},
        "OP000002": OLD_CHART,
        "OP000003": {**OLD_CHART, "chart_version": "9", "chart_digest": "digest-of-medusa"},
    }
    for operation_id, fields in promised.items():
        target = Target(engine_version="1.0.0", **fields)
        ended = operation(operation_id, status=OperationStatus.SUCCEEDED, owner="olga", target=target)
        repository.commit(Insert(ended))
    for number in range(100, 250):  # backups and drills of the schedule since then, which promise nothing
        later = operation(f"OP{number:06d}", kind="backup", status=OperationStatus.SUCCEEDED, owner="olga")
        repository.commit(Insert(later))

    asked = configure(service, name="Tea").target

    assert asked is not None
    assert asked.chart_digest == "old", "the newest that fits"


def test_of_which_nothing_is_installed_nothing_can_be_changed(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store(status=StoreStatus.FAILED)))

    with pytest.raises(OperationNotAllowed, match="nothing is installed of demo yet: ask for provision first"):
        configure(service, name="Tea")


def test_what_is_so_already_takes_no_operation_unless_one_is_under_way(
    service: StoreService, repository: FakeRepository
) -> None:
    there = installed(repository)

    assert service.change("demo", owner(), {"name": "Demo"}) == (there, None)
    changed, asked = service.change("demo", owner(), {"name": "Tea"}, origin=Origin(request_id="R1"))

    assert asked is not None
    assert (changed.active_operation_id, asked.request_id) == (asked.id, "R1")
    with pytest.raises(OperationInProgress):
        service.change("demo", owner(), {"name": "Demo"})


def test_something_has_to_be_said(service: StoreService, repository: FakeRepository) -> None:
    installed(repository)

    for parameters in ({}, {"name": None}, {"plan": "large"}, {"name": ""}):
        with pytest.raises(InvalidRequest):
            service.request("demo", "configure", owner(), parameters)


def test_fields_that_only_a_newer_version_knows_stay() -> None:
    newer = spec().model_copy(update={"scent": "pine"})

    assert spec_with(newer, {"name": "Tea", "color": None}) == newer.model_copy(update={"name": "Tea"})


def test_the_chart_that_a_store_has_installed_is_kept(service: StoreService, repository: FakeRepository) -> None:
    installed(repository)
    repository.commit(Insert(store("other")))
    assert promised_charts(repository) >= {"old"}

    service.request("other", "delete", owner())
    there = kept(repository)
    repository.commit(Replace(there.model_copy(update={"deployed": None})))

    assert promised_charts(repository) == set()
