"""Each rule of the diagnosis at its edges, and the lines of evidence as they are shown."""

from __future__ import annotations

from typing import Any

import pytest

from functions.domain.diagnosis import (
    IMAGE_REASONS,
    RESTARTS_HASTY,
    RESTARTS_MAX,
    VOLUME_REASONS,
    Failure,
    diagnose,
    lasting,
    sentence,
)
from functions.domain.evidence import Evidence, PodEvidence, Refusal, WarningEvent
from functions.domain.kinds import steps
from functions.domain.reasons import all_reasons

RELEASE = Failure("store_release", "The shop did not become ready.", "NotReady", step=steps.RELEASE)
NOT_READY = ("NotReady", "The shop did not become ready.", True)


def pod(component: str = "web", **fields: object) -> PodEvidence:
    return PodEvidence(name=f"{component}-0", component=component, **fields)  # type: ignore[arg-type]


def said(evidence: Evidence, failure: Failure = RELEASE) -> tuple[str, str, bool]:
    found = diagnose(failure, evidence)
    return found.reason, found.message, found.retryable


def test_the_words_of_kubernetes_that_are_known() -> None:
    assert " ".join(sorted(IMAGE_REASONS)) == "ErrImageNeverPull ErrImagePull ImagePullBackOff InvalidImageName"
    assert " ".join(sorted(VOLUME_REASONS)) == "FailedAttachVolume FailedBinding FailedMount ProvisioningFailed"


@pytest.mark.parametrize("word", sorted(IMAGE_REASONS))
def test_every_word_for_an_image_that_cannot_be_pulled(word: str) -> None:
    there = "The image of the database cannot be pulled: "

    assert said(Evidence(pods=(pod("db", waiting=word, image="db:1"),))) == ("ImagePull", f"{there}db:1.", False)
    assert said(Evidence(pods=(pod("db", waiting=word, image="db:1", waiting_message="denied"),)))[1] == f"{there}denied."


@pytest.mark.parametrize("word", sorted(VOLUME_REASONS))
def test_every_word_for_a_volume_that_is_not_there_names_the_pod_that_waits(word: str) -> None:
    pods = (pod("web", ready=True, running=True), pod("db"))

    assert said(Evidence(pods=pods, warnings=(WarningEvent(word, "pod db-0", "timed out"),))) == (
        "VolumePending",
        "A volume of the database is not there: timed out.",
        True,
    )


def test_a_warning_about_a_volume_explains_nothing_where_nobody_waits_for_one() -> None:
    warnings = (WarningEvent("FailedMount", "pod db-0", "timed out"),)

    assert said(Evidence(warnings=warnings)) == NOT_READY
    assert said(Evidence(pods=(pod(ready=True, running=True),), warnings=warnings)) == NOT_READY
    assert said(Evidence(pods=(pod(),), warnings=(WarningEvent("BackOff", "pod web-0", "x"),))) == NOT_READY


@pytest.mark.parametrize("ran", [{"restarts": 3}, {"terminated": "Error", "exit_code": 1}], ids=["again", "once"])
def test_a_pod_whose_container_ran_has_its_volumes(ran: dict[str, Any]) -> None:
    """A node that was busy when the pod came leaves a warning about a mount that was done a moment later."""
    pods = (pod("web", init=True, terminated="Error", exit_code=1, waiting="CrashLoopBackOff"), pod("db", **ran))
    warnings = (WarningEvent("FailedMount", "pod web-0", "failed to sync configmap cache"),)

    assert said(Evidence(pods=pods, warnings=warnings))[0] == "MigrationFailed"


def test_a_pod_that_crashed_once_and_is_ready_is_no_crash() -> None:
    assert said(Evidence(pods=(pod(ready=True, running=True, terminated="Error", exit_code=1),))) == NOT_READY


def test_a_pod_that_ended_well_is_a_crash_only_where_it_should_not_end() -> None:
    ended: dict[str, Any] = {"terminated": "Completed", "exit_code": 0}

    assert said(Evidence(pods=(pod(**ended),))) == NOT_READY
    assert said(Evidence(pods=(pod(waiting="CrashLoopBackOff", **ended),)))[0] == "CrashLoop"


def test_the_last_line_of_a_pods_log_is_told() -> None:
    assert said(Evidence(pods=(pod(terminated="Error", exit_code=1, log=("one", "two", "three")),)))[1] == (
        "The shop stops with exit code 1 as soon as it starts: three."
    )


def test_a_volume_is_missed_by_a_pod_that_does_not_run() -> None:
    pods = (pod("web", running=True), pod("db", ready=True), pod("cron"))

    assert said(Evidence(pods=pods, warnings=(WarningEvent("FailedMount", "pod cron-0", "timed out"),)))[1] == (
        "A volume of the cron is not there: timed out."
    )


def test_a_run_that_ran_out_of_time_may_be_tried_again() -> None:
    late = Failure("store_secret", "Killed", timed_out=True)

    assert said(Evidence(), late) == ("TimedOut", "The operation did not end in time.", True)


@pytest.mark.parametrize(
    "failure",
    [
        Failure("store_release", "Connection refused", "NotReady"),
        Failure("store_verify", "Connection refused", step=steps.VERIFY),
    ],
    ids=["a reason", "a step that speaks"],
)
def test_a_role_that_speaks_for_itself_speaks_of_the_shop_and_not_of_the_cluster(failure: Failure) -> None:
    assert said(Evidence(), failure)[0] != "ClusterUnreachable"


def test_a_pod_that_is_well_does_not_hide_the_one_that_crashed() -> None:
    pods = (pod("db", ready=True, running=True), pod("web", terminated="Error", exit_code=2))

    assert said(Evidence(pods=pods))[1] == "The shop stops with exit code 2 as soon as it starts."


def test_a_crash_that_is_out_of_memory_while_it_prepares_is_out_of_memory() -> None:
    assert said(Evidence(pods=(pod(init=True, terminated="OOMKilled", exit_code=137),)))[0] == "OutOfMemory"


def test_a_probes_warning_is_about_the_pod_that_it_names() -> None:
    warnings = (WarningEvent("Unhealthy", "pod db-0", "HTTP 500"),)

    assert said(Evidence(pods=(pod("web", running=True),), warnings=warnings)) == (
        "ProbeFailed",
        "The shop runs but did not become ready in time.",
        True,
    )
    assert said(Evidence(pods=(pod("db", running=True),), warnings=(WarningEvent("Killing", "pod db-0", "x"),)))[1] == (
        "The database runs but did not become ready in time."
    )


def test_a_part_that_has_no_name_of_ours_is_called_by_its_own_or_the_store() -> None:
    assert "image of the worker " in said(Evidence(pods=(pod("worker", waiting="ErrImagePull"),)))[1]
    assert "image of the store " in said(Evidence(pods=(pod("", waiting="ErrImagePull"),)))[1]


@pytest.mark.parametrize("reason", [reason.name for reason in all_reasons().values() if not reason.retryable])
def test_a_reason_that_another_try_cannot_change(reason: str) -> None:
    assert said(Evidence(), Failure("store_spec", "No.", reason)) == (reason, "No.", False)


def test_a_module_that_says_the_state_of_the_cluster_is_believed() -> None:
    assert said(Evidence(), Failure("store_secret", "No answer", "Unavailable"))[0] == "ClusterUnreachable"
    assert said(Evidence(), Failure("store_secret", "No answer", unreachable=True))[0] == "ClusterUnreachable"


def test_a_step_that_speaks_without_a_word_is_told_like_any_other() -> None:
    assert said(Evidence(), Failure("store_verify", "", step=steps.VERIFY)) == (
        "AnsibleError",
        "The step failed: it gave no message.",
        True,
    )


FULL = "could not write: No space left on device"
SHORT = "1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }"
LOW = "The node was low on resource: {}."
DISK = LOW.format("ephemeral-storage")


@pytest.mark.parametrize(
    ("pods", "expected"),
    [
        (
            (pod("db", waiting="CrashLoopBackOff", terminated="Error", exit_code=1, log=("starting", FULL, "exiting")),),
            ("VolumeFull", f"The disk of the database is full: {FULL}.", False),
        ),
        (
            (pod(unschedulable=SHORT),),
            ("NodeDiskFull", f"The disk of a node is full, so the shop does not run there: {SHORT}.", True),
        ),
        (
            (pod(evicted=DISK, terminated="Error", exit_code=137),),
            (
                "NodeDiskFull",
                f"The disk of a node is full, so the shop does not run there: {DISK}",
                True,
            ),
        ),
        (
            (pod(evicted=LOW.format("memory"), terminated="Error", exit_code=137),),
            ("Evicted", f"A node removed the shop: {LOW.format('memory')}", True),
        ),
        ((pod(evicted=LOW.format("memory")), pod(ready=True, running=True)), NOT_READY),
    ],
    ids=["a volume", "a node's disk", "a node's disk, after it", "a node's memory", "another pod since"],
)
def test_what_is_full_is_told_apart(pods: tuple[PodEvidence, ...], expected: tuple[str, str, bool]) -> None:
    assert said(Evidence(pods=pods)) == expected


def test_a_run_that_ran_out_of_time_says_what_it_was_at() -> None:
    assert said(Evidence(), Failure(timed_out=True, at="Loading the backup")) == (
        "TimedOut",
        "The operation did not end in time; it was at: Loading the backup.",
        True,
    )


def test_the_container_before_a_restart_is_told_apart_from_the_one_since() -> None:
    restarted = pod(running=True, terminated="Error", exit_code=1, restarts=1, log=("boom",), log_since=("starting again",))

    assert diagnose(RELEASE, Evidence(pods=(restarted,))).evidence[1:] == (
        "pod web-0: Error, restarts 1",
        "log of web-0 before its restart: boom",
        "log of web-0: starting again",
    )


PODS = (
    pod("web", ready=True, running=True, log=("not shown",)),
    pod("db", waiting="CrashLoopBackOff", terminated="Error", exit_code=1, restarts=4, log=("starting", "boom")),
    pod("cron", terminated="Error", exit_code=1),
    pod("queue", running=True),
    pod("mail"),
)
LINES = (
    "then: The rollback failed.",
    "pod db-0: CrashLoopBackOff, restarts 4",
    "log of db-0: starting",
    "log of db-0: boom",
    "pod cron-0: Error, restarts 0",
    "pod queue-0: running, not ready, restarts 0",
    "pod mail-0: pending, restarts 0",
    "BackOff pod db-0: restarting.",
)
FAILURES = {
    "a reason of its own": (Failure("store_verify", "No order", "VerifyFailed"), ("No order.",)),
    "what pods show": (RELEASE, ("The shop did not become ready.",)),
    "nothing said": (Failure("store_secret"), ()),
    "a cluster that is down": (Failure("store_secret", "No", unreachable=True), ("No.",)),
    "the time": (Failure("store_secret", "Killed", timed_out=True), ("Killed.",)),
    "a vague reason elsewhere": (Failure("store_secret", "Wait", "NotReady"), ("Wait.",)),
}


@pytest.mark.parametrize(("failure", "first"), FAILURES.values(), ids=FAILURES)
def test_whatever_the_cause_what_was_seen_is_shown_line_by_line(failure: Failure, first: tuple[str, ...]) -> None:
    warnings = (WarningEvent("BackOff", "pod db-0", "restarting"), WarningEvent("BackOff", "pod db-0", "restarting"))
    told = Failure(**{**vars(failure), "later": ("The rollback failed",)})

    assert diagnose(told, Evidence(pods=PODS, warnings=warnings)).evidence == (*first, *LINES)


def test_pods_that_the_cluster_does_not_let_in_are_the_cause_and_a_quota_goes_first() -> None:
    refused, over = Refusal("db", "denied by a policy"), Refusal("web", "exceeded quota: small")

    assert said(Evidence(refusals=(refused,))) == (
        "PodsRefused",
        "The cluster does not let pods of the database in: denied by a policy.",
        True,
    )
    assert said(Evidence(refusals=(refused, over))) == (
        "QuotaExceeded",
        "The plan's quota does not let pods of the shop in: exceeded quota: small.",
        False,
    )


CRASHED: dict[str, Any] = {"waiting": "CrashLoopBackOff", "terminated": "Error", "exit_code": 1}


@pytest.mark.parametrize(
    ("seen", "reasons"),
    [
        (Evidence(), []),
        (Evidence(pods=(pod(**CRASHED, restarts=RESTARTS_MAX - 1),)), []),
        (Evidence(pods=(pod(**CRASHED, restarts=RESTARTS_MAX),)), ["CrashLoop"]),
        (Evidence(pods=(pod(terminated="Error", exit_code=1, restarts=RESTARTS_MAX),)), []),
        (Evidence(pods=(pod(waiting="ErrImagePull", image="web:1"),)), ["ImagePull"]),
        (Evidence(refusals=(Refusal("web", "denied"), Refusal("db", "exceeded quota"))), ["QuotaExceeded", "PodsRefused"]),
        (Evidence(pods=(pod(running=True), pod("db", unschedulable="no room"))), []),
    ],
)
def test_what_seldom_passes_by_itself(seen: Evidence, reasons: list[str]) -> None:
    assert [trouble.reason for trouble in lasting(seen)] == reasons


@pytest.mark.parametrize(
    ("seen", "reasons"),
    [
        (pod(**CRASHED, restarts=RESTARTS_HASTY - 1), []),
        (pod(**CRASHED, restarts=RESTARTS_HASTY), ["CrashLoop"]),
        (pod(running=True), []),
        (pod(running=True, started=True), ["ProbeFailed"]),
        (pod(running=True, started=True, ready=True), []),
    ],
)
def test_with_a_way_back_less_is_waited_for(seen: PodEvidence, reasons: list[str]) -> None:
    assert [trouble.reason for trouble in lasting(Evidence(pods=(seen,)), hasty=True)] == reasons
    assert lasting(Evidence(pods=(seen,))) == ()


def test_a_sentence_is_one_line_that_ends_and_is_never_too_long() -> None:
    assert sentence("It broke\n\n  here") == "It broke here."
    assert [sentence(f"What{mark}") for mark in ".!?…"] == ["What.", "What!", "What?", "What…"]
    assert sentence("x" * 300) == "x" * 300 + "."
    assert sentence("x" * 301) == "x" * 299 + "…"
