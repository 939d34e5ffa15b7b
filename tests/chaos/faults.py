"""Faults that end or stop processes. Each is one class: `aim` before the operation, `strike` at its moment, then `heal`."""

from __future__ import annotations

import signal
import threading
import time
from typing import ClassVar

from tests.chaos import targets
from tests.chaos.rounds import Chance
from tests.chaos.scene import Scene

LOOK_SECONDS = 8.0
LOOK_PAUSE = 0.015


class Fault:
    """One fault in one round. `hits` is how many processes it killed."""

    name: ClassVar[str] = ""
    chance: ClassVar[Chance] = Chance(1.0, kills=False)
    recovers: bool = False  # whether the operation is to be at work again soon after it

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.hits = 0

    def aim(self) -> None:
        """Prepare, before the operation is asked for."""

    def strike(self) -> bool:
        """Do it; False if there was nothing to do it to."""
        raise NotImplementedError

    def heal(self) -> None:
        """Put right what does not come right by itself; the platform is started again by whoever plays the round."""

    def settle(self) -> None:
        """Take away what was prepared, after the operation has ended."""

    def _kill(self, *pids: int) -> bool:
        hit = [targets.kill(pid) for pid in pids]
        self.hits += sum(hit)
        return any(hit)


class KillPlatform(Fault):
    """The platform's process: API, worker, reaper and dispatcher at once."""

    name = "platform"
    chance = Chance(10.0, kills=True)
    recovers = True

    def strike(self) -> bool:
        """Kill it; its runs find their lifeline cut."""
        if not self.scene.supervisor.alive:
            return False
        self.scene.supervisor.kill()
        self.hits += 1
        return True


class KillAll(Fault):
    """The platform and every process of its runs, as when the machine's memory or power is gone."""

    name = "all"
    chance = Chance(5.0, kills=True)
    recovers = True

    def strike(self) -> bool:
        """Kill the platform first, so that it starts nothing more. All of them count as one."""
        self.scene.supervisor.kill()
        for pid in targets.marked(self.scene.place):
            targets.kill(pid)
        self.hits += 1
        return True


class KillRun(Fault):
    """The process that runs the playbook."""

    name = "run"
    chance = Chance(6.0, kills=True)
    recovers = True

    def strike(self) -> bool:
        """Kill it, and not what is below it."""
        run = self.scene.run()
        return run is not None and run.runner is not None and self._kill(run.runner)


class KillFork(Fault):
    """One of the processes below: Ansible, a task of it, a module, kubectl."""

    name = "fork"
    chance = Chance(6.0, kills=True)

    def strike(self) -> bool:
        """Kill one of them."""
        run = self.scene.run()
        return run is not None and bool(run.below) and self._kill(self.scene.drawn.choice(run.below))


class KillHelm(Fault):
    """Helm, while it talks to the cluster."""

    name = "helm"
    chance = Chance(6.0, kills=True, kinds=("provision", "configure", "restore", "drill", "delete"))

    def strike(self) -> bool:
        """Look out for one and kill it some moments into its work."""
        end = time.monotonic() + LOOK_SECONDS
        run = self.scene.run()
        while time.monotonic() < end and run is not None and not self.scene.ended():
            found = targets.helm_below(run.runner) if run.runner else []
            if found:
                time.sleep(self.scene.drawn.uniform(0, 0.25))
                return self._kill(*found)
            time.sleep(LOOK_PAUSE)
        return False


class KillAtRequest(Fault):
    """The platform while it answers the request for the operation: it is accepted once, or not at all and asked for again."""

    name = "request"
    chance = Chance(1.5, kills=True)

    def aim(self) -> None:
        """Kill it some milliseconds after this, and start it again, while the client has patience."""
        self._thread = threading.Thread(target=self._strike_soon, daemon=True)
        self._thread.start()

    def strike(self) -> bool:
        """It has happened by now."""
        self._thread.join(60)
        return self.hits > 0

    def _strike_soon(self) -> None:
        time.sleep(self.scene.drawn.uniform(0.0, 0.03))
        self.scene.supervisor.kill()
        self.hits += 1
        self.scene.supervisor.start()


class KillInCommit(Fault):
    """The platform in the middle of a transaction: rows are written and do not count yet."""

    name = "commit"
    chance = Chance(1.5, kills=True)

    def aim(self) -> None:
        """Have a platform that kills itself in one of its next commits, and start it again then.

        That may be before the operation is asked for: the platform commits what it does by itself, too.
        """
        self.scene.supervisor.restart({"CHAOS_COMMITS": str(self.scene.drawn.randrange(2, 30))})
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._start_again, daemon=True)
        self._thread.start()

    def strike(self) -> bool:
        """Wait for it; a run that ends before that has fewer commits."""
        while self._thread.is_alive() and not self.scene.ended():
            time.sleep(0.05)
        return self.hits > 0

    def heal(self) -> None:
        """Whoever plays the round starts the platform from now on."""
        self._over.set()
        self._thread.join(60)

    def settle(self) -> None:
        """Be straight again."""
        if not self.hits:
            self.scene.supervisor.restart()

    def _start_again(self) -> None:
        while not self._over.is_set():
            if not self.scene.supervisor.alive:
                self.hits += 1
                self.recovers = bool(self.scene.operation_id)  # before that, there is nothing to be at work again
                self.scene.supervisor.revive(tries=2)
                return
            time.sleep(0.02)


class KillPod(Fault):
    """A pod of the store, as when its node is lost: the one that copies data if there is one."""

    name = "pod"
    chance = Chance(2.0, kills=True, kinds=("provision", "configure", "backup", "restore", "drill"))

    def strike(self) -> bool:
        """Remove it without letting it end."""
        pods = self.scene.pods()
        if not pods:
            return False
        pod = next((pod for pod in pods if pod == "pod/data"), None) or self.scene.drawn.choice(pods)
        self.scene.notes.append(pod)
        self.scene.kubectl("delete", pod, "--namespace", self.scene.namespace, "--force", "--grace-period=0")
        self.hits += 1
        return True


class StopPlatform(Fault):
    """The platform stands still for longer than its lease lasts, and then goes on as if nothing had happened."""

    name = "stop-platform"

    def strike(self) -> bool:
        """Stop it."""
        self.scene.supervisor.signal(signal.SIGSTOP)
        time.sleep(self.scene.lease + 3)
        return True

    def heal(self) -> None:
        """Let it go on."""
        if self.scene.supervisor.alive:
            self.scene.supervisor.signal(signal.SIGCONT)


class StopRun(Fault):
    """The run's processes stand still for a while."""

    name = "stop-run"

    def strike(self) -> bool:
        """Stop all of them, then let them go on."""
        run = self.scene.run()
        if run is None:
            return False
        for number, pause in ((signal.SIGSTOP, self.scene.lease + 3.0), (signal.SIGCONT, 0.0)):
            for pid in run.pids:
                targets.send(pid, number)
            self.scene.while_it_lasts(pause)
        return True
