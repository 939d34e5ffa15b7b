"""The state of a release and the one thing to do about it: the scenarios that trusted reconcilers test, line by line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from functions.domain.release import (
    LOCKED,
    Action,
    Choice,
    Content,
    Observed,
    ReleaseState,
    Wanted,
    choose,
    state_of,
)

WAS, NEW = Content("1.0.0", {"web": {"replicas": 1}}), Content("1.1.0", {"web": {"replicas": 1}})
KEEP, CHANGE, BACK = Wanted(WAS), Wanted(NEW), Wanted(WAS, 1)
# Revision 2 of two, as the platform left it.
GOOD = Observed(revision=2, status="deployed", records=(1, 2), ours=2, recorded=2, installed=WAS)
NEVER = Observed()
LOCK = replace(GOOD, revision=3, records=(1, 2, 3), ours=3, installed=None)

SCENARIOS = {
    "never installed": (NEVER, KEEP, "absent", "install"),
    "in sync": (GOOD, KEEP, "in_sync", "skip"),
    "another chart is wanted": (GOOD, CHANGE, "behind", "upgrade"),
    "other values are wanted": (GOOD, Wanted(Content("1.0.0", {"web": {"replicas": 2}})), "behind", "upgrade"),
    "a revision whose payload cannot be read": (replace(GOOD, installed=None), KEEP, "behind", "upgrade"),
    # Locked, by a run that is dead.
    "locked pending-install, the first": (
        replace(LOCK, revision=1, records=(1,), ours=None, recorded=0, status="pending-install"),
        KEEP,
        "stale",
        "unlock",
    ),
    "locked pending-install, not the first": (replace(LOCK, status="pending-install"), KEEP, "stale", "unlock"),
    "locked pending-upgrade": (replace(LOCK, status="pending-upgrade"), CHANGE, "stale", "unlock"),
    "locked pending-rollback": (replace(LOCK, status="pending-rollback"), KEEP, "stale", "unlock"),
    "locked uninstalling": (replace(GOOD, status="uninstalling", installed=None), KEEP, "stale", "unlock"),
    "locked pending-upgrade, while it goes back": (replace(LOCK, status="pending-upgrade"), BACK, "stale", "unlock"),
    "locked pending-rollback, while it goes back": (replace(LOCK, status="pending-rollback"), BACK, "stale", "unlock"),
    # Locked, by a run that may be alive.
    "a live lease holds pending-install": (replace(LOCK, status="pending-install", held=True), KEEP, "held", "wait"),
    "a live lease holds pending-upgrade": (replace(LOCK, status="pending-upgrade", held=True), CHANGE, "held", "wait"),
    "a live lease holds pending-rollback": (replace(LOCK, status="pending-rollback", held=True), KEEP, "held", "wait"),
    "a live lease holds uninstalling": (replace(LOCK, status="uninstalling", held=True), KEEP, "held", "wait"),
    "somebody else's Helm is at work": (replace(LOCK, ours=2, status="pending-upgrade", held=True), KEEP, "held", "wait"),
    "somebody else's Helm was killed": (replace(LOCK, ours=2, status="pending-upgrade"), KEEP, "stale", "unlock"),
    "deleted outside, and on its way out": (Observed(recorded=2, ending=True, held=True), KEEP, "held", "wait"),
    "a workload on its way out": (
        replace(GOOD, gone=("Deployment/web",), ending=True, held=True),
        KEEP,
        "held",
        "wait",
    ),
    "a workload that does not go": (replace(GOOD, gone=("Deployment/web",), ending=True), KEEP, "drifted", "repair"),
    # Changed from outside.
    "upgraded outside": (replace(GOOD, revision=3, records=(1, 2, 3), installed=NEW), KEEP, "outside", "upgrade"),
    "upgraded outside, and failed": (
        replace(GOOD, revision=3, records=(1, 2, 3), status="failed", installed=None),
        KEEP,
        "outside",
        "upgrade",
    ),
    "upgraded outside to what is wanted": (
        replace(GOOD, revision=3, records=(1, 2, 3), installed=NEW),
        CHANGE,
        "outside",
        "skip",
    ),
    "rolled back outside": (replace(GOOD, revision=3, records=(1, 2, 3), installed=NEW), KEEP, "outside", "upgrade"),
    "rolled back outside, and it goes back itself": (
        replace(GOOD, revision=3, records=(1, 2, 3), installed=NEW),
        BACK,
        "outside",
        "roll_back",
    ),
    "deleted outside": (Observed(recorded=2), KEEP, "removed", "install"),
    "deleted outside, with its history kept": (
        replace(GOOD, status="uninstalled", installed=None),
        KEEP,
        "removed",
        "install",
    ),
    # Records deleted.
    "the newest record deleted": (
        replace(GOOD, revision=1, records=(1,), status="superseded", installed=None),
        KEEP,
        "superseded",
        "upgrade",
    ),
    "records in between deleted": (replace(GOOD, revision=4, records=(1, 4), ours=4), KEEP, "in_sync", "skip"),
    "all records deleted, the workloads are there": (Observed(recorded=2), CHANGE, "removed", "install"),
    "the record to go back to deleted": (GOOD, Wanted(None, 1), "behind", "refuse"),
    "superseded, while it goes back": (
        replace(GOOD, revision=1, records=(1,), status="superseded", installed=None),
        BACK,
        "superseded",
        "roll_back",
    ),
    # Failed before.
    "the last upgrade failed": (replace(GOOD, status="failed", installed=None), CHANGE, "failed", "upgrade"),
    "the first install failed": (
        Observed(revision=1, status="failed", records=(1,), ours=1),
        KEEP,
        "failed",
        "upgrade",
    ),
    # The shop does not sell on it: a test order failed.
    "the test failed, nothing is taken back": (GOOD, KEEP, "in_sync", "skip"),
    "the test failed, the revision before is put back": (
        replace(GOOD, revision=3, records=(1, 2, 3), ours=3, installed=NEW),
        BACK,
        "behind",
        "roll_back",
    ),
    "the test failed, the revision before is back already": (GOOD, BACK, "in_sync", "skip"),
    # Drifted.
    "a workload was deleted": (replace(GOOD, gone=("Deployment/web",)), KEEP, "drifted", "repair"),
    "an object was changed": (replace(GOOD, drifted=("Service/web spec.ports",)), KEEP, "drifted", "repair"),
    "drifted, and something else is wanted": (replace(GOOD, gone=("Deployment/web",)), CHANGE, "behind", "upgrade"),
    "drifted, while it goes back": (replace(GOOD, gone=("Deployment/web",)), BACK, "drifted", "roll_back"),
    "upgraded outside to what is wanted, and a workload deleted": (
        replace(GOOD, revision=3, installed=NEW, gone=("Deployment/web",)),
        CHANGE,
        "outside",
        "repair",
    ),
    # Before revisions were marked, and between the mark and the revision.
    "no record is marked": (replace(GOOD, ours=None), KEEP, "in_sync", "skip"),
    "the platform was about to write the next one": (replace(GOOD, ours=3), KEEP, "in_sync", "skip"),
}


@pytest.mark.parametrize(("observed", "wanted", "state", "action"), SCENARIOS.values(), ids=list(SCENARIOS))
def test_each_state_has_its_one_action(observed: Observed, wanted: Wanted, state: str, action: str) -> None:
    assert choose(observed, wanted) == Choice(ReleaseState(state), Action(action))


def test_the_scenarios_meet_every_state_and_every_action() -> None:
    met = [choose(observed, wanted) for observed, wanted, _, _ in SCENARIOS.values()]

    assert {choice.state for choice in met} == set(ReleaseState)
    assert {choice.action for choice in met} == set(Action)


@pytest.mark.parametrize(("observed", "wanted", "state", "action"), SCENARIOS.values(), ids=list(SCENARIOS))
def test_retries_are_exhausted_after_one_of_each(observed: Observed, wanted: Wanted, state: str, action: str) -> None:
    again = choose(observed, wanted, [Action(action)])

    assert again.action is Action.REFUSE
    assert again.state is ReleaseState(state)


def test_a_refusal_says_what_was_seen_and_tried() -> None:
    locked = replace(LOCK, status="pending-upgrade")

    assert choose(locked, KEEP, [Action.UNLOCK]).message == (
        "the release is pending-upgrade again after this run has tried unlock"
    )
    assert choose(GOOD, Wanted(None, 7)).message == "the cluster has no record of revision 7 any more"
    assert choose(replace(GOOD, status="failed"), CHANGE, [Action.UPGRADE]).message == (
        "the release is failed again after this run has tried upgrade"
    )


@pytest.mark.parametrize(
    ("observed", "wanted", "said"),
    [
        (GOOD, KEEP, ""),
        (NEVER, KEEP, ""),
        (replace(GOOD, status="failed"), KEEP, ""),
        (
            replace(GOOD, revision=1, records=(1,), status="pending-install"),
            KEEP,
            "Removed the record of revision 1, which a run that was killed left pending-install.",
        ),
        (
            replace(LOCK, status="pending-upgrade"),
            KEEP,
            "Marked as failed revision 3, which a run that was killed left pending-upgrade.",
        ),
        (
            replace(LOCK, ours=2, status="pending-upgrade"),
            KEEP,
            "Marked as failed revision 3, which a Helm outside the platform left pending-upgrade.",
        ),
        (
            replace(GOOD, revision=3, installed=NEW),
            KEEP,
            "Revision 3 (deployed) was made from outside the platform; it is replaced by what is wanted.",
        ),
        (
            replace(GOOD, revision=3, installed=NEW),
            CHANGE,
            "Revision 3 (deployed) was made from outside the platform; it is what is wanted and stays.",
        ),
        (
            Observed(recorded=2),
            KEEP,
            "The release was removed from outside the platform; it is installed again on the volumes that are left. "
            "What else it had is in the store's backups.",
        ),
        (
            replace(GOOD, status="superseded"),
            KEEP,
            "Records newer than revision 2 were removed from outside the platform; it is installed anew.",
        ),
        (
            replace(GOOD, gone=("Deployment/web",), drifted=("Service/db",)),
            KEEP,
            "What was changed from outside the platform is put back: Deployment/web, Service/db.",
        ),
    ],
)
def test_what_the_platform_did_not_do_is_told(observed: Observed, wanted: Wanted, said: str) -> None:
    assert choose(observed, wanted).message == said


def test_records_that_are_missing_are_known() -> None:
    assert replace(GOOD, revision=5, records=(2, 5)).missing == (3, 4)
    assert GOOD.missing == ()
    assert NEVER.missing == ()


@pytest.mark.parametrize("status", sorted(LOCKED))
def test_a_lock_is_never_left_alone(status: str) -> None:
    locked = replace(LOCK, status=status)

    assert choose(locked, KEEP).action is Action.UNLOCK
    assert choose(replace(locked, held=True), KEEP).action is Action.WAIT


def test_a_status_that_helm_may_have_one_day_is_a_failed_one() -> None:
    assert state_of(replace(GOOD, status="unknown"), KEEP) is ReleaseState.FAILED


def test_the_table_in_the_documentation_is_what_is_chosen() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs/architecture.md").read_text(encoding="utf-8")
    table = page.split("## The state of a release", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines() if line.startswith("| ")]
    shown = {(row[0], action) for row in rows[1:] for action in row[2].split(", ")}

    met = {choose(observed, wanted) for observed, wanted, _, _ in SCENARIOS.values() if not wanted.revision}
    assert shown == {(choice.state.value, choice.action.value.replace("_", " ")) for choice in met}
