"""Plays rounds: brings the store into the state that a plan needs, breaks things while the operation goes on, and looks."""

from __future__ import annotations

import random
import subprocess
import time
from dataclasses import dataclass, field

from functions.cli.errors import CliError
from tests.chaos.client import JSON, Api
from tests.chaos.every import FAULTS
from tests.chaos.faults import Fault
from tests.chaos.invariants import Finding, look
from tests.chaos.place import LEASE, TIMEOUT, Place
from tests.chaos.proxy import ApiServerProxy
from tests.chaos.rounds import Plan, Strike
from tests.chaos.scene import Scene
from tests.chaos.state import State
from tests.chaos.supervisor import Supervisor
from tests.chaos.watch import Watch

STEP_SECONDS = 60.0
REVIVALS = 15


@dataclass
class Played:
    """What came of a round."""

    plan: Plan
    status: str = ""
    seconds: float = 0.0
    kills: int = 0
    struck: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    recovery: list[float] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    avoidable: bool = False
    message: str = ""
    notes: list[str] = field(default_factory=list)


class Player:
    """Plays one round after the other on one store at a time."""

    def __init__(self, place: Place, api: Api, supervisor: Supervisor, proxy: ApiServerProxy, *, engine: str) -> None:
        self.place, self.api, self.supervisor, self.proxy, self.engine = place, api, supervisor, proxy, engine
        self.state = State(place)
        self.watch = Watch(place, self.state)
        self.store_id = ""
        self.sold: list[str] = []
        self.asked: list[str] = []
        self._backed = 0  # how many of the orders the newest backup has
        self._stocked: int | None = None  # how many of what is sold the store had when it was made
        self._told = 0

    def play(self, plan: Plan) -> Played:
        """Play one. Whatever becomes of it, the platform runs straight afterwards."""
        played = Played(plan)
        try:
            self._play(plan, played)
        except (AssertionError, CliError, OSError, subprocess.SubprocessError) as error:  # the next round has another store
            played.status = played.status or "broke off"
            played.findings.append(Finding("stuck", f"the round broke off: {type(error).__name__}: {error}"))
            self._start_anew()
        return played

    def _play(self, plan: Plan, played: Played) -> None:
        self._prepare(plan)
        scene = self._scene(plan)
        faults = [FAULTS[strike.fault](scene) for strike in plan.strikes]
        began = time.monotonic()
        try:
            for fault in faults:
                fault.aim()
            asked = self._ask(plan, scene)
            scene.operation_id = asked["id"]
            self.asked.append(asked["id"])
            began = scene.accepted_at = time.monotonic()
            for strike, fault in zip(plan.strikes, faults, strict=True):
                self._strike(strike, fault, played)
            ended = self._ended(scene)
        finally:
            for fault in faults:
                fault.heal()
                self.supervisor.revive(tries=REVIVALS)
                fault.settle()
        played.seconds = time.monotonic() - began
        played.kills = sum(fault.hits for fault in faults)
        played.notes = scene.notes
        self._judge(scene, ended, played)

    def _ended(self, scene: Scene) -> JSON | None:
        """Wait for the operation's end, None if it does not come. A platform that ends late, by a fault of then, is started."""
        until = time.monotonic() + TIMEOUT + LEASE
        while (left := until - time.monotonic()) > 0:
            self.supervisor.revive(tries=REVIVALS)
            if (ended := self.api.finish(scene.operation_id, min(left, LEASE))) is not None:
                return ended
        return None

    def close(self) -> None:
        """Delete the stores that are there."""
        self.supervisor.revive(tries=REVIVALS)
        for store in self.api.client.get("/api/stores")["items"]:
            self.api.calm(self.api.delete(store["id"]))
        self.store_id = ""
        self.watch.stop()

    def _start_anew(self) -> None:
        """Have a platform that runs straight, and no store."""
        self.supervisor.stop()
        self.supervisor.revive(tries=REVIVALS)
        self.store_id = ""

    def _prepare(self, plan: Plan) -> None:
        """Have a store if the plan is about one that is there, and none if it makes one; a backup if it restores one."""
        if plan.kind == "provision":
            if self.store_id:
                self.api.calm(self.api.delete(self.store_id))
            self._name(plan)
            return
        if not self.store_id:
            self._name(plan)
            self._noted(self.api.create(self.store_id, self.engine))
            self._open()
        if plan.kind == "backup":
            self.sold.append(self.api.sell(self.store_id))
        if plan.kind in {"restore", "drill"} and self._backed < len(self.sold):
            self._noted(self.api.do(self.store_id, "backup", {}))
            self._backed = len(self.sold)

    def _name(self, plan: Plan) -> None:
        self.store_id, self.sold, self.asked = f"chaos-{plan.seed % 100000}-{plan.number}", [], []
        self._backed = 0

    def _open(self) -> None:
        """See what a new store has in stock, and sell the first piece of it."""
        self._stocked = self.api.stock(self.store_id)
        self.sold = [self.api.sell(self.store_id)]

    def _left(self) -> int | None:
        """How many are to be in stock now."""
        return None if self._stocked is None else self._stocked - len(self.sold)

    def _noted(self, operation: JSON) -> None:
        self.asked.append(operation["id"])
        self.api.calm(operation)

    def _scene(self, plan: Plan) -> Scene:
        return Scene(
            place=self.place,
            api=self.api,
            state=self.state,
            supervisor=self.supervisor,
            proxy=self.proxy,
            drawn=random.Random(f"{plan.seed}/{plan.number}/scene"),
            store_id=self.store_id,
            engine=self.engine,
            asked=self.asked,
        )

    def _ask(self, plan: Plan, scene: Scene) -> JSON:
        """Ask for the operation; return it."""
        if plan.kind == "provision":
            return self.api.create(self.store_id, self.engine)
        if plan.kind == "delete":
            return self.api.delete(self.store_id)
        parameters: JSON = {}
        if plan.kind == "configure":
            parameters = {"name": f"Round {plan.number}"}
        if plan.kind == "restore":
            parameters = {"backup": self._newest_backup(), "newer_orders": False}
        scene.notes.extend(f"{name}={value}" for name, value in parameters.items())
        return self.api.do(self.store_id, plan.kind, parameters)

    def _newest_backup(self) -> str:
        newest: str = self.api.backups(self.store_id)[0]["id"]
        return newest

    def _strike(self, strike: Strike, fault: Fault, played: Played) -> None:
        """Wait for the moment, strike, heal, and see how soon the operation is at work again."""
        scene = fault.scene
        if not self._wait(scene, strike):
            played.missed.append(str(strike))
            fault.heal()  # what it prepared must not hold up an operation that it came too late for
            return
        before = scene.begun()
        struck, at = fault.strike(), time.monotonic()
        (played.struck if struck else played.missed).append(str(strike))
        fault.heal()
        self.supervisor.revive(tries=REVIVALS)
        if struck and fault.recovers and self._recovered(scene, before):
            played.recovery.append(time.monotonic() - at)

    def _wait(self, scene: Scene, strike: Strike) -> bool:
        """Wait for a strike's moment; False if the operation ended before."""
        if strike.step is None:
            scene.while_it_lasts(strike.after - (time.monotonic() - scene.accepted_at))
            return not scene.ended() or strike.after == 0.0
        end = time.monotonic() + STEP_SECONDS
        while time.monotonic() < end and not scene.ended():
            if any(event["step"] == strike.step for event in scene.state.events(scene.operation_id)):
                scene.while_it_lasts(strike.after)
                return not scene.ended()
            time.sleep(0.02)
        return False

    def _recovered(self, scene: Scene, before: int) -> bool:
        """Wait until the operation is at work again, or has ended."""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            if scene.ended() or scene.begun() > before:
                return True
            time.sleep(0.02)
        return False

    def _judge(self, scene: Scene, ended: JSON | None, played: Played) -> None:
        """Say how it ended, whether that could have been avoided, and what is wrong."""
        kind = played.plan.kind
        if ended is None:
            played.status = "stuck"
            played.findings.append(Finding("stuck", f"{kind} {scene.operation_id} did not end in {TIMEOUT + LEASE} s"))
            self.store_id = ""
            return
        played.status, played.message = ended["status"], ended["message"]
        good = ended["status"] == "succeeded" or self._again(scene, played)
        if kind == "provision" and good:
            self._open()
        if kind == "backup" and good:
            self._backed = len(self.sold)
        if not good:  # nothing that the next rounds could go on with
            played.findings.append(Finding("stuck", f"{kind} failed, and again: {played.message}"))
            self.api.calm(self.api.delete(self.store_id))
            self.store_id = ""
            return
        gone = kind == "delete"
        played.findings += look(scene, sold=self.sold, stock=self._left(), gone=gone)
        seen = self.watch.doubled
        played.findings += [Finding("doubled", said) for said in seen[self._told :]]
        self._told = len(seen)
        if gone:
            self.store_id = ""

    def _again(self, scene: Scene, played: Played) -> bool:
        """Ask for the same once more, with nothing done to it: if that goes well, the failure could have been avoided."""
        try:
            if played.plan.kind == "provision":
                again = self.api.do(self.store_id, "provision", {})
            else:
                again = self._ask(played.plan, scene)
            self._noted(again)
        except CliError as error:
            played.notes.append(str(error))
            return False
        played.avoidable = True
        return True
