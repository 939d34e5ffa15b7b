"""What goes wrong on the stage with the shops that are there for it."""

from __future__ import annotations

from dataclasses import dataclass

from functions.domain.evidence import Evidence, PodEvidence, WarningEvent

CRASH = Evidence(
    pods=(
        PodEvidence("db-0", "db", ready=True, running=True),
        PodEvidence(
            "web-7c9d5b6f4-x2k8p",
            "web",
            image="images/web:2",
            waiting="CrashLoopBackOff",
            terminated="Error",
            exit_code=1,
            restarts=5,
            log=(
                "Connecting to the database db:5432",
                "Running migrations",
                'error: relation "payment_session" already exists',
            ),
        ),
    ),
    warnings=(WarningEvent("BackOff", "Pod/web-7c9d5b6f4-x2k8p", "Back-off restarting failed container main"),),
)
NO_IMAGE = Evidence(
    pods=(
        PodEvidence(
            "web-5f6d8c9b7-q4z7m",
            "web",
            image="images/web:3",
            waiting="ImagePullBackOff",
            waiting_message='Back-off pulling image "images/web:3": not found',
        ),
    ),
)
NOTHING = Evidence()
NO_ROOM = Evidence(
    pods=(
        PodEvidence(
            "web-66d7c5d5c9-7hvnb",
            "web",
            unschedulable="0/3 nodes are available: 3 Insufficient memory. preemption: no victims found.",
        ),
    ),
    warnings=(WarningEvent("FailedScheduling", "Pod/web-66d7c5d5c9-7hvnb", "0/3 nodes are available: 3 Insufficient memory."),),
)


@dataclass(frozen=True)
class Trouble:
    """Where an operation fails, what the run says then, and what the cluster shows. `once`: another try goes well."""

    step: str
    message: str
    evidence: Evidence = NOTHING
    once: bool = False
    reason: str = ""
    kinds: frozenset[str] = frozenset()  # none: all that come to the step, or else to their last


HELM = "Helm did not bring the release up: timed out waiting for the condition"
BY_WORD = {
    "broken": Trouble("release", HELM, CRASH),
    "shaky": Trouble("release", HELM, NO_ROOM, once=True),
    "imageless": Trouble("release", HELM, NO_IMAGE),
    "unsellable": Trouble(
        "verify", "The shop took the test order, but its admin does not show it: order 1003 is not among the newest 50."
    ),
    "stuck": Trouble(
        "volumes",
        "PersistentVolumeClaim/uploads is held back by the finalizer kubernetes.io/pvc-protection: the pod web-1 uses it.",
        reason="DeleteBlocked",
        kinds=frozenset({"delete"}),
    ),
    "wobbly": Trouble(
        "verify",
        'The shop on the new version answers the order with 500: relation "payment_session" already exists.',
        kinds=frozenset({"upgrade"}),
    ),
    "full-disk": Trouble(
        "backup",
        "The copy of the database broke off after 3.1 GiB: no space left where backups lie.",
        kinds=frozenset({"backup"}),
    ),
}


def trouble_of(store_id: str, kind: str, *, tries: int) -> Trouble | None:
    """Return what goes wrong with an operation on a shop whose id says so; None: nothing does."""
    found = next((trouble for word, trouble in BY_WORD.items() if word in store_id), None)
    if found is None or (found.once and tries > 1):
        return None
    return found if not found.kinds or kind in found.kinds else None
