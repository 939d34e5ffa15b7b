"""A kind that nobody knows but this test: a descriptor, a playbook's messages, and everything else follows.

It takes a parameter, its playbook has a `rescue` that puts the old colour back, and it ends ready on the old colour where that
worked, since its rule is a function of how it ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import pytest
from pydantic import Field

from functions.api.openapi import describe
from functions.application.ports.repository import Insert
from functions.application.ports.runs import RunMessage
from functions.application.queries import events_of
from functions.application.variables import playbook_variables
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.kinds import added, allowed_operations
from functions.domain.kinds.base import Ended, Kind, Parameters, Step
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import Color, Store, StoreStatus
from functions.worker.executor import Executor, ExecutorPorts
from tests.fakes.running import FakeObserver, FakeRun, FakeRunner
from tests.fakes.samples import store
from tests.functional.api.client import Api, FakePlatform

ROLE = "store_repaint"


class Paint(Parameters):
    """What colour the shop gets."""

    color: Annotated[Color, Field(description="the new colour")]
    coats: Annotated[int, Field(ge=1, le=3)] = 2


def after_repaint(ended: Ended) -> StoreStatus:
    """Ready in the new colour, or in the old one if that came back; else failed."""
    return StoreStatus.READY if ended.good or "restored" in ended.result else StoreStatus.FAILED


REPAINT = Kind(
    name="repaint",
    summary="give the shop another colour",
    allowed_from=frozenset({StoreStatus.READY}),
    running=StoreStatus.PROVISIONING,
    status_after=after_repaint,
    failure_reason="RepaintFailed",
    done="The shop has its new colour.",
    steps=(
        Step(ROLE, "paint", "Painting", "Painted", task="Paint", reason="PaintPeeled"),
        Step(ROLE, "restore", "Putting the old colour back", "The old colour is back", task="Restore"),
    ),
    parameters=Paint,
    result_keys=("restored",),
    timeout=timedelta(minutes=2),
)
PAINT = RunMessage(kind="task", role=ROLE, task="Paint")
PEELED = RunMessage(kind="failed", role=ROLE, task="Paint", result={"msg": "The paint peeled off"})
RESTORE = RunMessage(kind="task", role=ROLE, task="Restore")
RESTORED = RunMessage(kind="ok", role=ROLE, task="Restore", result={"restored": {"color": "#1f5f54"}})
GAVE_UP = RunMessage(kind="failed", role=ROLE, task="Say that it failed", result={"msg": "The shop was not painted"})
ENDED = {
    "good": (PAINT, RunMessage(kind="end", result={"status": "successful"})),
    "restored": (PAINT, PEELED, RESTORE, RESTORED, GAVE_UP, RunMessage(kind="end", result={"status": "failed"})),
    "lost": (
        *(PAINT, PEELED, RESTORE),
        RunMessage(kind="failed", role=ROLE, task="Restore", result={"msg": "No old colour was found"}),
        RunMessage(kind="end", result={"status": "failed"}),
    ),
}


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    with added(REPAINT):
        yield


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    made.repository.commit(Insert(store(owner="olga")))
    return made


def ask(platform: FakePlatform, **body: object) -> tuple[int, str]:
    reply = Api(platform).post("/api/stores/demo/operations", {"kind": "repaint", **body})
    return reply.status, reply.json["operation"]["id"] if reply.status == 202 else reply.json["detail"]


def run(platform: FakePlatform, messages: tuple[RunMessage, ...]) -> FakeRunner:
    runner = FakeRunner(FakeRun(messages))
    parts = ExecutorPorts(
        repository=platform.repository,
        lifecycle=platform.lifecycle,
        clock=platform.clock,
        catalogue=platform.catalogue,
        runner=runner,
        observer=FakeObserver(),
        worker="here/1",
    )
    assert Executor(parts).run_next()
    return runner


def kept(platform: FakePlatform, operation_id: str) -> tuple[Operation, Store]:
    operation, shop = platform.repository.get(OPERATIONS, id=operation_id), platform.repository.get(STORES, id="demo")
    assert operation is not None
    assert shop is not None
    return operation, shop


def test_it_runs_with_its_parameters_time_and_words(platform: FakePlatform) -> None:
    status, operation_id = ask(platform, parameters={"color": "#AA0000"})
    assert status == 202
    assert kept(platform, operation_id)[1].status is StoreStatus.PROVISIONING

    runner = run(platform, ENDED["good"])

    operation, shop = kept(platform, operation_id)
    assert (operation.status, operation.message) == (OperationStatus.SUCCEEDED, "The shop has its new colour.")
    assert operation.deadline_at == platform.clock.now() + timedelta(minutes=2)
    assert shop.status is StoreStatus.READY
    variables = playbook_variables(runner.started[0])
    assert (variables["store_repaint_color"], variables["store_repaint_coats"]) == ("#AA0000", 2)
    words = [event.message.split(" (")[0] for event in events_of(platform.repository, operation_id)]
    assert words[2:] == ["Painting", "Painted", "The shop has its new colour."]


def test_rescued_it_is_ready_as_before_and_the_root_cause_is_told(platform: FakePlatform) -> None:
    _, operation_id = ask(platform, parameters={"color": "#AA0000"})

    run(platform, ENDED["restored"])

    operation, shop = kept(platform, operation_id)
    assert (operation.status, operation.reason) == (OperationStatus.FAILED, "PaintPeeled")
    assert operation.message == "The paint peeled off."
    assert operation.evidence == ("The paint peeled off.", "then: The shop was not painted.")
    assert operation.result == {"restored": {"color": "#1f5f54"}}
    assert (shop.status, shop.reason, shop.message) == (StoreStatus.READY, "PaintPeeled", "The paint peeled off.")


def test_not_rescued_it_failed_and_the_root_cause_is_told(platform: FakePlatform) -> None:
    _, operation_id = ask(platform, parameters={"color": "#AA0000"})

    run(platform, ENDED["lost"])

    operation, shop = kept(platform, operation_id)
    assert (operation.reason, operation.message) == ("PaintPeeled", "The paint peeled off.")
    assert operation.evidence[1] == "then: No old colour was found."
    assert shop.status is StoreStatus.FAILED


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({}, "parameters.color: is required"),
        ({"color": "red"}, "parameters.color: must be a colour as # and six hexadecimal digits, like #1f5f54"),
        ({"color": "#AA0000", "coats": 9}, "parameters.coats: must be at most 3"),
        ({"color": "#AA0000", "brush": "wide"}, "parameters.brush: is not known here"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_and_change_nothing(
    platform: FakePlatform, parameters: dict[str, object], detail: str
) -> None:
    assert ask(platform, parameters=parameters) == (422, detail)

    assert platform.repository.get(STORES, id="demo") == store(owner="olga")


def test_whoever_asks_what_can_be_asked_for_hears_of_it(platform: FakePlatform) -> None:
    allowed = (
        "backup",
        "clone",
        "configure",
        "domains",
        "drill",
        "install_extensions",
        "mail",
        "move",
        "payments",
        "plan",
        "repair",
        "restore",
        "rollback",
        "rotate",
        "safe_mode",
        "update_extensions",
        "upgrade",
        "verify",
        "delete",
        "repaint",
    )
    assert allowed_operations(StoreStatus.READY) == allowed
    assert Api(platform).get("/api/stores").json["items"][0]["allowed_operations"] == [*allowed]
    assert Api(platform).get("/api/stores/demo").json["allowed_operations"][-1] == "repaint"
    assert Api(platform).get("/api/kinds").json["items"][-1]["name"] == "repaint"
    assert Api(platform).post("/api/stores/demo/operations", {"kind": "polish"}).json["detail"] == (
        "kind: must be one of: provision, backup, clone, configure, domains, drill, install_extensions, mail, move, payments, "
        "plan, repair, restore, rollback, rotate, safe_mode, update_extensions, upgrade, verify, delete, "
        "repaint"
    )
    described = describe()["components"]["schemas"]["CreateOperation"]
    assert described["properties"]["kind"]["enum"][-1] == "repaint"
    assert set(described["oneOf"][-1]["properties"]["parameters"]["properties"]) == {"color", "coats"}
