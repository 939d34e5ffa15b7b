"""What is explored: each scenario within bounds that take seconds, and within larger ones (`pytest -m long`)."""

from __future__ import annotations

from typing import Final, NamedTuple

from functions.domain.operation import OperationStatus
from tests.model.actors import Rules
from tests.model.report import Scenario
from tests.model.state import Actor, Bounds, Call

CLIENT, RIVAL = Actor("client", "client"), Actor("rival", "client")
WORKERS: Final = (Actor("worker-1", "worker"), Actor("worker-2", "worker"))
REAPER: Final = Actor("reaper", "reaper")
DISPATCHERS: Final = (Actor("dispatcher-1", "dispatcher"), Actor("dispatcher-2", "dispatcher"))
ALL: Final = (CLIENT, *WORKERS, REAPER, DISPATCHERS[0])
CREATE: Final = Call("create", ("alpha",))
VERIFY, DELETE = Call("ask", ("alpha", "verify")), Call("ask", ("alpha", "delete"))
CANCEL: Final = Call("cancel", ("alpha",))
MADE: Final = (
    ("client", CREATE),
    ("worker-1", Call("claim", ("OP000001", "worker"))),
    ("worker-1", Call("finish", ("OP000001", 1, "succeeded"))),
    ("dispatcher-1", Call("dispatch", ("dispatcher-1.0",))),
)
GOOD_OR_BAD: Final = (OperationStatus.SUCCEEDED, OperationStatus.FAILED)


class Case(NamedTuple):
    """A scenario, with its larger bounds."""

    scenario: Scenario
    larger: Bounds


CASES: Final = (
    Case(
        Scenario("create, then delete", ALL, Rules({"client": (CREATE, DELETE)}, deeds=()), Bounds(2, 1, 0, 1, 2)),
        Bounds(2, 1, 0, 2, 2),
    ),
    Case(
        Scenario("create, then delete, all at once", ALL, Rules({"client": (CREATE, DELETE)}, deeds=()), Bounds(1, 0, 0, 1, 4)),
        Bounds(1, 1, 0, 1, 4),
    ),
    Case(
        Scenario(
            "verify, then cancel",
            ALL,
            Rules({"client": (VERIFY, CANCEL)}, deeds=("renew",)),
            Bounds(1, 0, 0, 1, 2),
            before=MADE,
        ),
        Bounds(2, 1, 0, 1, 2),
    ),
    Case(
        Scenario(
            "create while the state is away",
            ALL,
            Rules({"client": (CREATE,)}, deeds=("record",), releases=True),
            Bounds(1, 0, 1, 1, 2),
        ),
        Bounds(2, 1, 1, 2, 2),
    ),
    Case(
        Scenario(
            "one asks for verify, one for delete",
            (CLIENT, RIVAL, *WORKERS, REAPER, DISPATCHERS[0]),
            Rules({"client": (VERIFY,), "rival": (DELETE,)}, deeds=()),
            Bounds(0, 1, 0, 1, 2),
            before=MADE,
        ),
        Bounds(2, 1, 0, 1, 2),
    ),
    Case(
        Scenario(
            "two stores, one slot",
            ALL,
            Rules({"client": (CREATE, Call("create", ("beta",)))}, deeds=()),
            Bounds(1, 0, 0, 1, 2),
            shops=("alpha", "beta"),
            slots=1,
        ),
        Bounds(2, 1, 0, 1, 2),
    ),
    Case(
        Scenario(
            "two dispatchers beside a worker",
            (WORKERS[0], REAPER, *DISPATCHERS),
            Rules({}, deeds=(), outbox=True),
            Bounds(0, 0, 0, 1, 2),
            before=MADE[:1],
        ),
        Bounds(1, 1, 0, 1, 2),
    ),
    Case(
        Scenario(
            "a dispatcher while a delete takes over",
            (CLIENT, WORKERS[0], REAPER, DISPATCHERS[0]),
            Rules({"client": (DELETE,)}, deeds=(), outbox=True),
            Bounds(0, 0, 0, 0, 2),
            before=MADE[:1],
        ),
        Bounds(1, 0, 0, 1, 2),
    ),
    Case(
        Scenario("two dispatchers that die", DISPATCHERS, Rules({}, outbox=True), Bounds(1, 1, 0, 1, 2), before=MADE[:3]),
        Bounds(2, 1, 1, 1, 2),
    ),
)
