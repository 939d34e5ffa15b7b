"""From evidence to a reason and one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.domain.diagnosis import (
    RESTARTS_MAX,
    Diagnosis,
    Evidence,
    Failure,
    PodEvidence,
    Refusal,
    WarningEvent,
    diagnose,
    lasting,
)
from functions.domain.kinds import delete, steps

RELEASE = Failure("store_release", "The shop did not become ready within 300 seconds.", "NotReady", step=steps.RELEASE)


def pod(component: str = "web", **fields: object) -> PodEvidence:
    return PodEvidence(name=f"{component}-0", component=component, **fields)  # type: ignore[arg-type]


def said(failure: Failure, evidence: Evidence | None = None) -> tuple[str, str, bool]:
    found = diagnose(failure, evidence or Evidence())
    return found.reason, found.message, found.retryable


CASES = {
    "image": (
        Evidence(pods=(pod(waiting="ImagePullBackOff", waiting_message="no such image"),)),
        ("ImagePull", "The image of the shop cannot be pulled: no such image.", False),
    ),
    "unschedulable": (
        Evidence(pods=(pod("db", unschedulable="0/1 nodes are available: 1 Insufficient memory."),)),
        ("Unschedulable", "No node has room for the database: 0/1 nodes are available: 1 Insufficient memory.", True),
    ),
    "volume": (
        Evidence(pods=(pod("db", unschedulable="pod has unbound immediate PersistentVolumeClaims"),)),
        ("VolumePending", "The database waits for its volume: pod has unbound immediate PersistentVolumeClaims.", True),
    ),
    "quota": (
        Evidence(warnings=(WarningEvent("FailedCreate", "replicaset web-1", "pods is forbidden: exceeded quota: small"),)),
        (
            "QuotaExceeded",
            "The plan's quota does not let replicaset web-1 in: pods is forbidden: exceeded quota: small.",
            False,
        ),
    ),
    "crash": (
        Evidence(pods=(pod(waiting="CrashLoopBackOff", terminated="Error", exit_code=3, restarts=4, log=("a", "boom")),)),
        ("CrashLoop", "The shop stops with exit code 3 as soon as it starts: boom.", True),
    ),
    "memory": (
        Evidence(pods=(pod(terminated="OOMKilled", exit_code=137),)),
        ("OutOfMemory", "The shop needs more memory than its plan gives it.", False),
    ),
    "migration": (
        Evidence(pods=(pod(terminated="Error", exit_code=1, init=True),)),
        ("MigrationFailed", "The preparation of the shop failed with exit code 1.", True),
    ),
    "probe": (
        Evidence(pods=(pod(running=True),), warnings=(WarningEvent("Unhealthy", "pod web-0", "HTTP 500"),)),
        ("ProbeFailed", "The shop runs but does not answer: HTTP 500.", True),
    ),
    "nothing to see": (Evidence(pods=(pod(ready=True, running=True),)), ("NotReady", RELEASE.message, True)),
    "cluster down": (
        Evidence(reachable=False),
        ("ClusterUnreachable", "The cluster cannot be reached; try again when it is back.", True),
    ),
}


@pytest.mark.parametrize(("evidence", "expected"), CASES.values(), ids=CASES)
def test_what_the_namespace_shows_names_the_cause(evidence: Evidence, expected: tuple[str, str, bool]) -> None:
    assert said(RELEASE, evidence) == expected


@pytest.mark.parametrize(
    "message",
    [
        "Error: kubernetes cluster unreachable: Get https://127.0.0.1:1: dial tcp: connect: connection refused",
        "Failed due to: HTTPSConnectionPool(host='127.0.0.1'): Max retries exceeded",
    ],
)
def test_a_cluster_that_is_down_is_one_sentence_and_worth_a_retry(message: str) -> None:
    assert said(Failure("store_secret", message))[0] == "ClusterUnreachable"


def test_a_shop_that_refuses_connections_is_not_a_cluster_that_is_down() -> None:
    failure = Failure("store_verify", "The shop refused: connection refused", "VerifyFailed", step=steps.VERIFY)

    assert said(failure) == ("VerifyFailed", "The shop refused: connection refused.", True)


def test_modules_speak_for_themselves() -> None:
    blocked = "ConfigMap/x is held by the finalizer example.com/hold"

    assert said(Failure("store_delete", blocked, step=delete.KIND.steps[0])) == ("DeleteBlocked", f"{blocked}.", True)


def test_bad_input_is_not_worth_a_retry() -> None:
    assert said(Failure("store_spec", "store_plan must be one of: small.", "InvalidRequest"))[2] is False


def test_nothing_is_shown_of_a_namespace_that_is_not_ours() -> None:
    failure = Failure("store_namespace", "the namespace store-demo was not made by this installation", "NamespaceNotOurs")

    found = diagnose(failure, CASES["crash"][0])

    assert found.retryable is False
    assert found.evidence == ("the namespace store-demo was not made by this installation.",)


def test_pods_of_an_earlier_run_do_not_explain_a_failure_elsewhere() -> None:
    evidence = CASES["crash"][0]

    assert said(Failure("store_secret", "Forbidden"), evidence)[:2] == ("AnsibleError", "The step failed: Forbidden.")


def test_a_run_that_was_ended_in_the_middle_is_explained_by_its_pods_or_by_the_time() -> None:
    assert said(Failure(timed_out=True), CASES["image"][0])[0] == "ImagePull"
    assert said(Failure(timed_out=True))[0] == "TimedOut"


@pytest.mark.parametrize("name", ["image", "crash", "memory", "migration"])
def test_who_waits_for_a_pod_judges_it_as_who_explains_its_failure(name: str) -> None:
    [seen] = CASES[name][0].pods
    stuck = replace(seen, waiting=seen.waiting or "CrashLoopBackOff", restarts=RESTARTS_MAX)

    [trouble] = lasting(Evidence(pods=(stuck,)))

    assert said(RELEASE, Evidence(pods=(stuck,))) == (trouble.reason, f"{trouble.message}.", trouble.retryable)


def test_a_pod_that_may_still_start_is_waited_for() -> None:
    starting = (pod(waiting="ContainerCreating"), pod(waiting="CrashLoopBackOff", terminated="Error", exit_code=3, restarts=3))

    assert lasting(Evidence(pods=starting, warnings=(WarningEvent("Unhealthy", "pod web-0", "HTTP 500"),))) == ()


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("exceeded quota: plan", ("QuotaExceeded", "The plan's quota does not let pods of the database in: {}.", False)),
        ("violates PodSecurity", ("NotReady", "The cluster does not let pods of the database in: {}.", True)),
    ],
)
def test_pods_that_are_not_let_in_explain_a_failure(message: str, expected: tuple[str, str, bool]) -> None:
    refused = Evidence(refusals=(Refusal("db", message),))
    reason, sentence, retryable = expected

    assert said(RELEASE, refused) == (reason, sentence.format(message), retryable)
    assert [trouble.reason for trouble in lasting(refused)] == [reason]


def test_sentences_and_evidence_are_short() -> None:
    warnings = tuple(WarningEvent("Failed", f"pod {number}", "x" * 1000) for number in range(50))

    found: Diagnosis = diagnose(Failure("store_release", "word\n" * 500, step=steps.RELEASE), Evidence(warnings=warnings))

    assert len(found.message) <= 330
    assert "\n" not in found.message
    assert len(found.evidence) == 12
    assert all(len(line) <= 301 for line in found.evidence)


def test_what_failed_after_the_root_cause_is_evidence_only() -> None:
    failure = Failure("store_verify", "No product was listed", step=steps.VERIFY, later=("The rollback failed", "So did this"))

    found = diagnose(failure, Evidence())

    assert (found.reason, found.message) == ("VerifyFailed", "No product was listed.")
    assert found.evidence == ("No product was listed.", "then: The rollback failed.", "then: So did this.")
