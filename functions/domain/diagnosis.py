"""Why a run failed: from what Ansible and the cluster show to a reason, one sentence, and whether a retry can help."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from functions.domain.kinds.base import Step
from functions.domain.shortening import shortened

SENTENCE_MAX = 300
EVIDENCE_MAX = 12


@dataclass(frozen=True)
class Failure:
    """What the run said of its root cause: where it failed, its message, and the reason if the module gave one.

    `step`: what the kind's descriptor says of the role; None: one it says nothing of, or the run was ended from outside.
    `later`: what failed after that, while the playbook tried to put things right.
    """

    role: str = ""
    message: str = ""
    reason: str = ""
    step: Step | None = None
    unreachable: bool = False
    timed_out: bool = False
    later: tuple[str, ...] = ()

    @property
    def speaks(self) -> str:
        """The reason of a role whose message is a sentence made for people, or an empty text."""
        return self.step.reason if self.step is not None else ""

    @property
    def about_pods(self) -> bool:
        """True where the store's pods are what the failure is about."""
        return self.step.pods if self.step is not None else not self.role


@dataclass(frozen=True)
class PodEvidence:
    """What one pod shows. `started`: it runs, and has answered its first probe since. `log` is the end of the container that
    died last, with nothing secret in it.
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
    log: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class Trouble:
    """One cause that the namespace shows."""

    reason: str
    message: str
    retryable: bool


@dataclass(frozen=True)
class Diagnosis:
    """Why, for people and machines."""

    reason: str
    message: str
    retryable: bool
    evidence: tuple[str, ...] = ()


NAMES = {"web": "shop", "db": "database", "queue": "shop's queue"}
# Whatever is in such a namespace is not to be shown.
NOT_OURS = "NamespaceNotOurs"
# Reasons that only say that something is not there yet: what the namespace shows tells more.
VAGUE_REASONS = frozenset({"", "NotReady"})
FINAL_REASONS = frozenset({"InvalidRequest", "UnknownCluster", "ImagePull", "QuotaExceeded", "OutOfMemory", NOT_OURS})
# What clients of the API server say when there is none, or one that does not answer.
UNREACHABLE = re.compile(
    r"kubernetes cluster unreachable|connection refused|max retries exceeded|no route to host|i/o timeout|tls handshake timeout"
    r"|failed to establish a new connection|could not find a kubernetes|invalid kube-config|server is currently unable",
    re.IGNORECASE,
)
IMAGE_REASONS = frozenset({"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"})
# Kubernetes waits longer before each start; these take more than a minute.
RESTARTS_MAX = 4
RESTARTS_HASTY = 2  # within half a minute
QUOTA = "exceeded quota"
VOLUME_REASONS = frozenset({"FailedMount", "FailedAttachVolume", "ProvisioningFailed", "FailedBinding"})


def diagnose(failure: Failure, evidence: Evidence) -> Diagnosis:
    """Name the cause. The first rule that finds one wins; they go from the surest to the vaguest."""
    lines = _lines(failure, evidence)
    if _unreachable(failure, evidence):
        message = "The cluster cannot be reached; try again when it is back."
        return Diagnosis("ClusterUnreachable", message, retryable=True, evidence=lines)
    if failure.reason not in VAGUE_REASONS or (failure.speaks and failure.message):
        reason = failure.reason or failure.speaks
        return Diagnosis(reason, sentence(failure.message), reason not in FINAL_REASONS, lines)
    for rule in RULES if failure.about_pods else ():
        found = rule(evidence)
        if found is not None:
            return Diagnosis(found.reason, sentence(found.message), retryable=found.retryable, evidence=lines)
    if failure.timed_out:
        return Diagnosis("TimedOut", "The operation did not end in time.", retryable=True, evidence=lines)
    if failure.reason:
        return Diagnosis(failure.reason, sentence(failure.message), retryable=True, evidence=lines)
    message = f"The step failed: {sentence(failure.message or 'it gave no message')}"
    return Diagnosis("AnsibleError", message, retryable=True, evidence=lines)


def lasting(evidence: Evidence, *, hasty: bool = False) -> tuple[Trouble, ...]:
    """What seldom passes by itself: waiting for a release that shows it helps little.

    Hasty: a container that dies has fewer starts, and one that has started and is not ready counts too.
    """
    most = RESTARTS_HASTY if hasty else RESTARTS_MAX
    stuck = tuple(pod for pod in evidence.pods if pod.waiting and pod.restarts >= most)
    dumb = tuple(pod for pod in evidence.pods if hasty and pod.started)
    found = (_quota(evidence), _refused(evidence), _image(evidence), _crash(Evidence(pods=stuck)), _probe(Evidence(pods=dumb)))
    return tuple(trouble for trouble in found if trouble is not None)


def name_of(component: str) -> str:
    """What people call a component of a store."""
    return NAMES.get(component, component or "store")


def _unreachable(failure: Failure, evidence: Evidence) -> bool:
    if failure.unreachable or not evidence.reachable or failure.reason == "Unavailable":
        return True
    own_words = failure.reason or failure.speaks  # about the shop, not about the cluster
    return not own_words and UNREACHABLE.search(failure.message) is not None


def sentence(text: str) -> str:
    """One line of limited length that ends like a sentence."""
    line = " ".join(text.split())
    line = shortened(line, SENTENCE_MAX)
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _image(evidence: Evidence) -> Trouble | None:
    for pod in evidence.pods:
        if pod.waiting in IMAGE_REASONS:
            said = pod.waiting_message or pod.image or pod.waiting
            return Trouble("ImagePull", f"The image of the {pod.title} cannot be pulled: {said}", retryable=False)
    return None


def _quota(evidence: Evidence) -> Trouble | None:
    said = [(f"pods of the {name_of(refusal.component)}", refusal.message) for refusal in evidence.refusals]
    for subject, message in [*said, *((warning.subject, warning.message) for warning in evidence.warnings)]:
        if QUOTA in message:
            return Trouble("QuotaExceeded", f"The plan's quota does not let {subject} in: {message}", retryable=False)
    return None


def _refused(evidence: Evidence) -> Trouble | None:
    for refusal in evidence.refusals:
        if QUOTA not in refusal.message:
            message = f"The cluster does not let pods of the {name_of(refusal.component)} in: {refusal.message}"
            return Trouble("NotReady", message, retryable=True)
    return None


def _volume(evidence: Evidence) -> Trouble | None:
    waiting = [pod for pod in evidence.pods if not pod.running and not pod.ready]
    for warning in evidence.warnings:
        if waiting and warning.reason in VOLUME_REASONS:
            message = f"A volume of the {waiting[0].title} is not there: {warning.message}"
            return Trouble("VolumePending", message, retryable=True)
    for pod in evidence.pods:
        if "PersistentVolumeClaim" in pod.unschedulable:
            return Trouble("VolumePending", f"The {pod.title} waits for its volume: {pod.unschedulable}", retryable=True)
    return None


def _unschedulable(evidence: Evidence) -> Trouble | None:
    for pod in evidence.pods:
        if pod.unschedulable:
            return Trouble("Unschedulable", f"No node has room for the {pod.title}: {pod.unschedulable}", retryable=True)
    return None


def _crash(evidence: Evidence) -> Trouble | None:
    for pod in evidence.pods:
        if not pod.terminated or pod.ready or (pod.exit_code == 0 and pod.waiting != "CrashLoopBackOff"):
            continue
        last = f": {pod.log[-1]}" if pod.log else ""
        if pod.terminated == "OOMKilled":
            return Trouble("OutOfMemory", f"The {pod.title} needs more memory than its plan gives it", retryable=False)
        if pod.init:
            message = f"The preparation of the {pod.title} failed with exit code {pod.exit_code}{last}"
            return Trouble("MigrationFailed", message, retryable=True)
        message = f"The {pod.title} stops with exit code {pod.exit_code} as soon as it starts{last}"
        return Trouble("CrashLoop", message, retryable=True)
    return None


def _probe(evidence: Evidence) -> Trouble | None:
    unready = {pod.name: pod for pod in evidence.pods if pod.running and not pod.ready}
    for warning in evidence.warnings:
        for name, pod in unready.items():
            if warning.reason == "Unhealthy" and name in warning.subject:
                return Trouble("ProbeFailed", f"The {pod.title} runs but does not answer: {warning.message}", retryable=True)
    for pod in unready.values():
        return Trouble("ProbeFailed", f"The {pod.title} runs but did not become ready in time", retryable=True)
    return None


RULES: tuple[Callable[[Evidence], Trouble | None], ...] = (_image, _quota, _refused, _volume, _unschedulable, _crash, _probe)


def _lines(failure: Failure, evidence: Evidence) -> tuple[str, ...]:
    """What was seen, a line each, most telling first."""
    lines = [sentence(failure.message)] if failure.message else []
    lines.extend(f"then: {sentence(message)}" for message in failure.later)
    if failure.reason == NOT_OURS:
        return tuple(lines)
    for pod in evidence.pods:
        if pod.ready:
            continue
        state = pod.waiting or pod.terminated or ("running, not ready" if pod.running else "pending")
        lines.append(f"pod {pod.name}: {state}, restarts {pod.restarts}")
        lines.extend(f"log of {pod.name}: {line}" for line in pod.log)
    lines.extend(sentence(f"{warning.reason} {warning.subject}: {warning.message}") for warning in evidence.warnings)
    return tuple(dict.fromkeys(lines))[:EVIDENCE_MAX]
