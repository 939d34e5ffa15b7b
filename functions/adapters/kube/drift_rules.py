"""What of a store's objects differs from what was installed and is no drift, by what wrote it.

This is the one place that decides. Nothing of it is put back by a repair either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Final

from functions.adapters.kube.client import Object
from functions.adapters.kube.drain import WEB, autoscaled
from functions.adapters.kube.evidence import COMPONENT
from functions.adapters.kube.scan import Found
from functions.domain.mail import MAIL_SECRET
from functions.domain.payments import PAYMENTS_SECRET
from functions.domain.placement import MANAGED_BY, MANAGER, REQUEST_ANNOTATION, SECRET_NAME
from functions.domain.quantity import whole

# What the API server writes of every object, and what controllers say of how it is.
SERVERS: Final = re.compile(
    r"/status(/.*)?|/metadata/(managedFields|resourceVersion|generation|uid|creationTimestamp|selfLink|ownerReferences)(/.*)?"
)
# Notes of Kubernetes' controllers, of kubectl, and of a restart: that is an act, and to take it back would be another one.
NOTES: Final = re.compile(
    r".*/annotations/((deployment|pv|volume|volume\.beta)\.kubernetes\.io~1.+"
    r"|kubectl\.kubernetes\.io~1(restartedAt|last-applied-configuration))"
)
# Secrets that the platform writes, or has written: what is in the first is told key by key, the others are the merchant's.
SECRETS: Final = frozenset({SECRET_NAME, MAIL_SECRET, PAYMENTS_SECRET})
CERTIFICATES: Final = re.compile(r"web-tls(-[0-9a-f]{10})?")  # by cert-manager, as the release's Ingress asks for them
STORAGE: Final = ("spec", "resources", "requests", "storage")


def is_passing(pointer: str, item: Object) -> bool:
    """True for a field that says how an object is or what became of it, not what it shall be."""
    grows = pointer == "/spec/replicas" and autoscaled(item) and item["spec"].get("replicas") != 0  # with its load
    return grows or bool(SERVERS.fullmatch(pointer) or NOTES.fullmatch(pointer))


def as_expected(body: Object, live: Object, *, at_rest: bool) -> Object:
    """An object as installed, with what the platform itself has changed of it since.

    `at_rest`: the shop is stopped (functions.adapters.kube.drain), by an operation that works on it or left its gate closed.
    """
    wanted = deepcopy(body)
    kind, spec, now = body["kind"], wanted.get("spec") or {}, live.get("spec") or {}
    shop = kind == "Deployment" and (body["metadata"].get("labels") or {}).get(COMPONENT) == WEB
    if at_rest and shop and not autoscaled(body):  # else the release says nothing of it
        spec["replicas"] = now.get("replicas", spec.get("replicas"))
    if at_rest and kind == "CronJob" and "suspend" in now:
        spec["suspend"] = now["suspend"]
    if kind == "PersistentVolumeClaim" and _size(live) > _size(body):  # grown with a plan: no volume shrinks
        spec["resources"]["requests"]["storage"] = _at(live, STORAGE)
    noted = live["metadata"].get("annotations") or {}
    if kind == "Namespace" and REQUEST_ANNOTATION in noted:  # the request that fenced it in last
        wanted["metadata"].setdefault("annotations", {})[REQUEST_ANNOTATION] = noted[REQUEST_ANNOTATION]
    return wanted


def is_platforms(item: Found, *, release: str, templates: Iterable[str]) -> bool:
    """True for an object that no release installed and the platform knows of.

    `templates`: what the names of claims begin with that StatefulSets of the release make, and leave when they go.
    """
    if item.kind == "Secret":
        helms = item.labels.get("owner") == "helm" and item.labels.get("name") == release
        return helms or item.name in SECRETS or bool(CERTIFICATES.fullmatch(item.name))
    if item.kind == "Certificate":
        return bool(CERTIFICATES.fullmatch(item.name))
    if item.kind == "PersistentVolumeClaim":
        return any(re.fullmatch(rf"{re.escape(each)}-\d+", item.name) for each in templates)
    # What the platform runs beside a shop for a while: its gate, and pods that work on its data.
    return item.labels.get(MANAGED_BY) == MANAGER and COMPONENT in item.labels


def _size(claim: Object) -> int:
    return whole(str(_at(claim, STORAGE) or 0)) or 0


def _at(item: Mapping[str, Any], path: Iterable[str]) -> Any:
    found: Any = item
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
