"""A store in its cluster beside what was installed: what differs, and putting it right.

Each object is sent to the API server as a dry run of what installed it, so what the server would make of it is compared with
what is there. What somebody added is in no dry run: the server knows who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import yaml

from functions.adapters.kube import managed
from functions.adapters.kube.client import ApiError, Kube, Object
from functions.adapters.kube.drift_rules import as_expected, is_passing, is_platforms
from functions.adapters.kube.fence import path_of
from functions.adapters.kube.fence_objects import Fence, binding, definitions
from functions.adapters.kube.gate import stands
from functions.adapters.kube.history import Installed, read_installed
from functions.adapters.kube.namespace import place_of
from functions.adapters.kube.redactor import Redactor
from functions.adapters.kube.release import numbers
from functions.adapters.kube.scan import Found, Kind, discover, inside
from functions.adapters.kube.secret import read_secret
from functions.adapters.yaml_reader import LOADER
from functions.domain.drift import SECRET, ChangedOutside, Difference, Drift, Expected, compared
from functions.domain.ownership import Claim
from functions.domain.placement import MANAGED_BY, MANAGER, SECRET_NAME, labels_of

AT_ONCE: Final = 8
INVALID: Final = 422
OF_HELM: Final = "meta.helm.sh/release"
NO_KIND: Final = "the cluster has no such kind"
VARIABLE: Final = re.compile(r"/env/\d+/value$")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Wanted:
    """An object as it was installed, where it is, and by whom."""

    body: Object
    path: str
    manager: str

    @property
    def label(self) -> str:
        """How it is named."""
        return f"{self.body['kind']}/{self.body['metadata']['name']}"


@dataclass(frozen=True)
class Examined:
    """What became of an object. `sent`: what was tried, with what the platform has changed since; `live`: None is missing."""

    wanted: Wanted
    live: Object | None
    sent: Object
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Looked:
    """What was found, and of which objects; `extra` are those of them that nobody installed."""

    drift: Drift
    examined: tuple[Examined, ...] = ()
    extra: tuple[Found, ...] = field(default=())


def look(kube: Kube, claim: Claim, expected: Expected) -> Looked:
    """Compare a store's namespace, which is there and ours, with what was installed. Changes nothing. Raises ApiError."""
    namespace, release = claim.namespace, expected.store_id
    given = rights(claim, expected)
    if given is not None and kube.get(path_of(given)) is None:  # nothing else can be looked at
        return Looked(Drift(expected.revision, missing=(f"{given['kind']}/{given['metadata']['name']}",)))
    kinds = discover(kube)[0]
    newest, number = numbers(kube, namespace=namespace, release=release)
    installed = read_installed(kube, namespace, release, number) if number else None
    kept = read_secret(kube, namespace=namespace, name=SECRET_NAME)
    wanted, unknown = _of_release(installed, claim, kinds)
    wanted = [*_of_fence(claim, expected, kinds), *wanted]
    at_rest = expected.busy or stands(kube, namespace)
    hide = Redactor((kept or {}).values())
    found = _each(wanted, lambda each: _examine(kube, each, at_rest=at_rest, hide=hide))
    lost, added = _keys(kept, expected)
    extra = _extra(kube, claim, expected, wanted, kinds)
    gone = [f"Release/{release}"] if installed is None else []
    drift = Drift(
        revision=newest or None,
        differences=(*unknown, *(each for one in found for each in one.differences)),
        missing=(*gone, *(one.wanted.label for one in found if one.live is None), *lost),
        extra=(*(item.label for item in extra), *added),
        outside=_outside(expected, installed, newest),
    )
    return Looked(drift, tuple(found), tuple(extra))


def rights(claim: Claim, expected: Expected) -> Object | None:
    """What gives the platform its rights in the store's namespace; None where it has them anyway."""
    labels = labels_of(expected.store_id, installation=claim.installation, owner=expected.owner)
    return binding(claim.namespace, labels, expected.account) if expected.account else None


def removed_by_hand(item: Object) -> list[str]:
    """Pointers to what somebody else wrote into an object, and would be removed of it."""
    return [pointer for pointer, _ in _by_hand(item)]


def _by_hand(item: Object) -> Iterator[tuple[str, Any]]:
    return ((pointer, value) for pointer, value in managed.by_others(item) if not is_passing(pointer, item))


def _of_fence(claim: Claim, expected: Expected, kinds: list[Kind]) -> Iterator[Wanted]:
    """The objects that the platform itself makes. The namespace is not listed in itself, and always there."""
    if expected.quota is None:
        return
    labels = labels_of(expected.store_id, installation=claim.installation, owner=expected.owner)
    fence = Fence(claim.namespace, labels, expected.engine, expected.plan, expected.quota, account=expected.account)
    places = _places(kinds)
    for body in definitions(fence):
        if body["kind"] == "Namespace":
            yield Wanted(body, place_of(claim), MANAGER)
        elif (kind := places.get((body["apiVersion"], body["kind"]))) is not None:
            yield Wanted(body, f"{kind.path(claim.namespace)}/{body['metadata']['name']}", MANAGER)


def _of_release(installed: Installed | None, claim: Claim, kinds: list[Kind]) -> tuple[list[Wanted], list[Difference]]:
    """The objects of the release as Helm applies them, with what it adds to each; and those whose kind is gone."""
    places, wanted, unknown = _places(kinds), list[Wanted](), list[Difference]()
    text = installed.manifest if installed is not None else ""
    for body in filter(None, yaml.load_all(text, Loader=LOADER)):
        metadata = {**body["metadata"], "namespace": claim.namespace}
        metadata["labels"] = {**(metadata.get("labels") or {}), MANAGED_BY: "Helm"}
        noted = {f"{OF_HELM}-name": claim.store_id, f"{OF_HELM}-namespace": claim.namespace}
        metadata["annotations"] = {**(metadata.get("annotations") or {}), **noted}
        kind = places.get((body["apiVersion"], body["kind"]))
        if kind is None:
            unknown.append(Difference(f"{body['kind']}/{metadata['name']}", "", live=NO_KIND))
            continue
        place = f"{kind.path(claim.namespace)}/{metadata['name']}"
        wanted.append(Wanted({**body, "metadata": metadata}, place, managed.HELM))
    return wanted, unknown


def _places(kinds: list[Kind]) -> Mapping[tuple[str, str], Kind]:
    """Kinds by the version and the kind that objects say of themselves."""
    return {(kind.base.removeprefix("/apis/").removeprefix("/api/"), kind.name): kind for kind in kinds if kind.namespaced}


def _examine(kube: Kube, wanted: Wanted, *, at_rest: bool, hide: Redactor) -> Examined:
    live = kube.get(wanted.path)
    if live is None:
        return Examined(wanted, None, wanted.body)
    sent = as_expected(wanted.body, live, at_rest=at_rest)
    try:
        would_be = kube.apply(wanted.path, sent, dry_run=True, manager=wanted.manager)
    except ApiError as error:
        if error.status != INVALID:
            raise
        return Examined(wanted, live, sent, (Difference(wanted.label, "", live=hide(error.message)),))
    found = [(pointer, was, now) for pointer, was, now in compared(would_be, live) if not is_passing(pointer, live)]
    found += [(pointer, None, now) for pointer, now in _by_hand(would_be)]
    if "deletionTimestamp" in live["metadata"]:
        found.append(("/metadata/deletionTimestamp", None, live["metadata"]["deletionTimestamp"]))
    shown = [_difference(wanted, pointer, was, now, hide) for pointer, was, now in found]
    return Examined(wanted, live, sent, tuple({each.path: each for each in shown}.values()))


def _difference(wanted: Wanted, pointer: str, was: Any, now: Any, hide: Redactor) -> Difference:
    """As it is told: nothing of a Secret, and of a variable that somebody set only that it is there."""
    if wanted.body["kind"] == "Secret":
        return Difference(wanted.label, pointer, *(None if value is None else SECRET for value in (was, now)))
    live = SECRET if VARIABLE.search(pointer) and now is not None else _shown(now, hide)
    return Difference(wanted.label, pointer, _shown(was, hide), live)


def _shown(value: Any, hide: Redactor) -> Any:
    """A value without the store's own secrets, and without the values of variables: who sets one by hand may set a password."""
    if isinstance(value, Mapping):
        named = "name" in value and "value" in value
        return {key: SECRET if named and key == "value" else _shown(each, hide) for key, each in value.items()}
    if isinstance(value, list):
        return [_shown(each, hide) for each in value]
    return hide(value) if isinstance(value, str) else value


def _keys(there: Mapping[str, str] | None, expected: Expected) -> tuple[list[str], list[str]]:
    """The keys that the store's Secret lacks, and those that nobody knows. None: there is no such Secret."""
    if expected.quota is None:
        return [], []
    name = f"Secret/{SECRET_NAME}"
    if there is None:
        return [name, *(f"{name}/{key}" for key in sorted(expected.keys))], []
    lost, added = set(expected.keys) - set(there), set(there) - set(expected.keys)
    return [f"{name}/{key}" for key in sorted(lost)], [f"{name}/{key}" for key in sorted(added)]


def _extra(kube: Kube, claim: Claim, expected: Expected, wanted: list[Wanted], kinds: list[Kind]) -> list[Found]:
    """The objects in the store's namespace that nobody installed. While an operation works on it, it puts some there."""
    if expected.busy:
        return []
    known, sets = {each.label for each in wanted}, (each.body for each in wanted if each.body["kind"] == "StatefulSet")
    templates = [
        f"{template['metadata']['name']}-{body['metadata']['name']}"
        for body in sets
        for template in body["spec"].get("volumeClaimTemplates") or ()
    ]
    found = [item for item in inside(kube, claim.namespace, kinds) if item.label not in known]
    strange = [item for item in found if not is_platforms(item, release=claim.store_id, templates=templates)]
    return sorted(strange, key=lambda item: item.label)


def _outside(expected: Expected, installed: Installed | None, newest: int) -> ChangedOutside | None:
    """Whether the release is at a revision that nobody recorded. An operation that works on it will say which it is at."""
    if expected.busy or installed is None or expected.revision is None or newest == expected.revision:
        return None
    return ChangedOutside(newest, expected.revision, installed.status, installed.description, installed.deployed_at)


def _each(items: list[T], look: Callable[[T], R]) -> list[R]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(look, items))
