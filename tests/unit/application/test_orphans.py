"""What no record names is an orphan; what is being made, worked on, another's or a plain run's is not removed."""

from __future__ import annotations

from typing import Any

import pytest

from functions.application.orphans import OrphanService
from functions.application.ports.repository import Insert
from functions.application.reads import Reads
from functions.domain.entities import ROOMS, STORES
from functions.domain.errors import OrphansChanged, Unreadable
from functions.domain.orphan import Labelled, Orphan, OrphanKind, digest_of
from functions.domain.room import Room
from functions.domain.store import StoreStatus
from tests.fakes import FakeClock, FakeClusters, FakeRepository, local_cluster
from tests.fakes.orphans import FakeFinder, FakeFolders
from tests.fakes.platform import START
from tests.fakes.samples import operation, store

SPACE, VOLUME, RELEASE = OrphanKind.NAMESPACE, OrphanKind.VOLUME, OrphanKind.RELEASE


def space(name: str, store_id: str, *, owner: str = "olga") -> Labelled:
    return Labelled(SPACE, name, f"uid-{name}", store_id=store_id, owner=owner)


class Yard:
    """A sweep over a repository with the store `demo`."""

    def __init__(self, *found: Labelled, folders: FakeFolders | None = None) -> None:
        self.repository, self.finder = FakeRepository(), FakeFinder()
        self.finder.seen["local"] = list(found)
        self.folders = folders
        self.repository.commit(Insert(store("demo")))
        self.service = OrphanService(
            repository=self.repository,
            clusters=FakeClusters(local_cluster(), local_cluster("other")),
            finder=self.finder,
            clock=FakeClock(),
            folders=folders,
            images=lambda _: {"web": "place/web:2", "db": "place/db:1"},
            reads=Reads(seconds=30, at_once=4),
        )

    def told(self) -> list[tuple[str, bool]]:
        return [(f"{each.kind.value}/{each.name}", each.removable) for each in self.service.look().items]


def test_what_stores_have_is_no_orphan() -> None:
    pv = Labelled(VOLUME, "pv-1", "u", namespace="store-demo", bound=True)
    yard = Yard(space("store-demo", "demo"), pv, Labelled(RELEASE, "demo", "", namespace="store-demo"))

    swept = yard.service.look()

    assert (swept.items, swept.unreachable, swept.checked_at) == ((), (), START)


def test_a_namespace_of_no_store_is_one_with_its_volumes_and_its_release() -> None:
    yard = Yard(
        space("store-gone", "gone"),
        Labelled(VOLUME, "pv-1", "u1", namespace="store-gone", bound=True),
        Labelled(VOLUME, "pv-2", "u2", namespace="store-gone", keeps=True),
        Labelled(RELEASE, "gone", "", namespace="store-gone"),
    )
    swept = yard.service.look()

    assert [(each.name, each.removable, each.why) for each in swept.items] == [
        ("store-gone", True, "the namespace of the store gone, of which there is no record"),
        ("pv-1", True, "claimed from the namespace store-gone: it goes with it"),
        ("pv-2", True, "claimed from the namespace store-gone: it stays when its claim goes"),
        ("gone", True, "in the namespace store-gone: it goes with it"),
    ]
    gone, left = yard.service.remove(swept.digest)
    assert (len(gone), left) == (4, [])
    assert yard.finder.removed == [("local", "store-gone"), ("local", "pv-2")], "the others go with the namespace"


@pytest.mark.parametrize("status", list(StoreStatus))
def test_a_store_that_is_being_made_or_removed_is_recorded(status: StoreStatus) -> None:
    yard = Yard(space("store-new", "new"))
    yard.repository.commit(Insert(store("new", status=status)))

    assert yard.told() == []


def test_a_store_that_this_version_cannot_read_is_no_orphan(monkeypatch: pytest.MonkeyPatch) -> None:
    yard = Yard(space("store-odd", "odd"))
    plain = yard.repository.get

    def get(entity: Any, **key: Any) -> Any:
        if entity is STORES and key["id"] == "odd":
            raise Unreadable("a store cannot be read")
        return plain(entity, **key)

    monkeypatch.setattr(yard.repository, "get", get)

    assert yard.told() == []


def test_what_a_plain_run_made_is_told_and_stays() -> None:
    yard = Yard(space("store-mine", "mine", owner="plain"), Labelled(VOLUME, "pv-1", "u", namespace="store-mine", keeps=True))

    swept = yard.service.look()
    gone, left = yard.service.remove(swept.digest)

    assert (list(gone), [each.name for each in left], yard.finder.removed) == ([], ["store-mine", "pv-1"], [])
    assert "playbooks/delete.yml" in swept.items[0].why


@pytest.mark.parametrize("name", ["somebodys", "store-other", "store-demo-", "Store-demo"])
def test_a_namespace_whose_name_is_not_its_labels_stays(name: str) -> None:
    assert Yard(space(name, "gone")).told() == [(f"Namespace/{name}", False)]


def test_a_room_is_one_if_nobody_works_in_it_and_goes_the_way_rooms_go() -> None:
    yard = Yard(space("store-demo--drill", "demo"))
    swept = yard.service.look()
    assert [each.why for each in swept.items] == ["beside the store demo: no operation works in it"]

    yard.service.remove(swept.digest)

    assert yard.finder.removed == []
    noted = yard.repository.get(ROOMS, store_id="demo", beside="drill")
    assert noted is not None
    assert (noted.cluster, noted.not_before) == ("local", START)
    assert yard.told() == [], "it is noted to go"


def test_a_room_where_an_operation_works_or_that_is_noted_already_is_none() -> None:
    at_work = Yard(space("store-busy--drill", "busy"))
    at_work.repository.commit(Insert(store("busy", active_operation_id="OP1")))
    noted = Yard(space("store-demo--drill", "demo"))
    noted.repository.commit(Insert(Room(store_id="demo", beside="drill", cluster="local", not_before=START)))

    assert (at_work.told(), noted.told()) == ([], [])


@pytest.mark.parametrize(
    ("volume", "told"),
    [
        (Labelled(VOLUME, "pv", "u", store_id="gone"), [("PersistentVolume/pv", True)]),
        (Labelled(VOLUME, "pv", "u", store_id="gone", bound=True, namespace="elsewhere"), [("PersistentVolume/pv", False)]),
        (Labelled(VOLUME, "pv", "u", store_id="demo"), []),
        (Labelled(VOLUME, "pv", "u"), []),
    ],
    ids=["free", "claimed", "of a store", "of nobody"],
)
def test_a_volume_with_our_label(volume: Labelled, told: list[Any]) -> None:
    assert Yard(volume).told() == told


@pytest.mark.parametrize(
    ("release", "told"),
    [
        (Labelled(RELEASE, "more", "", namespace="store-demo"), [("Release/more", False)]),
        (Labelled(RELEASE, "x", "", namespace="default", store_id="gone"), [("Release/x", False)]),
        (Labelled(RELEASE, "x", "", namespace="default", store_id="demo"), []),
        (Labelled(RELEASE, "demo", "", namespace="store-demo"), []),
    ],
    ids=["beside a store's", "of no store", "of a store", "a store's own"],
)
def test_a_release_that_no_store_has_is_told_with_what_removes_it(release: Labelled, told: list[Any]) -> None:
    yard = Yard(space("store-demo", "demo"), release)

    assert yard.told() == told
    for each in yard.service.look().items:
        assert f"helm uninstall {release.name} --namespace {release.namespace}" in each.why


def test_folders_of_operations_that_have_ended_are_ones() -> None:
    yard = Yard(folders=FakeFolders("OP1", "OP2"))
    yard.repository.commit(Insert(operation("OP1")))

    swept = yard.service.look()
    yard.service.remove(swept.digest)

    assert [each.name for each in swept.items] == ["OP2"]
    assert yard.folders is not None
    assert yard.folders.names == ["OP1"]


def test_only_what_was_shown_is_removed() -> None:
    yard = Yard(space("store-gone", "gone"))
    shown = yard.service.look().digest
    yard.finder.seen["local"].append(space("store-more", "more"))

    with pytest.raises(OrphansChanged):
        yard.service.remove(shown)
    assert yard.finder.removed == []


def test_another_namespace_of_the_name_is_another_orphan() -> None:
    one, other = (Orphan(SPACE, "store-gone", "local", "", uid=uid) for uid in "ab")

    assert digest_of([one]) != digest_of([other])
    assert digest_of([one, other]) == digest_of([other, one])


def test_a_store_that_is_recorded_between_the_look_and_the_removal_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    yard = Yard(space("store-gone", "gone"))
    swept = yard.service.look()

    def look() -> Any:
        yard.repository.commit(Insert(store("gone")))
        return swept

    monkeypatch.setattr(yard.service, "look", look)

    gone, left = yard.service.remove(swept.digest)
    assert (list(gone), len(left), yard.finder.removed) == ([], 1, [])


def test_a_cluster_that_is_away_is_named_and_nothing_of_it_is_an_orphan() -> None:
    yard = Yard(space("store-gone", "gone"))
    yard.finder.away.add("other")

    swept = yard.service.look()

    assert len(swept.items) == 1
    assert swept.unreachable == (("other", "The cluster other cannot be reached right now."),)


def image(name: str, *, bound: bool = False) -> Labelled:
    return Labelled(OrphanKind.IMAGE, name, "", bound=bound)


def test_an_older_image_of_ours_that_nothing_names_is_told_and_stays() -> None:
    yard = Yard()
    names = ("place/web:1", "place/web:2", "elsewhere/web:1", "place/website:1", "place/web:local")
    yard.finder.held["local"] = [*map(image, names), image("place/db:0", bound=True)]

    swept = yard.service.look()

    why = "an older image that nothing in the cluster names: `crictl rmi place/web:1` on the node removes it"
    assert swept.items == (Orphan(OrphanKind.IMAGE, "place/web:1", "local", why, removable=False),)
    assert yard.service.remove(swept.digest) == ([], list(swept.items))
    assert yard.finder.removed == []


def test_images_that_may_not_be_looked_at_are_said_to_be_so() -> None:
    yard = Yard(space("store-gone", "gone"))
    yard.finder.hidden = True

    swept = yard.service.look()

    assert [each.name for each in swept.items] == ["store-gone"]
    assert swept.unreachable == (("local", "images: nodes is forbidden"), ("other", "images: nodes is forbidden"))
