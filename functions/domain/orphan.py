"""Orphans: what this installation made somewhere, and no record of its names any more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class OrphanKind(StrEnum):
    """What an orphan is."""

    NAMESPACE = "Namespace"
    VOLUME = "PersistentVolume"
    RELEASE = "Release"
    RUN_FOLDER = "RunFolder"
    IMAGE = "Image"


@dataclass(frozen=True)
class Labelled:
    """An object in a cluster that is this installation's, by its labels or by those of its namespace.

    `keeps`: it is a volume that stays when its claim goes. `bound`: somebody has it claimed or, of an image, names it.
    """

    kind: OrphanKind
    name: str
    uid: str
    namespace: str = ""
    store_id: str = ""
    owner: str = ""
    keeps: bool = False
    bound: bool = False


@dataclass(frozen=True)
class Orphan:
    """Something that nobody names. `cluster`: "" for this machine. `why` also says what becomes of it, if that is nothing."""

    kind: OrphanKind
    name: str
    cluster: str
    why: str
    removable: bool = True
    namespace: str = ""
    uid: str = ""


def digest_of(orphans: Iterable[Orphan]) -> str:
    """What a list of orphans is told by, so that what is removed is what was shown."""
    told = sorted([each.cluster, each.kind.value, each.namespace, each.name, each.uid] for each in orphans)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
