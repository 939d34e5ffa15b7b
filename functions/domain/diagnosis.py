"""Why a run failed: from what Ansible and the cluster show to a reason, one sentence, and whether a retry can help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from functions.domain.evidence import Evidence, PodEvidence, name_of
from functions.domain.failure_words import QUOTA, UNAUTHORIZED, UNREACHABLE, Spoken, spoken
from functions.domain.kinds.base import Step
from functions.domain.reasons import retryable
from functions.domain.shortening import shortened

SENTENCE_MAX = 300
EVIDENCE_MAX = 12


@dataclass(frozen=True)
class Failure:
    """What the run said of its root cause: where it failed, its message, and the reason if the module gave one.

    `step`: what the kind's descriptor says of the role; None: one it says nothing of, or the run was ended from outside.
    `at`: the step under way when its time was up, in words. `later`: what failed after that, while the playbook tried to put
    things right.
    """

    role: str = ""
    message: str = ""
    reason: str = ""
    step: Step | None = None
    unreachable: bool = False
    timed_out: bool = False
    at: str = ""
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
class Trouble:
    """One cause, as it was seen."""

    reason: str
    message: str

    @property
    def retryable(self) -> bool:
        """Whether asking again can help."""
        return retryable(self.reason)


@dataclass(frozen=True)
class Diagnosis(Trouble):
    """Why, for people and machines, with what was seen."""

    evidence: tuple[str, ...] = ()


# Whatever is in such a namespace is not to be shown.
NOT_OURS = "NamespaceNotOurs"
# Reasons that only say that something is not there yet: what the namespace shows tells more.
VAGUE_REASONS = frozenset({"", "NotReady"})
IMAGE_REASONS = frozenset({"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"})
# Kubernetes waits longer before each start; these take more than a minute.
RESTARTS_MAX = 4
RESTARTS_HASTY = 2  # within half a minute
VOLUME_REASONS = frozenset({"FailedMount", "FailedAttachVolume", "ProvisioningFailed", "FailedBinding"})
NO_SPACE = "no space left on device"
# What Kubernetes says where a node has no disk left: of a pod that it takes nowhere, and of one that it removed.
DISK_WORDS = ("disk-pressure", "DiskPressure", "ephemeral-storage")


def diagnose(failure: Failure, evidence: Evidence) -> Diagnosis:
    """Name the cause. The first rule that finds one wins; they go from the surest to the vaguest."""
    found = _told(failure, evidence) or _shown(failure, evidence)
    return Diagnosis(found.reason, sentence(found.message), _lines(failure, evidence))


def _told(failure: Failure, evidence: Evidence) -> Trouble | None:
    """What the failure says itself: by its reason, or by words that are known."""
    own_words = failure.reason or failure.speaks  # about the shop, not about the cluster
    said = None if own_words else spoken(failure.message)
    if said is not None and said.reason == UNAUTHORIZED:
        return Trouble(said.reason, said.message)
    if _unreachable(failure, evidence, said):
        return Trouble("ClusterUnreachable", "The cluster cannot be reached; try again when it is back.")
    if failure.reason not in VAGUE_REASONS or (failure.speaks and failure.message):
        return Trouble(own_words, failure.message)
    return None if said is None else Trouble(said.reason, said.message)


def _shown(failure: Failure, evidence: Evidence) -> Trouble:
    """What the namespace shows; without that, what is left to say."""
    for rule in RULES if failure.about_pods else ():
        found = rule(evidence)
        if found is not None:
            return found
    if failure.timed_out:
        return Trouble("TimedOut", f"The operation did not end in time{f'; it was at: {failure.at}' if failure.at else ''}")
    if failure.reason:
        return Trouble(failure.reason, failure.message)
    return Trouble("AnsibleError", f"The step failed: {failure.message or 'it gave no message'}")


def lasting(evidence: Evidence, *, hasty: bool = False) -> tuple[Trouble, ...]:
    """What seldom passes by itself: waiting for a release that shows it helps little.

    Hasty: a container that dies has fewer starts, and one that has started and is not ready counts too.
    """
    most = RESTARTS_HASTY if hasty else RESTARTS_MAX
    stuck = tuple(pod for pod in evidence.pods if pod.waiting and pod.restarts >= most)
    dumb = tuple(pod for pod in evidence.pods if hasty and pod.started)
    found = (_quota(evidence), _refused(evidence), _image(evidence), _crash(Evidence(pods=stuck)), _probe(Evidence(pods=dumb)))
    return tuple(trouble for trouble in found if trouble is not None)


def _unreachable(failure: Failure, evidence: Evidence, said: Spoken | None) -> bool:
    if failure.unreachable or not evidence.reachable or failure.reason == "Unavailable":
        return True
    return said is not None and said.reason == UNREACHABLE


def sentence(text: str) -> str:
    """One line of limited length that ends like a sentence."""
    line = " ".join(text.split())
    line = shortened(line, SENTENCE_MAX)
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _image(evidence: Evidence) -> Trouble | None:
    for pod in evidence.pods:
        if pod.waiting in IMAGE_REASONS:
            said = pod.waiting_message or pod.image or pod.waiting
            return Trouble("ImagePull", f"The image of the {pod.title} cannot be pulled: {said}")
    return None


def _quota(evidence: Evidence) -> Trouble | None:
    said = [(f"pods of the {name_of(refusal.component)}", refusal.message) for refusal in evidence.refusals]
    for subject, message in [*said, *((warning.subject, warning.message) for warning in evidence.warnings)]:
        if QUOTA in message:
            return Trouble("QuotaExceeded", f"The plan's quota does not let {subject} in: {message}")
    return None


def _refused(evidence: Evidence) -> Trouble | None:
    for refusal in evidence.refusals:
        if QUOTA not in refusal.message:
            message = f"The cluster does not let pods of the {name_of(refusal.component)} in: {refusal.message}"
            return Trouble("PodsRefused", message)
    return None


def _volume(evidence: Evidence) -> Trouble | None:
    waiting = [pod for pod in evidence.pods if not pod.running and not pod.ready and not _has_started(pod)]
    for warning in evidence.warnings:
        if waiting and warning.reason in VOLUME_REASONS:
            message = f"A volume of the {waiting[0].title} is not there: {warning.message}"
            return Trouble("VolumePending", message)
    for pod in evidence.pods:
        if "PersistentVolumeClaim" in pod.unschedulable:
            return Trouble("VolumePending", f"The {pod.title} waits for its volume: {pod.unschedulable}")
    return None


def _has_started(pod: PodEvidence) -> bool:
    """Whether a container of the pod ran, which needs all its volumes: a warning about one is older than that."""
    return bool(pod.restarts or pod.terminated)


def _node(evidence: Evidence) -> Trouble | None:
    """A node that is short of something. A pod that was removed tells nothing once another runs in its place."""
    well = {pod.component for pod in evidence.pods if pod.ready}
    for pod in (pod for pod in evidence.pods if pod.component not in well):
        said = pod.evicted or pod.unschedulable
        if any(word in said for word in DISK_WORDS):
            return Trouble("NodeDiskFull", f"The disk of a node is full, so the {pod.title} does not run there: {said}")
        if pod.evicted:
            return Trouble("Evicted", f"A node removed the {pod.title}: {said}")
    return None


def _unschedulable(evidence: Evidence) -> Trouble | None:
    for pod in evidence.pods:
        if pod.unschedulable:
            return Trouble("Unschedulable", f"No node has room for the {pod.title}: {pod.unschedulable}")
    return None


def _crash(evidence: Evidence) -> Trouble | None:
    for pod in evidence.pods:
        if not pod.terminated or pod.ready or (pod.exit_code == 0 and pod.waiting != "CrashLoopBackOff"):
            continue
        last = f": {pod.log[-1]}" if pod.log else ""
        full = next((line for line in pod.log if NO_SPACE in line.lower()), "")
        if full:
            return Trouble("VolumeFull", f"The disk of the {pod.title} is full: {full}")
        if pod.terminated == "OOMKilled":
            return Trouble("OutOfMemory", f"The {pod.title} needs more memory than its plan gives it")
        if pod.init:
            message = f"The preparation of the {pod.title} failed with exit code {pod.exit_code}{last}"
            return Trouble("MigrationFailed", message)
        message = f"The {pod.title} stops with exit code {pod.exit_code} as soon as it starts{last}"
        return Trouble("CrashLoop", message)
    return None


def _probe(evidence: Evidence) -> Trouble | None:
    unready = {pod.name: pod for pod in evidence.pods if pod.running and not pod.ready}
    for warning in evidence.warnings:
        for name, pod in unready.items():
            if warning.reason == "Unhealthy" and name in warning.subject:
                return Trouble("ProbeFailed", f"The {pod.title} runs but does not answer: {warning.message}")
    for pod in unready.values():
        return Trouble("ProbeFailed", f"The {pod.title} runs but did not become ready in time")
    return None


RULES: Sequence[Callable[[Evidence], Trouble | None]] = [
    _image, _quota, _refused, _volume, _node, _unschedulable, _crash, _probe,
]  # fmt: skip


def _lines(failure: Failure, evidence: Evidence) -> tuple[str, ...]:
    """What was seen, a line each, most telling first."""
    lines = [sentence(failure.message)] if failure.message else []
    lines.extend(f"then: {sentence(message)}" for message in failure.later)
    if failure.reason == NOT_OURS:
        return tuple(lines)
    for pod in evidence.pods:
        if pod.ready:
            continue
        otherwise = "evicted" if pod.evicted else "running, not ready" if pod.running else "pending"
        state = pod.waiting or pod.terminated or otherwise
        lines.append(f"pod {pod.name}: {state}, restarts {pod.restarts}")
        lines.extend(f"log of {pod.name}{' before its restart' if pod.log_since else ''}: {line}" for line in pod.log)
        lines.extend(f"log of {pod.name}: {line}" for line in pod.log_since)
    lines.extend(sentence(f"{warning.reason} {warning.subject}: {warning.message}") for warning in evidence.warnings)
    return tuple(dict.fromkeys(lines))[:EVIDENCE_MAX]
