"""A store's Helm release: what the cluster shows of it, and how what stands in the way of the next action is put out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.history import packed, read_installed, unpacked
from functions.adapters.yaml_reader import LOADER
from functions.domain.placement import MANAGED_BY, REVISION_LABEL
from functions.domain.release import DEPLOYED, LOCKED, Action, Choice, Observed, ReleaseRefused, Wanted, choose

POLL = 0.5
# What a shop cannot run without, by the kind in its chart's manifest, and where it is listed in a namespace.
PARTS = {
    "Deployment": "/apis/apps/v1/namespaces/{}/deployments",
    "StatefulSet": "/apis/apps/v1/namespaces/{}/statefulsets",
    "PersistentVolumeClaim": "/api/v1/namespaces/{}/persistentvolumeclaims",
}
BY_HELM = f"{MANAGED_BY}=Helm"


@dataclass(frozen=True)
class Site:
    """Where a release is. `recorded`: the revision in the store's own record, 0: none."""

    namespace: str
    release: str
    recorded: int = 0

    @property
    def folder(self) -> str:
        """Where Helm keeps its records."""
        return f"/api/v1/namespaces/{self.namespace}/secrets"


@dataclass(frozen=True)
class Patience:
    """How long a lock may go away by itself: one that the platform made, and one of somebody else's Helm.

    With the platform's lease no other run of the store is alive, so its own locks need none.
    """

    own: Deadline
    others: Deadline


@dataclass(frozen=True)
class Settled:
    """What is to be done next, after what was in the way is gone. `told`: sentences of what people should know."""

    choice: Choice
    observed: Observed
    told: tuple[str, ...] = ()
    unlocked: bool = False

    @property
    def message(self) -> str:
        """The same in one line."""
        return " ".join(self.told)


def settle(kube: Kube, site: Site, wanted: Wanted, patience: Patience, *, dry_run: bool = False) -> Settled:
    """Look, unlock or wait where that comes first, and return the action that is left to do, each at most once.

    Raises ReleaseRefused where nothing that is known to help is left.
    """
    tried: list[Action] = []
    told: list[str] = []
    while True:
        records = _records(kube, site)
        observed = observe(kube, site, records, patience)
        choice = choose(observed, wanted, tried)
        if choice.message and choice.message not in told:
            told.append(choice.message)
        if choice.action is Action.REFUSE:
            raise ReleaseRefused(choice.message)
        if choice.action is Action.WAIT:
            _patience(patience, observed).pause(POLL)
        elif choice.action is Action.UNLOCK and not dry_run:
            tried.append(Action.UNLOCK)
            unlock(kube, site, records)
        else:
            return Settled(choice, observed, tuple(told), unlocked=Action.UNLOCK in tried)


def observe(kube: Kube, site: Site, records: Sequence[Object], patience: Patience) -> Observed:
    """What the records show and, where nothing stands in the way of a look at it, which parts of the release are there."""
    if not records:
        return _with_parts(kube, site, Observed(recorded=site.recorded), (), patience)
    marks = [record["metadata"]["labels"].get(REVISION_LABEL, "") for record in records]
    seen = Observed(
        revision=_number(records[-1]),
        status=records[-1]["metadata"]["labels"]["status"],
        records=tuple(_number(record) for record in records),
        ours=max((int(mark) for mark in marks if mark.isdecimal()), default=None),
        recorded=site.recorded,
    )
    if seen.status in LOCKED:
        return replace(seen, held=not _patience(patience, seen).passed)
    if seen.status != DEPLOYED:
        return _with_parts(kube, site, seen, (), patience)
    installed = read_installed(kube, site.namespace, site.release, seen.revision)
    if installed is None:  # somebody deleted the record since it was listed: whatever is wanted has to be installed
        return seen
    return _with_parts(kube, site, replace(seen, installed=installed.content), parts_in(installed.manifest), patience)


def _with_parts(kube: Kube, site: Site, seen: Observed, named: Sequence[str], patience: Patience) -> Observed:
    """Say which of the named parts are not there. What is on its way out is waited for: nothing can take its place before."""
    found = {
        f"{kind}/{item['metadata']['name']}": "deletionTimestamp" in item["metadata"]
        for kind, place in PARTS.items()
        for item in kube.items(place.format(site.namespace), selector=BY_HELM, metadata_only=True)
    }
    ending = any(found.values())
    gone = tuple(name for name in named if found.get(name, True))
    return replace(seen, gone=gone, ending=ending, held=ending and not patience.others.passed)


def parts_in(manifest: str) -> list[str]:
    """Kind and name of each such part in a manifest. One that cannot be read names none."""
    try:
        bodies = [body for body in yaml.load_all(manifest, Loader=LOADER) if isinstance(body, Mapping)]
    except yaml.YAMLError:
        return []
    return [f"{body['kind']}/{body['metadata']['name']}" for body in bodies if body.get("kind") in PARTS]


def unlock(kube: Kube, site: Site, records: Sequence[Object]) -> None:
    """Take the lock off the newest of the records.

    The record of a first install is removed: the next install is revision 1 again and adopts the objects that are there.
    A later revision is marked failed, so that the next upgrade replaces whatever it had changed.
    """
    metadata = records[-1]["metadata"]
    path = f"{site.folder}/{metadata['name']}"
    if len(records) == 1:
        kube.delete(path, uid=metadata["uid"])
    elif (record := kube.get(path)) is not None:
        kube.merge(path, failed(record, metadata["labels"]["status"]))


def failed(record: Object, status: str) -> Object:
    """The change to a release's Secret that makes its revision a failed one. Helm reads the status inside the payload."""
    payload = unpacked(record)
    info = {
        **(payload.get("info") or {}),
        "status": "failed",
        "description": f"The run was killed while the release was {status}",
    }
    metadata = {"resourceVersion": record["metadata"]["resourceVersion"], "labels": {"status": "failed"}}
    data = {"release": packed({**payload, "info": info})} if payload else {}
    return {"metadata": metadata, "data": data}


def mark(kube: Kube, site: Site, *, ahead: int = 0) -> int:
    """Say on the newest record that the platform wrote it or, `ahead` of it, is about to write the next one.

    Returns the newest revision, 0 where there is none. Helm keeps labels of its records and hands them on to the next one, so
    a revision that is higher than the highest of these labels is somebody else's.
    """
    records = _records(kube, site)
    if not records:
        return 0
    newest = _number(records[-1])
    mine = str(newest + ahead)
    metadata = records[-1]["metadata"]
    if metadata["labels"].get(REVISION_LABEL) != mine:
        kube.merge(f"{site.folder}/{metadata['name']}", {"metadata": {"labels": {REVISION_LABEL: mine}}})
    return newest


def revision(kube: Kube, *, namespace: str, release: str) -> int:
    """Return the release's latest revision, 0 where there is none."""
    return numbers(kube, namespace=namespace, release=release)[0]


def standing(kube: Kube, *, namespace: str, release: str) -> int:
    """Return the revision that a way back goes to: the newest that is deployed, else the newest; 0 where there is none."""
    return numbers(kube, namespace=namespace, release=release)[1]


def numbers(kube: Kube, *, namespace: str, release: str) -> tuple[int, int]:
    """Return both of these by one look."""
    records = _records(kube, Site(namespace, release))
    if not records:
        return 0, 0
    deployed = [record for record in records if record["metadata"]["labels"]["status"] == DEPLOYED]
    return _number(records[-1]), _number((deployed or records)[-1])


def _patience(patience: Patience, observed: Observed) -> Deadline:
    return patience.others if observed.from_outside or observed.ending else patience.own


def _number(record: Mapping[str, Any]) -> int:
    return int(record["metadata"]["labels"]["version"])


def _records(kube: Kube, site: Site) -> list[Object]:
    """Helm's records of the release, oldest first, a Secret for each revision; their metadata says which."""
    return sorted(kube.items(site.folder, selector=f"owner=helm,name={site.release}", metadata_only=True), key=_number)
