"""Random lives of stores over the HTTP API: no answer is a server's error, and what the API says of a store is what it does."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from functions.application.ports.repository import Insert
from functions.domain.entities import STORES
from functions.domain.kinds import all_kinds
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.schedule import SCHEDULED, Due, Schedule
from tests.fakes.machine import SHOPS, LifecycleMachine
from tests.fakes.samples import backup, deployed
from tests.functional.api.client import OLGA, Api, FakePlatform

STEPS = 50
LIVES = 8
NO = {400, 404, 409, 422}


class ApiMachine(LifecycleMachine):
    """The machine with a client of the API in the place of who calls the use cases. Olga, whose stores they are, asks."""

    @initialize()
    def start(self) -> None:
        """Begin with nothing but a backup of each store."""
        self.api = Api(FakePlatform())
        platform = self.api.platform
        self.clock, self.repository = platform.clock, platform.repository
        self.service, self.lifecycle = platform.service, platform.lifecycle
        self.repository.commit(*(Insert(backup(f"B{shop}", store_id=shop)) for shop in SHOPS))
        due = {kind: Due(at=self.clock.now() + timedelta(days=1)) for kind in SCHEDULED}
        self.repository.commit(*(Insert(Schedule(store_id=shop, due_at=self.clock.now(), due=due)) for shop in SHOPS))
        self.accepted, self.runs, self.fences = [], [], defaultdict(int)

    @rule(shop=st.sampled_from(SHOPS))
    def create(self, shop: str) -> None:
        """Somebody wants a store."""
        there = self.api.get(f"/api/stores/{shop}", token=OLGA).status == 200
        answer = self.api.create(shop, token=OLGA)
        assert answer.status == (409 if there else 202), answer.text
        self.note(answer)

    @rule(shop=st.sampled_from(SHOPS), kind=st.sampled_from(sorted(all_kinds())))
    def request(self, shop: str, kind: str) -> None:
        """Somebody wants something done to a store; a store says before what may be asked for."""
        store = self.api.get(f"/api/stores/{shop}", token=OLGA)
        body = {"kind": kind, "parameters": self.parameters(shop, kind)}
        answer = self.api.post(f"/api/stores/{shop}/operations", body, token=OLGA)
        assert answer.status in {202, *NO}, answer.text
        if answer.status == 202:
            assert store.status == 200
            assert kind in store.json["allowed_operations"]
        self.note(answer)

    @rule(shop=st.sampled_from(SHOPS))
    def delete(self, shop: str) -> None:
        """Somebody wants a store to be gone, whatever goes on."""
        there = self.api.get(f"/api/stores/{shop}", token=OLGA).status == 200
        answer = self.api.call("DELETE", f"/api/stores/{shop}", token=OLGA)
        assert answer.status in ({202, 409} if there else {404}), answer.text
        self.note(answer)

    @precondition(lambda self: self.accepted)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        """Somebody wants an operation to end."""
        wanted = data.draw(st.sampled_from(self.accepted[-3:]))
        final = self.operation(wanted).status.final
        answer = self.api.post(f"/api/operations/{wanted}/cancel", {}, token=OLGA)
        assert answer.status == (409 if final else 202), answer.text

    @rule(shop=st.sampled_from(SHOPS))
    def prosper(self, shop: str) -> None:
        """A worker does what a store waits for, well and at once: without it few stores would live to see much."""
        store = self.repository.get(STORES, id=shop)
        wanted = store.active_operation_id if store is not None else None
        if wanted is None:
            return
        self.take(wanted)
        operation = self.operation(wanted)
        if operation.status is OperationStatus.RUNNING:
            result = {"deployed": deployed()} if operation.target is not None else None
            self.lifecycle.finish(wanted, operation.fence, Outcome(OperationStatus.SUCCEEDED, result=result))

    @rule()
    def look(self) -> None:
        """Somebody looks at everything: what is listed is what is there, and events have no gaps."""
        listed = self.api.get("/api/stores", token=OLGA)
        assert listed.status == 200
        for store in listed.json["items"]:
            assert self.api.get(f"/api/stores/{store['id']}", token=OLGA).json["status"] == store["status"]
        for wanted in self.accepted[-3:]:
            told = self.api.get(f"/api/operations/{wanted}/events", token=OLGA).json["events"]
            assert [event["number"] for event in told] == list(range(1, len(told) + 1))
            final = [len(told)] if self.operation(wanted).status.final else []
            assert [event["number"] for event in told if event["final"]] == final

    def note(self, answer: Any) -> None:
        """Remember the operation that was accepted, unless it is one that was under way already."""
        if answer.status == 202 and (accepted := answer.json["operation"]["id"]) not in self.accepted:
            self.accepted.append(accepted)


def live(lives: int) -> None:
    """Try so many lives."""
    chosen = settings(
        max_examples=lives, stateful_step_count=STEPS, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(ApiMachine, settings=chosen)  # type: ignore[no-untyped-call, unused-ignore]


def test_the_api_stays_true_whatever_is_asked_for_and_whoever_dies() -> None:
    live(LIVES)
