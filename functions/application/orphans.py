"""The sweep: what this installation made and no record names any more. It is shown first; what was shown can be removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.application.paging import each
from functions.application.ports.clusters import Clusters
from functions.application.ports.insight import DRIFT_SECONDS
from functions.application.ports.orphans import OrphanFinder, RunFolders
from functions.application.ports.repository import Insert, Repository
from functions.application.ports.system import Clock
from functions.application.reads import Reads
from functions.domain.entities import ALL_STORES, LIVE_OPERATIONS, ROOMS, STORES
from functions.domain.errors import ClusterUnavailable, OrphansChanged, StoreyardError, Unreadable, VersionConflict
from functions.domain.orphan import Labelled, Orphan, OrphanKind, digest_of
from functions.domain.placement import PLAIN_OWNER, namespace_of
from functions.domain.room import Room
from functions.observability import logger

BESIDE: Final = "--"
LOCAL: Final = ":local"  # what a person's own Helm calls the newest image by, besides
SPARE: Final = "an older image that nothing in the cluster names: `crictl rmi {image}` on the node removes it"
PLAIN: Final = "made by a plain run of Ansible, of which there is no record: playbooks/delete.yml removes it with its store"
NOT_ITS: Final = "its label says that it is of the store {store}, whose namespace has another name: look at it yourself"


@dataclass(frozen=True)
class Swept:
    """What was found, what that is told by, and the clusters that did not answer, with why."""

    items: tuple[Orphan, ...]
    checked_at: datetime
    unreachable: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """What the list is told by."""
        return digest_of(self.items)


class OrphanService:
    """The use cases. Only an admin may ask, which the door sees to."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        repository: Repository,
        clusters: Clusters,
        finder: OrphanFinder,
        clock: Clock,
        folders: RunFolders | None = None,
        images: Callable[[str], Mapping[str, str]] = lambda _: {},
        reads: Reads | None = None,
    ) -> None:
        self._repository = repository
        self._clusters = clusters
        self._finder = finder
        self._clock = clock
        self._folders = folders
        self._images = images
        self._reads = reads or Reads(seconds=DRIFT_SECONDS, at_once=1)

    def look(self) -> Swept:
        """Return what nobody names. Nothing is changed. Raises Unavailable where the records are away."""
        now, found, away = self._clock.now(), list[Orphan](), list[tuple[str, str]]()
        folders = self._folders.old() if self._folders is not None else ()
        seen: dict[str, Sequence[Labelled]] = {}
        for name in sorted(self._clusters.all()):
            try:
                seen[name] = self._reads.read(name, lambda name=name: self._finder.labelled(name))  # type: ignore[misc]
            except ClusterUnavailable as error:
                away.append((name, error.message))
        spare = [orphan for name in seen for orphan in self._spare_images(name, away)]
        # The records come after the clusters: what is recorded between the two is no orphan then.
        records = _Records(self._repository)
        for cluster, items in seen.items():
            found += _Judge(cluster, items, records).orphans()
        live = {operation.id for operation in each(self._repository, LIVE_OPERATIONS)} if folders else set()
        why = "no operation of this id is under way"
        found += [Orphan(OrphanKind.RUN_FOLDER, name, "", why, uid=name) for name in folders if name not in live]
        return Swept((*found, *spare), now, tuple(away))

    def _spare_images(self, cluster: str, away: list[tuple[str, str]]) -> Iterator[Orphan]:
        """Older images of what is installed now that nothing in the cluster names. A look at nodes may be refused."""
        now = set(self._images(cluster).values())
        names = {image.rpartition(":")[0] for image in now}
        try:
            held = self._finder.images(cluster) if now else ()
        except StoreyardError as error:
            away.append((cluster, f"images: {error.message}"))
            return
        for item in held:
            if item.name.rpartition(":")[0] not in names or item.name.endswith(LOCAL):
                continue
            if item.name not in now and not item.bound:
                yield Orphan(OrphanKind.IMAGE, item.name, cluster, SPARE.format(image=item.name), removable=False)

    def remove(self, digest: str) -> tuple[Sequence[Orphan], Sequence[Orphan]]:
        """Remove what was shown under this digest; return what goes, and what stays. Kubernetes empties namespaces by itself.

        Raises OrphansChanged if another look shows something else.
        """
        swept = self.look()
        if swept.digest != digest:
            raise OrphansChanged("what is orphaned is not what was shown any more: look again, and remove that")
        gone = [orphan for orphan in swept.items if orphan.removable and self._remove(orphan)]
        return gone, [orphan for orphan in swept.items if orphan not in gone]

    def _remove(self, orphan: Orphan) -> bool:
        """Remove one; False where somebody has taken its name meanwhile, or it goes with its namespace and that stays."""
        store_id, beside = _named(orphan.name) if orphan.kind is OrphanKind.NAMESPACE else ("", "")
        if store_id and not beside and _is_recorded(self._repository, store_id):
            return False
        logger.info("an orphan goes", kind=orphan.kind.value, orphan=orphan.name, cluster=orphan.cluster)
        if beside:
            self._note(Room(store_id=store_id, beside=beside, cluster=orphan.cluster, not_before=self._clock.now()))
        elif orphan.kind is OrphanKind.RUN_FOLDER and self._folders is not None:
            self._folders.remove(orphan.name)
        elif orphan.uid:
            self._finder.remove(orphan.cluster, Labelled(orphan.kind, orphan.name, orphan.uid))
        return True

    def _note(self, room: Room) -> None:
        """Have it removed by whoever removes rooms (functions.application.rooms), which looks until it is gone."""
        if self._repository.get(ROOMS, store_id=room.store_id, beside=room.beside) is None:
            try:
                self._repository.commit(Insert(room))
            except VersionConflict:  # somebody noted it meanwhile
                return


class _Records:
    """What is recorded at this moment. A listing may lag, and lacks what cannot be read: what is not in it is asked for."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._listed = {store.id for store in each(repository, ALL_STORES)}

    def has(self, store_id: str) -> bool:
        """True if there is such a store."""
        return store_id in self._listed or _is_recorded(self._repository, store_id)

    def names(self, store_id: str, beside: str) -> bool:
        """True if somebody works in a namespace beside a store, or it is noted to go."""
        try:
            store = self._repository.get(STORES, id=store_id)
            noted = self._repository.get(ROOMS, store_id=store_id, beside=beside)
        except Unreadable:
            return True
        return noted is not None or (store is not None and store.active_operation_id is not None)


def _is_recorded(repository: Repository, store_id: str) -> bool:
    try:
        return repository.get(STORES, id=store_id) is not None
    except Unreadable:
        return True


class _Judge:
    """Tells of one cluster what is orphaned."""

    def __init__(self, cluster: str, items: Sequence[Labelled], records: _Records) -> None:
        self._cluster = cluster
        self._items = items
        self._records = records

    def orphans(self) -> Iterator[Orphan]:
        """Yield them, each namespace before what is in it."""
        spaces = [item for item in self._items if item.kind is OrphanKind.NAMESPACE]
        lost = {item.name: found for item in spaces if (found := self._namespace(item)) is not None}
        yield from lost.values()
        for item in self._items:
            if item.kind is OrphanKind.VOLUME:
                yield from self._volume(item, lost.get(item.namespace))
            elif item.kind is OrphanKind.RELEASE:
                yield from self._release(item, lost.get(item.namespace), {space.name: space.store_id for space in spaces})

    def _namespace(self, item: Labelled) -> Orphan | None:
        store_id, beside = _named(item.name)
        if store_id != item.store_id:
            return self._orphan(item, NOT_ITS.format(store=item.store_id), removable=False)
        if self._records.names(store_id, beside) if beside else self._records.has(store_id):
            return None
        if item.owner == PLAIN_OWNER:
            return self._orphan(item, PLAIN, removable=False)
        if beside:
            return self._orphan(item, f"beside the store {store_id}: no operation works in it")
        return self._orphan(item, f"the namespace of the store {store_id}, of which there is no record")

    def _volume(self, item: Labelled, space: Orphan | None) -> Iterator[Orphan]:
        if space is not None:
            goes = "it stays when its claim goes" if item.keeps else "it goes with it"
            yield self._orphan(item, f"claimed from the namespace {space.name}: {goes}", space.removable, mine=item.keeps)
        elif item.store_id and not self._records.has(item.store_id):
            why = f"of the store {item.store_id}, of which there is no record"
            yield self._orphan(item, f"{why}, but it is claimed" if item.bound else why, not item.bound)

    def _release(self, item: Labelled, space: Orphan | None, spaces: dict[str, str]) -> Iterator[Orphan]:
        if space is not None:
            yield self._orphan(item, f"in the namespace {space.name}: it goes with it", space.removable)
        elif item.name != spaces.get(item.namespace) and not (item.store_id and self._records.has(item.store_id)):
            why = f"a release that no store has: `helm uninstall {item.name} --namespace {item.namespace}` removes it"
            yield self._orphan(item, why, removable=False)

    def _orphan(self, item: Labelled, why: str, removable: bool = True, *, mine: bool = True) -> Orphan:
        """`mine`: it is removed itself, and does not go by itself with something else."""
        uid = item.uid if mine else ""
        return Orphan(item.kind, item.name, self._cluster, why, removable, item.namespace, uid)


def _named(namespace: str) -> tuple[str, str]:
    """The store that a namespace is of by its name, and what it is beside it; "" where the name is no store's."""
    store_id, _, beside = namespace.removeprefix(namespace_of("")).partition(BESIDE)
    return (store_id, beside) if namespace == namespace_of(store_id, beside) else ("", "")
