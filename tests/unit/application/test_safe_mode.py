"""Safe mode: when the store's spec is another, what becomes of a failure, and which engines have it."""

from __future__ import annotations

from typing import Any

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.stores import StoreService
from functions.application.variables import playbook_variables
from functions.domain.entities import STORES
from functions.domain.errors import InvalidRequest, OperationNotAllowed
from functions.domain.kinds.base import Ended
from functions.domain.kinds.safe_mode import KIND, spec_with
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.store import Store, StoreStatus
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, engine, owner
from tests.fakes.platform import START
from tests.fakes.samples import deployed, spec, store

STAYS = "The shop does not sell with its owner's plugins: it stays in safe mode."


def installed(repository: FakeRepository, status: StoreStatus = StoreStatus.READY, **fields: Any) -> None:
    """The store demo, with these fields of its spec."""
    repository.commit(Insert(store(status=status, spec=spec(**fields), deployed={**deployed(), "at": START})))


def kept(repository: FakeRepository) -> Store:
    found = repository.get(STORES, id="demo")
    assert found is not None
    return found


def on_engine(repository: FakeRepository, clock: FakeClock, *settings: str) -> StoreService:
    """The use cases over an engine that takes over these settings only."""
    return StoreService(
        repository=repository,
        catalogue=FakeCatalogue(engine("medusa", settings=settings)),
        clusters=FakeClusters(),
        clock=clock,
        ids=FakeIds(),
        waker=FakeWaker(),
    )


@pytest.mark.parametrize("on", [True, False])
def test_a_success_alone_changes_the_spec(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, on: bool
) -> None:
    installed(repository, StoreStatus.FAILED, safe_mode=not on)
    asked = service.request("demo", "safe_mode", owner(), {"on": on}).operation
    variables = playbook_variables(asked)
    assert (variables["store_safe_mode"], variables["store_safe_mode_on"]) == (not on, on)
    assert kept(repository).spec.safe_mode is not on
    assert kept(repository).status is StoreStatus.UPGRADING
    assert lifecycle.claim(asked.id, "worker") is not None

    lifecycle.finish(asked.id, 1, Outcome(OperationStatus.SUCCEEDED))

    assert kept(repository).spec == spec(safe_mode=on)
    assert kept(repository).status is StoreStatus.READY


@pytest.mark.parametrize(
    "row",
    [
        (None, "ready", "The shop stops."),
        ("changing", "failed", "The shop stops."),
        ("old", "ready", f"The shop stops. {STAYS}"),
    ],
)
def test_a_failure_leaves_the_spec_and_the_status_that_the_run_has_proven(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, row: tuple[str | None, str, str]
) -> None:
    in_force, status, told = row
    installed(repository, safe_mode=True)
    asked = service.request("demo", "safe_mode", owner(), {"on": False}).operation
    assert lifecycle.claim(asked.id, "worker") is not None
    result = {"settings": {"in_force": in_force}} if in_force else None

    lifecycle.finish(asked.id, 1, Outcome(OperationStatus.FAILED, "CrashLoop", "The shop stops.", result=result))

    now = kept(repository)
    assert (now.spec, now.status, now.reason, now.message) == (spec(safe_mode=True), StoreStatus(status), "CrashLoop", told)


def test_what_went_well_has_no_way_out() -> None:
    good = Ended(good=True, before=StoreStatus.READY, result={"settings": {"in_force": "old"}})

    assert KIND.way_out(good) == ""


def test_fields_that_only_a_newer_version_knows_stay() -> None:
    newer = spec().model_copy(update={"scent": "pine"})

    assert spec_with(newer, {"on": True}) == newer.model_copy(update={"safe_mode": True})


def test_an_engine_that_does_not_know_it_has_no_such_operation(repository: FakeRepository, clock: FakeClock) -> None:
    service = on_engine(repository, clock, "name", "color", "admin_email")
    installed(repository)
    said = "safe mode is not allowed: Medusa runs no plugins and no theme of its owner's"

    for parameters in ({}, {"on": False}):
        with pytest.raises(OperationNotAllowed, match=said):
            service.request("demo", "safe_mode", owner(), parameters)

    assert service.refused(kept(repository))["safe_mode"] == said
    assert kept(repository).status is StoreStatus.READY


@pytest.mark.parametrize("wanted", ["open", "locked"])
def test_a_setting_that_no_version_of_the_engine_takes_over_is_refused(
    repository: FakeRepository, clock: FakeClock, wanted: str
) -> None:
    service = on_engine(repository, clock, "name")
    installed(repository)
    said = "cannot be changed: Medusa's code comes with its image always. Leave it out"

    for ask in (
        lambda: service.change("demo", owner(), {"file_mods": wanted}),
        lambda: service.request("demo", "configure", owner(), {"name": "Tea", "file_mods": wanted}),
    ):
        with pytest.raises(InvalidRequest, match=said) as refused:
            ask()
        assert refused.value.field == "file_mods"
    assert kept(repository).active_operation_id is None


def test_settings_are_as_the_spec_has_them_after_a_change(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    installed(repository)
    asked = service.request("demo", "configure", owner(), {"file_mods": "locked"}).operation
    assert lifecycle.claim(asked.id, "worker") is not None

    lifecycle.finish(asked.id, 1, Outcome(OperationStatus.SUCCEEDED))

    assert kept(repository).spec.file_mods == "locked"


def test_of_a_store_whose_engine_is_on_offer_no_more_nothing_is_said(repository: FakeRepository, clock: FakeClock) -> None:
    service = on_engine(repository, clock)
    repository.commit(Insert(store(spec=spec(engine="toy"), deployed={**deployed("toy"), "at": START})))

    assert "safe_mode" not in service.refused(kept(repository))
