"""Faults of the cluster: its API server away, busy, broken or slow, other credentials, others' hands on a store's objects."""

from __future__ import annotations

import json
import time
from http import HTTPStatus
from typing import ClassVar

from tests.chaos.faults import Fault
from tests.chaos.place import new_token
from tests.chaos.proxy import WELL, Mood
from tests.chaos.release import lock_newest
from tests.chaos.rounds import Chance

FINALIZER = "storeyard.test/chaos"


class ApiServer(Fault):
    """The API server is not as it should be for some seconds."""

    mood: ClassVar[Mood] = WELL
    lasts: ClassVar[float] = 10.0

    def strike(self) -> bool:
        """Let it be so."""
        self.scene.proxy.mood = self.mood
        time.sleep(self.lasts)
        return True

    def heal(self) -> None:
        """Let it be well."""
        self.scene.proxy.mood = WELL

    def settle(self) -> None:
        """Once more, in case that the round was broken off."""
        self.heal()


class ApiServerBusy(ApiServer):
    """Half of all requests are too many."""

    name, mood = "api-429", Mood(HTTPStatus.TOO_MANY_REQUESTS, share=0.5)


class ApiServerBroken(ApiServer):
    """One in five requests meets an error of the server's own."""

    name, mood = "api-500", Mood(HTTPStatus.INTERNAL_SERVER_ERROR, share=0.2)


class ApiServerSlow(ApiServer):
    """Each answer comes a second late."""

    name, mood = "api-slow", Mood(delay=1.0)


class ApiServerDown(Fault):
    """Nobody listens for twenty seconds, and every connection breaks."""

    name = "api-down"
    lasts: ClassVar[float] = 20.0

    def strike(self) -> bool:
        """Take it away."""
        self.scene.proxy.down()
        time.sleep(self.lasts)
        return True

    def heal(self) -> None:
        """Bring it back."""
        self.scene.proxy.up()

    def settle(self) -> None:
        """Once more, in case that the round was broken off."""
        self.heal()


class Credentials(Fault):
    """The kubeconfig's credentials expire, and are renewed some seconds later."""

    name = "credentials"
    lasts: ClassVar[float] = 8.0

    def strike(self) -> bool:
        """From now on the server takes others."""
        self.scene.proxy.token = new_token()
        time.sleep(self.lasts)
        return True

    def heal(self) -> None:
        """Write them into the kubeconfig."""
        proxy = self.scene.proxy
        self.scene.place.write_kubeconfig(proxy.address, proxy.certificate, proxy.token)

    def settle(self) -> None:
        """Once more, in case that the round was broken off."""
        self.heal()


class LockedRelease(Fault):
    """A Helm that somebody else ran and that was killed has left the release locked: `pending-upgrade`, and nobody at work."""

    name = "locked-release"
    chance = Chance(
        1.5, kills=False, kinds=("configure", "delete")
    )  # a restore needs no Helm: the next one that does takes the lock

    def aim(self) -> None:
        """Leave it so before the operation is asked for."""
        self.locked = lock_newest(self.scene.namespace, self.scene.store_id)

    def strike(self) -> bool:
        """It has been so all the while."""
        return self.locked


class ChangedRelease(Fault):
    """Somebody upgrades the release by hand, before the operation and again while it goes on."""

    name = "changed-release"
    chance = Chance(1.0, kills=False, kinds=("verify", "configure", "backup"))

    def aim(self) -> None:
        """Before."""
        self.strike()

    def strike(self) -> bool:
        """The same chart with the same values: a revision that the platform did not make."""
        chart = self.scene.place.project / "charts" / self.scene.engine
        done = self.scene.helm("upgrade", self.scene.store_id, str(chart), "--reuse-values", "--timeout", "30s")
        self.scene.notes.append("upgraded by hand" if not done.returncode else "not upgraded by hand: the release was locked")
        return True


class Finalizer(Fault):
    """An object whose finalizer nobody serves keeps the namespace from ending, until somebody takes it away."""

    name = "finalizer"
    chance = Chance(2.0, kills=False, kinds=("delete",), steps=("scan", "release", "pods", "namespace"))  # it ends no namespace
    lasts: ClassVar[float] = 12.0

    def aim(self) -> None:
        """Make it."""
        self._metadata = {"name": "wedge", "namespace": self.scene.namespace, "finalizers": [FINALIZER]}
        self.scene.apply({"apiVersion": "v1", "kind": "ConfigMap", "metadata": self._metadata})

    def strike(self) -> bool:
        """Let the namespace wait."""
        self.scene.while_it_lasts(self.lasts)
        return True

    def heal(self) -> None:
        """Take the finalizer away."""
        nothing = json.dumps({"metadata": {"finalizers": None}})
        words = ("patch", "configmap", "wedge", "--namespace", self.scene.namespace, "--type=merge", f"--patch={nothing}")
        self.scene.kubectl(*words)

    def settle(self) -> None:
        """Once more, in case that the round was broken off."""
        self.heal()
