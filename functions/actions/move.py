"""store_move_look, store_move_secrets, store_move_say: a store between two clusters, and where it is by what both say.

What a run did is told by the clusters themselves, so that the next one goes on from there, whoever was killed: the source's
gate notes where the store goes, and the namespace there says where it came from as soon as it is the store. Before that it is
a copy that may be removed; after that the source is what is left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.backups import target_of
from functions.adapters.kube.client import Kube
from functions.adapters.kube.gate import CLOSED_BY, may_reopen, note, notes
from functions.adapters.kube.namespace import check_namespace, own_namespace, place_of
from functions.adapters.kube.secret import copy_secrets
from functions.adapters.system import UlidIds
from functions.application.usable import found
from functions.domain.errors import InvalidRequest, NotFound
from functions.domain.kinds.move import RESULT, Where
from functions.domain.mail import MAIL_SECRET
from functions.domain.ownership import Claim, NamespaceNotOurs
from functions.domain.payments import PAYMENTS_SECRET
from functions.domain.placement import INSTALLATION_LABEL, SECRET_NAME, STORE_LABEL

# Noted at the source's gate: where the store goes with which run's backup.
MOVING = "moving-to"
# Who closed that gate, in the role's words: any run of a move opens what another one closed.
MOVE = "move"
# An annotation of the namespace of a store that has arrived: where it came from, with which run's backup.
ARRIVED = "storeyard/moved-from"

MOMENTS = ["closing", "closed", "arrived", "failed", "stays", "reopened", "moved"]
BOTH_OPTIONS: Options = {
    **CLUSTER_OPTIONS,
    "source": {"type": "str", "required": True},
    "cluster": {"type": "str", "required": True},
    "there": {"type": "dict", "required": True},
    "labels": {"type": "dict", "required": True},
    "run": {"type": "str"},
}


@dataclass(frozen=True)
class Between:
    """Both clusters of a move; `here` is the source, as seen through it and the namespace of the store on each."""

    here: Kube
    there: Kube
    claim: Claim
    source: str
    cluster: str

    @property
    def noted(self) -> Mapping[str, str]:
        """What is noted at the source's gate."""
        return notes(self.here, self.claim.namespace)

    @property
    def arrived(self) -> bool:
        """True where the namespace on the other cluster is the store: what was here is what is left over, or is gone."""
        namespace = own_namespace(self.there, self.claim)
        mark = str(((namespace or {"metadata": {}})["metadata"].get("annotations") or {}).get(ARRIVED, ""))
        source, _, run = mark.partition(":")
        if source != self.source:
            return False
        return self.noted.get(MOVING) == f"{self.cluster}:{run}" or not self.is_here

    @property
    def is_here(self) -> bool:
        """True where the store has a namespace here that does not end."""
        namespace = own_namespace(self.here, self.claim)
        return namespace is not None and "deletionTimestamp" not in namespace["metadata"]

    def arriving(self) -> bool:
        """True where an earlier run of a move left something there that is not the store yet.

        Raises NamespaceNotOurs for a namespace there that no move made.
        """
        check_namespace(self.there, self.claim)
        if own_namespace(self.there, self.claim) is None:
            return False
        if not self.noted.get(MOVING, "").startswith(f"{self.cluster}:"):
            raise NamespaceNotOurs(
                f"the namespace {self.claim.namespace} is on the cluster {self.cluster} already, and no move of the store made "
                "it. It was left as it is: look at what is in it, and delete it if nothing of it is missed"
            )
        return True


class LookAction(StoreAction):
    """`move` says where the shop is; the other results say what an earlier run left, and what is to be done."""

    options: ClassVar[Options] = {
        **BOTH_OPTIONS,
        "target": {"type": "str", "required": True},
        "endpoint": {"type": "str"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look at both clusters. Raises InvalidRequest, NotFound, NamespaceNotOurs, ClusterUnreachable."""
        for name, variable in (("source", "move_source"), ("cluster", "cluster")):
            if not arguments[name]:
                raise InvalidRequest("is required: the name of a cluster of the inventory", field=variable)
        if arguments["source"] == arguments["cluster"]:
            raise InvalidRequest(f"must be another cluster than {arguments['source']}, which the store is on", field="cluster")
        with between(arguments) as both:
            seen, run = both.noted, str(arguments["run"] or "") or UlidIds().operation_id()
            if both.arrived:
                return {**said(arguments, Where.THERE), "run": run, "moved": True, "arriving": False, "saved": True}
            if not both.is_here:
                raise NotFound(f"there is no store {both.claim.store_id} on the cluster {both.source}")
            arriving = both.arriving()
        backup = found(target_of(arguments["target"], arguments["endpoint"]), store_id=both.claim.store_id, backup_id=run)
        where = Where.CLOSED if seen.get(MOVING) or seen.get(CLOSED_BY) == MOVE else Where.BEFORE
        kept = {"backup": backup.model_dump(mode="json")} if backup is not None else {}
        return {**said(arguments, where), "run": run, "moved": False, "arriving": arriving, "saved": backup is not None, **kept}


class SecretsAction(StoreAction):
    """Changed means that a Secret was made there; `taken` names them. No value comes out."""

    options: ClassVar[Options] = {**BOTH_OPTIONS, "certificates": {"type": "bool", "required": True}}

    def act(self, arguments: dict[str, Any]) -> Result:
        """Take the store's Secrets along, as they are."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "the Secrets would be copied"}
        with between(arguments) as both:
            taken = copy_secrets(
                both.here,
                both.there,
                namespace=both.claim.namespace,
                names=(SECRET_NAME, MAIL_SECRET, PAYMENTS_SECRET),
                labels=arguments["labels"],
                certificates=arguments["certificates"],
            )
        return {"changed": bool(taken), "taken": taken}


class SayAction(StoreAction):
    """Notes how far the move is, and says it for the store's status.

    `failed` asks the other cluster whether the store has arrived all the same; `stays` asks the one that it was on whether it
    is to be opened there, and no other.
    """

    options: ClassVar[Options] = {
        **BOTH_OPTIONS,
        "moment": {"type": "str", "required": True, "choices": MOMENTS},
        "url": {"type": "str", "default": ""},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Note it. `arrived` is the moment from which the store is on the other cluster."""
        moment, run = arguments["moment"], str(arguments["run"])
        with between(arguments) as both:
            namespace = both.claim.namespace
            if moment == "closed" and not self.dry_run:
                note(both.here, namespace, MOVING, f"{both.cluster}:{run}")
            if moment == "arrived" and not self.dry_run:
                both.there.merge(place_of(both.claim), {"metadata": {"annotations": {ARRIVED: f"{both.source}:{run}"}}})
            arrived = moment in {"arrived", "moved"} or (moment == "failed" and both.arrived)
            reopen = moment == "stays" and may_reopen(both.here, namespace, MOVE)
        where = Where.THERE if arrived else Where.BEFORE if moment == "reopened" else Where.CLOSED
        return {**said(arguments, where), "arrived": arrived, "reopen": reopen}


@contextmanager
def between(arguments: Mapping[str, Any]) -> Iterator[Between]:
    """Both clusters."""
    labels, there = arguments["labels"], arguments["there"]
    claim = Claim(str(labels[STORE_LABEL]), str(labels[INSTALLATION_LABEL]))
    with connect(dict(arguments)) as here, connect({"context": "", **there}) as other:
        yield Between(here, other, claim, str(arguments["source"]), str(arguments["cluster"]))


def said(arguments: Mapping[str, Any], where: Where) -> Result:
    """The operation's result until now."""
    url = {"url": arguments["url"]} if arguments.get("url") else {}
    places = {name: arguments[name] for name in ("source", "cluster")}
    return {RESULT: {"store": arguments["labels"][STORE_LABEL], **places, "where": where.value, **url}}
