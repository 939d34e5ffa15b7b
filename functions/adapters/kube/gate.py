"""A store's gate: while it is closed, another pod answers at the shop's address, for buyers and for the shop's owner alike.

It is an Ingress beside the shop's own, for the same host and before it by Traefik's priority. Helm knows nothing of it, so it
stays where it is while a release is changed. Closed and open are what the address answers, not what was applied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.fence import applied, path_of
from functions.adapters.kube.gate_objects import NAME, PRIORITY, Gate, definitions
from functions.adapters.kube.readiness import wait_ready
from functions.domain.errors import StoreyardError

CLOSED_AT = "storeyard/closed-at"
NOTE = "note.storeyard/"
# A note: whoever closed the gate. It is written with the gate itself, so it is there whenever the gate is.
CLOSED_BY = "closed-by"
POLL = 0.2
# So many looks in a row, each on a connection of its own: an ingress controller may have several pods.
LOOKS = 3
SUCCESS, FAILURE = 200, 400


class GateFailed(StoreyardError):
    """The shop's address does not answer as it shall; the message says what to do."""

    reason = "GateFailed"


@dataclass(frozen=True)
class Answer:
    """What a shop's address answered; `status` is 0 and `said` says why where there was no answer."""

    status: int
    gate: bool = False
    said: str = ""

    def __str__(self) -> str:
        """As it is told."""
        return self.said or (f"the answer {self.status} of the gate" if self.gate else f"the answer {self.status}")


Look = Callable[[], Answer]


def close(kube: Kube, gate: Gate, look: Look, deadline: Deadline, *, dry_run: bool = False) -> tuple[bool, str]:
    """Close the gate; return whether that changed anything, and since when it is closed.

    Raises GateFailed if the address does not answer with it in time, NotReady if its pod does not run.
    """
    gate = replace(gate, also=_answered_at(kube, gate.namespace))
    *behind, ingress = definitions(gate)
    there = kube.get(path_of(ingress))
    said = _annotations(there)
    since = said.get(CLOSED_AT) or datetime.now(UTC).isoformat()
    noted = {name: text for name, text in said.items() if name.startswith(NOTE)}
    if there is None and gate.by:
        noted[f"{NOTE}{CLOSED_BY}"] = gate.by
    ingress["metadata"]["annotations"] |= {CLOSED_AT: since, **noted}
    changed = [applied(kube, body, dry_run=dry_run) for body in behind]
    if not dry_run:
        wait_ready(kube, namespace=gate.namespace, store_id=gate.store_id, deadline=deadline, component=NAME)
    changed.append(applied(kube, ingress, dry_run=dry_run))
    if not dry_run:
        _await(lambda answer: answer.gate, look, deadline, _not_closed)
    return any(changed), since


def reopen(kube: Kube, gate: Gate, look: Look, deadline: Deadline, *, dry_run: bool = False) -> tuple[bool, str]:
    """Open the gate; return whether that changed anything, and since when it was closed ("" where it was not).

    Its pod goes last, so that nobody meets an address without an answer. Raises GateFailed if the shop does not answer in time:
    then the gate is closed again, with what was noted at it.
    """
    gate = replace(gate, also=_answered_at(kube, gate.namespace))
    *behind, ingress = definitions(gate)
    there = kube.get(path_of(ingress))
    said = _annotations(there)
    changed = _remove(kube, path_of(ingress), there, dry_run=dry_run)
    if not dry_run:
        try:
            _await(lambda answer: not answer.gate and SUCCESS <= answer.status < FAILURE, look, deadline, _not_open)
        except GateFailed:
            if changed:
                ingress["metadata"]["annotations"] |= said
                applied(kube, ingress)
            raise
    for path in reversed([path_of(body) for body in behind]):
        changed = _remove(kube, path, kube.get(path), dry_run=dry_run) or changed
    return changed, said.get(CLOSED_AT, "")


def _remove(kube: Kube, path: str, there: Object | None, *, dry_run: bool) -> bool:
    if there is None or "deletionTimestamp" in there["metadata"]:
        return False
    if not dry_run:
        kube.delete(path, uid=there["metadata"]["uid"])
    return True


def _await(wanted: Callable[[Answer], bool], look: Look, deadline: Deadline, otherwise: Callable[[Answer, float], str]) -> None:
    """Return once the address answers as wanted, several times in a row. Raises GateFailed."""
    seen = 0
    while seen < LOOKS:
        answer = look()
        seen = seen + 1 if wanted(answer) else 0
        if not seen and not deadline.pause(POLL):
            raise GateFailed(otherwise(answer, deadline.seconds))


def _not_closed(answer: Answer, seconds: float) -> str:
    return (
        f"the gate did not close within {seconds:.0f} seconds: the shop's address gives {answer}. The ingress controller has "
        f"to prefer the Ingress gate by its annotation {PRIORITY}, as Traefik does: look at the cluster's ingress class"
    )


def _not_open(answer: Answer, seconds: float) -> str:
    return (
        f"the shop did not answer within {seconds:.0f} seconds after its gate was opened: its address gave {answer}. The gate "
        "is closed again; look at the shop's pod and its log"
    )


def stands(kube: Kube, namespace: str) -> bool:
    """True where the gate is closed, as far as the cluster's objects tell."""
    return kube.get(_ingress(namespace)) is not None


def may_reopen(kube: Kube, namespace: str, by: str) -> bool:
    """True where the gate is open, or was closed by this one: what somebody else closed stays closed."""
    there = kube.get(_ingress(namespace))
    return there is None or _annotations(there).get(f"{NOTE}{CLOSED_BY}") == by


def notes(kube: Kube, namespace: str) -> Mapping[str, str]:
    """What runs noted at a gate that is closed; nothing where it is open. It lasts as long as the gate is closed."""
    said = _annotations(kube.get(_ingress(namespace)))
    return {name.removeprefix(NOTE): text for name, text in said.items() if name.startswith(NOTE)}


def note(kube: Kube, namespace: str, name: str, text: str) -> None:
    """Note something at a gate that is closed, for whoever comes after this run. Raises ApiError where it is open."""
    kube.merge(_ingress(namespace), {"metadata": {"annotations": {f"{NOTE}{name}": text}}})


def _answered_at(kube: Kube, namespace: str) -> tuple[str, ...]:
    """The names that the shop answers at as it is installed: what it goes to may have others."""
    shop = kube.get(f"/apis/networking.k8s.io/v1/namespaces/{namespace}/ingresses/web")
    rules = ((shop or {}).get("spec") or {}).get("rules") or ()
    return tuple(str(rule["host"]) for rule in rules if rule.get("host"))


def _annotations(there: Object | None) -> Mapping[str, str]:
    return (there or {"metadata": {}})["metadata"].get("annotations") or {}


def _ingress(namespace: str) -> str:
    return f"/apis/networking.k8s.io/v1/namespaces/{namespace}/ingresses/{NAME}"
