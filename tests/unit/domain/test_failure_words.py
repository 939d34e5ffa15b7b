"""What programs say of a failure, in their own words, and the reason that it is."""

from __future__ import annotations

import pytest

from functions.domain.diagnosis import Failure, diagnose
from functions.domain.evidence import Evidence, PodEvidence
from functions.domain.failure_words import helms_own, spoken
from functions.domain.kinds import steps

HELM = "Failure when executing Helm command. Exited 1.\nstdout: \nstderr: {}\n"
REFUSED = 'Error: UPGRADE FAILED: secrets "x" is forbidden: User "weak" cannot patch resource "secrets"'
CASES = {
    "no cluster": ("Error: Kubernetes cluster unreachable: Get https://x: connection refused", "ClusterUnreachable"),
    "no such user": (
        "Error: Kubernetes cluster unreachable: the server has asked for the client to provide credentials",
        "ClusterUnauthorized",
    ),
    "no right": (REFUSED, "ClusterForbidden"),
    "quota": ('Error: INSTALLATION FAILED: services "web" is forbidden: exceeded quota: store', "QuotaExceeded"),
    "going": ("Error: forbidden: unable to create new content because it is being terminated", "NamespaceTerminating"),
    "locked": ("Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress", "ReleaseLocked"),
    "by hand": (
        "Error: UPGRADE FAILED: conflict occurred while applying object store-demo/web apps/v1, Kind=Deployment: "
        'Apply failed with 1 conflict: conflict with "kubectl-set" using apps/v1: .spec.template.spec.nodeName',
        "ChangedByHand",
    ),
    "busy": ("Error: UPGRADE FAILED: etcdserver: leader changed", "ClusterBusy"),
    "stumbled": ("Error: INSTALLATION FAILED: Internal error occurred: unexpected EOF", "ClusterBusy"),
    "stumbled, in a client's words": (
        'Error: an error on the server ("") has prevented the request from succeeding',
        "ClusterBusy",
    ),
    "disk": ("Error: open /tmp/x: no space left on device", "PlatformDiskFull"),
    "chart": ("Error: UPGRADE FAILED: template: web.yaml:1: nil pointer", "HelmFailed"),
}


@pytest.mark.parametrize(("said", "reason"), CASES.values(), ids=CASES)
def test_helm_says_why_and_not_what_the_namespace_happens_to_show(said: str, reason: str) -> None:
    crashed = Evidence(pods=(PodEvidence("web-0", "web", terminated="Error", exit_code=1),))

    assert diagnose(Failure("store_release", HELM.format(said), step=steps.RELEASE), crashed).reason == reason


def test_helms_own_last_error_is_the_sentence() -> None:
    said = HELM.format("level=WARN msg=old\nError: UPGRADE FAILED: first\nError: INSTALLATION FAILED: second ")

    assert diagnose(Failure("store_release", said, step=steps.RELEASE), Evidence()).message == "Helm failed: second."
    assert helms_own(HELM.format("Error: UPGRADE FAILED: only")) == "Helm failed: only"
    assert helms_own("Error: not Helm's") == "Error: not Helm's"
    assert helms_own("Failure when executing Helm command. Exited 1.") == "Failure when executing Helm command. Exited 1."


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("Task failed: Finalization of task args failed: Error while resolving value for 'x': no", "PlaybookError"),
        ("'cluster_domain' is undefined", "PlaybookError"),
        ("object of type 'dict' has no attribute 'values_'", "PlaybookError"),
        ("missing required arguments: kubeconfig", "PlaybookError"),
        ("couldn't resolve module/action 'store_gate'", "PlaybookError"),
        ("Validation of arguments failed", "PlaybookError"),
        ("Unexpected failure during module execution: KeyError: 'web'", "PlaybookError"),
        ("[Errno 28] No space left on device: '/home/ada/.ansible/tmp'", "PlatformDiskFull"),
        ("(403) Reason: Forbidden", "ClusterForbidden"),
        ("(401) Reason: Unauthorized", "ClusterUnauthorized"),
        ("Too Many Requests", "ClusterBusy"),
    ],
)
def test_ansibles_words_and_those_of_its_modules_are_known(message: str, reason: str) -> None:
    assert diagnose(Failure("store_secret", message), Evidence()).reason == reason


def test_words_that_nobody_knows_are_no_reason() -> None:
    assert spoken("something else") is None
    assert spoken("") is None


def test_credentials_that_are_nobodys_are_told_also_where_nothing_can_be_seen() -> None:
    failure = Failure("store_release", HELM.format(CASES["no such user"][0]), step=steps.RELEASE)

    assert diagnose(failure, Evidence(reachable=False)).reason == "ClusterUnauthorized"


def test_a_cluster_that_went_away_goes_before_what_helm_said_of_something_else() -> None:
    failure = Failure("store_release", HELM.format(CASES["chart"][0]), step=steps.RELEASE)

    assert diagnose(failure, Evidence(reachable=False)).reason == "ClusterUnreachable"


def test_a_reason_that_a_task_gives_is_not_read_out_of_its_words() -> None:
    failure = Failure("store_verify", "the shop answered: no space left on device", "VerifyFailed", step=steps.VERIFY)

    assert diagnose(failure, Evidence()).reason == "VerifyFailed"
