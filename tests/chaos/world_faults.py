"""Faults of the platform's own surroundings: wake-ups, clock, a second platform, more workers, full disks."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path
from typing import ClassVar

from tests.chaos.faults import Fault
from tests.chaos.place import PYTHON
from tests.chaos.rounds import Chance

CHUNK = 1 << 20


class WakeUps(Fault):
    """Wake-ups are lost, doubled, or come late and in another order: the record is the queue."""

    how: ClassVar[str] = ""

    def aim(self) -> None:
        """Have a platform that treats them so."""
        self.scene.supervisor.restart({"CHAOS_WAKES": self.how})

    def strike(self) -> bool:
        """It goes on for as long as the operation."""
        return True

    def settle(self) -> None:
        """Be straight again."""
        self.scene.supervisor.restart()


class WakeUpsDropped(WakeUps):
    """None comes."""

    name, how = "wakes-dropped", "dropped"
    chance = Chance(0.6, kills=False)


class WakeUpsDoubled(WakeUps):
    """Each comes twice."""

    name, how = "wakes-doubled", "doubled"
    chance = Chance(0.6, kills=False)


class WakeUpsReordered(WakeUps):
    """Each comes late, some after later ones."""

    name, how = "wakes-reordered", "reordered"
    chance = Chance(0.6, kills=False)


class Clock(Fault):
    """The machine's clock jumps by five minutes in the middle of a run, and back again some time later."""

    seconds: ClassVar[int] = 0

    @property
    def file(self) -> Path:
        """Where the bent platform reads how wrong its clock is."""
        return self.scene.place.folder / "clock"

    def aim(self) -> None:
        """Have a platform whose clock is right for now."""
        self.file.write_text("0", encoding="utf-8")
        self.scene.supervisor.restart({"CHAOS_CLOCK": str(self.file)})

    def strike(self) -> bool:
        """Let it jump, and stay wrong for longer than a lease."""
        self.file.write_text(str(self.seconds), encoding="utf-8")
        self.scene.while_it_lasts(self.scene.lease + 3.0)
        return True

    def heal(self) -> None:
        """Let it jump back."""
        self.file.write_text("0", encoding="utf-8")

    def settle(self) -> None:
        """Be straight again."""
        self.scene.supervisor.restart()


class ClockAhead(Clock):
    """Five minutes ahead: every lease seems to be over."""

    name, seconds = "clock-ahead", 300


class ClockBehind(Clock):
    """Five minutes behind: every lease seems to last long."""

    name, seconds = "clock-behind", -300


class SecondPlatform(Fault):
    """Somebody starts the platform once more on the same folder."""

    name = "second-platform"

    def strike(self) -> bool:
        """It has to refuse, and to say why."""
        place = self.scene.place
        done = subprocess.run(
            [str(PYTHON), "-m", "functions.local"],
            cwd=place.project,
            env={**place.environment(), "STOREYARD_PORT": str(place.port + 1)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 1, f"a second platform on the same folder ended with {done.returncode}"
        assert "running already" in done.stderr, done.stderr
        return True


class MoreWorkers(Fault):
    """Two workers more, each a process of its own as on AWS, want the same operation on the same state."""

    name = "more-workers"

    def strike(self) -> bool:
        """Start both at once; each does nothing, or the work, and ends well."""
        place = self.scene.place
        environment = {**place.environment(), "OPERATION_ID": self.scene.operation_id}
        command = [str(PYTHON), "-m", "functions.worker.handler"]
        with place.log.open("ab") as log:
            workers = [
                subprocess.Popen(command, cwd=place.project, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
                for _ in range(2)
            ]
        codes = [worker.wait(120) for worker in workers]
        assert codes == [0, 0], f"workers ended with {codes}"
        return True


class FullDisk(Fault):
    """A disk is full for some seconds. Each folder of the platform's has a small one, where it may mount one."""

    where: ClassVar[str] = ""

    @property
    def filler(self) -> Path:
        """What takes the room."""
        return self.scene.place.folder / self.where / "filler"

    def strike(self) -> bool:
        """Write until nothing more fits; False where there is no small disk, which a large one must not be filled for."""
        if not self.filler.parent.is_mount():
            return False
        with contextlib.suppress(OSError), self.filler.open("wb", buffering=0) as file:
            while file.write(b"\0" * CHUNK):
                pass
        with contextlib.suppress(OSError), self.filler.open("ab", buffering=0) as file:
            while file.write(b"\0"):
                pass
        self.scene.while_it_lasts(8.0)
        return True

    def heal(self) -> None:
        """Make room."""
        self.filler.unlink(missing_ok=True)

    def settle(self) -> None:
        """Once more, in case that the round was broken off."""
        self.heal()


class FullState(FullDisk):
    """That of the state file, of kept charts and of the log."""

    name, where = "disk-state", "home"


class FullRuns(FullDisk):
    """That of the runs."""

    name, where = "disk-runs", "home/runs"
