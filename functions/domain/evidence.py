"""What a store's namespace shows, in words that do not depend on a client of Kubernetes."""

from __future__ import annotations

from dataclasses import dataclass

NAMES = {"web": "shop", "db": "database", "queue": "shop's queue"}


@dataclass(frozen=True)
class PodEvidence:
    """What one pod shows. `started`: it runs, and has answered its first probe since. `log` is the end of the container that
    died last, with nothing secret in it; `log_since` is that of the one that was started in its place and runs now. `evicted`:
    what the node said that removed it.
    """

    name: str
    component: str
    image: str = ""
    ready: bool = False
    running: bool = False
    started: bool = False
    waiting: str = ""
    waiting_message: str = ""
    terminated: str = ""
    exit_code: int | None = None
    init: bool = False
    restarts: int = 0
    unschedulable: str = ""
    evicted: str = ""
    log: tuple[str, ...] = ()
    log_since: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people call the component."""
        return name_of(self.component)


@dataclass(frozen=True)
class WarningEvent:
    """A Kubernetes event of type Warning."""

    reason: str
    subject: str
    message: str


@dataclass(frozen=True)
class Refusal:
    """Why the cluster does not let pods of a component in, as its workload says it."""

    component: str
    message: str


@dataclass(frozen=True)
class Evidence:
    """What a store's namespace shows at the moment of a failure, or while it is waited for."""

    reachable: bool = True
    pods: tuple[PodEvidence, ...] = ()
    warnings: tuple[WarningEvent, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def name_of(component: str) -> str:
    """What people call a component of a store."""
    return NAMES.get(component, component or "store")
