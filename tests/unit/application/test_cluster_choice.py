"""Which cluster a store is placed on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from functions.application.capacities import Capacities
from functions.application.cluster_choice import Placement
from functions.application.cordons import Cordons
from functions.application.ports.repository import Insert, Repository
from functions.application.stores import StoreService
from functions.domain.capacity import Amounts
from functions.domain.cluster import Cluster
from functions.domain.engine import Engine
from functions.domain.errors import ClusterRefused, ClusterUnavailable, InvalidRequest, NotFound, StoreyardError, Unavailable
from functions.domain.plan import Plan
from functions.domain.store import StoreRequest
from functions.domain.told_errors import ClusterCordoned, NoCapacity, NoCluster
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, admin, owner
from tests.fakes.nodes import GIB, FakeNodes
from tests.fakes.platform import engine, local_cluster
from tests.fakes.samples import store

NAME = next(iter(FakeCatalogue().engines()))
QUOTA = {"requests.cpu": "1", "requests.memory": "1Gi", "persistentvolumeclaims": "4"}
MADE = engine(NAME)
ENGINE: Engine = MADE.model_copy(update={"plans": {"small": Plan(quota=QUOTA, values={})}})
EU, US = {"region": "eu", "tier": "gold"}, {"region": "us"}
BIG = Amounts(cpu=8000, memory=16 * GIB)
AWAY = Unavailable("connection refused by 10.0.0.1")


def cluster(name: str, **fields: Any) -> Cluster:
    return local_cluster(name).model_copy(update=fields)


class World:
    """Clusters with nodes, and who chooses among them."""

    def __init__(self, *clusters: Cluster, **nodes: Amounts | StoreyardError) -> None:
        self.time = 0.0
        self.clock = FakeClock()
        self.repository = FakeRepository(self.clock)
        self.catalogue = FakeCatalogue(ENGINE)
        self.clusters = FakeClusters(*clusters)
        self.nodes = FakeNodes(**nodes)
        self.placement = Placement(
            repository=self.repository,
            catalogue=self.catalogue,
            clusters=self.clusters,
            capacities=Capacities(
                repository=self.repository, catalogue=self.catalogue, reader=self.nodes, seconds=30, now=lambda: self.time
            ),
        )
        self.cordons = Cordons(repository=self.repository, clusters=self.clusters, clock=self.clock)
        self.service = StoreService(
            repository=self.repository,
            catalogue=self.catalogue,
            clusters=self.clusters,
            clock=self.clock,
            ids=FakeIds(),
            waker=FakeWaker(),
            placement=self.placement,
        )

    def choose(self, **asked: Any) -> str:
        """Return the name of the cluster that is chosen."""
        return self.placement.choose(plan="small", engine=ENGINE, **asked).name

    def create(self, **asked: Any) -> str:
        """Make a store; return its cluster."""
        return self.service.create(StoreRequest(name="Demo", engine=NAME, **asked), owner()).store.spec.cluster


def on(repository: Repository, name: str, *ids: str) -> None:
    """Record stores that are on a cluster."""
    for store_id in ids:
        there = store(store_id)
        spec = there.spec.model_copy(update={"cluster": name, "engine": NAME, "plan": "small"})
        repository.commit(Insert(there.model_copy(update={"spec": spec})))


def two(**nodes: Amounts | StoreyardError) -> World:
    return World(cluster("east"), cluster("west"), **nodes)


def test_the_one_with_the_most_room_is_taken() -> None:
    assert two(west=BIG).choose() == "west"
    assert two(east=BIG).choose() == "east"


def test_between_equals_the_inventorys_order_decides() -> None:
    assert two().choose() == "east"


def test_stores_that_are_there_take_room() -> None:
    world = two()
    on(world.repository, "east", "tea")

    assert world.choose() == "west"


def test_stores_are_spread_also_while_what_was_seen_is_kept() -> None:
    world = two()

    assert [world.create() for _ in range(4)] == ["east", "west", "east", "west"]
    assert sorted(world.nodes.asked) == ["east", "west"], "asked once in ten seconds"


def test_what_was_seen_is_looked_at_again_after_ten_seconds() -> None:
    world = two()
    world.choose()
    world.nodes.given["west"] = BIG
    world.time = 9.0
    assert [world.choose(), world.choose(), world.choose()] == ["west", "east", "west"], "as it was"
    world.time = 10.0

    assert [world.choose() for _ in range(3)] == ["west"] * 3


def test_a_store_that_fits_nowhere_goes_where_the_least_is_lacking() -> None:
    world = two()
    on(world.repository, "east", *(f"e{n}" for n in range(5)))
    on(world.repository, "west", *(f"w{n}" for n in range(4)))

    assert world.choose() == "west"


def test_one_that_does_not_answer_is_left_out() -> None:
    assert two(east=AWAY).choose() == "west"


def test_one_that_does_not_let_the_platform_look_comes_last() -> None:
    world = two(east=ClusterRefused("no"))
    on(world.repository, "west", *(f"w{n}" for n in range(5)))

    assert world.choose() == "west"
    assert World(cluster("east"), cluster("west"), east=ClusterRefused("no"), west=AWAY).choose() == "east"


def test_where_none_answers_that_is_said_by_name_alone() -> None:
    with pytest.raises(ClusterUnavailable) as caught:
        two(east=AWAY, west=AWAY).choose()

    assert caught.value.message == "No cluster that the store could be placed on answers right now: east, west."


def test_one_that_is_named_is_taken_unseen_also_if_it_does_not_answer() -> None:
    world = two(west=AWAY)

    assert world.choose(named="west") == "west"
    assert world.nodes.asked == []


def test_the_only_cluster_is_taken_unseen() -> None:
    world = World(cluster("east"), east=AWAY)

    assert world.choose() == "east"
    assert world.nodes.asked == []


def test_labels_narrow_the_choice() -> None:
    world = World(cluster("east", labels=US), cluster("west", labels=EU), east=BIG)

    assert world.choose(labels={"region": "eu"}) == "west"
    assert world.choose(labels=EU) == "west"
    assert world.create(labels={"region": "eu"}) == "west"
    assert world.create() == "east"


@pytest.mark.parametrize(
    ("asked", "field", "rule"),
    [
        ({"labels": {"region": "asia"}}, "labels", "labels that one cluster has"),
        ({"labels": {"region": "us", "tier": "gold"}}, "labels", "labels that one cluster has"),
        ({"named": "east", "labels": {"region": "eu"}}, "labels", "labels that the cluster east has"),
        ({"named": "mars"}, "cluster", "must be one of: east, west"),
        ({"named": "east", "without": {"east"}}, "cluster", "another than east"),
    ],
)
def test_what_no_cluster_can_be_is_refused_with_the_field(asked: dict[str, Any], field: str, rule: str) -> None:
    world = World(cluster("east", labels=US), cluster("west", labels=EU))

    with pytest.raises(InvalidRequest) as caught:
        world.choose(**asked)

    assert caught.value.field == field
    assert rule in caught.value.message


def test_what_is_to_be_left_out_is_left_out() -> None:
    world = two(east=BIG)

    assert world.choose(without={"east"}) == "west"
    with pytest.raises(NoCluster):
        world.choose(without={"east", "west"})


def test_a_cordoned_cluster_takes_no_new_stores() -> None:
    world = two(east=BIG)
    world.cordons.cordon("east", "new nodes", admin())

    assert world.create() == "west"
    with pytest.raises(ClusterCordoned) as caught:
        world.create(cluster="east")
    assert caught.value.message == (
        "the cluster east takes no new stores: ada cordoned it on 2026-01-01 at 12:00 UTC (new nodes)"
    )


def test_where_all_are_cordoned_it_is_said_why_of_each() -> None:
    world = two()
    world.cordons.cordon("east", "new nodes", admin())
    world.cordons.cordon("west", "it is sold", admin())

    with pytest.raises(NoCluster, match=r"\(new nodes\).*\(it is sold\)"):
        world.choose()


def test_a_cordon_gets_another_reason_and_goes() -> None:
    world = two(east=BIG)
    world.cordons.cordon("east", "new nodes", admin())
    world.cordons.cordon("east", "newer nodes", admin())
    with pytest.raises(ClusterCordoned, match="newer nodes"):
        world.choose(named="east")

    assert world.cordons.uncordon("east") is True
    assert world.cordons.uncordon("east") is False
    assert world.choose() == "east"


def test_only_a_cluster_that_there_is_can_be_cordoned_and_every_cordon_goes() -> None:
    world = two()
    with pytest.raises(NotFound):
        world.cordons.cordon("mars", "why not", admin())
    with pytest.raises(NotFound):
        world.cordons.uncordon("mars")
    world.cordons.cordon("west", "it is sold", admin())
    world.clusters._clusters = {"east": cluster("east")}

    assert world.cordons.uncordon("west") is True


def test_an_inventory_may_hold_a_cluster_to_what_it_has() -> None:
    world = World(cluster("east", overcommit=1.5))
    on(world.repository, "east", "one", "two")
    assert world.create(cluster="east") == "east"

    for asked in ({"cluster": "east"}, {}):
        with pytest.raises(NoCapacity, match=r"the plan small asks for more than may be asked for on: east \(cpu\)"):
            world.create(**asked)


def test_one_that_is_full_by_its_rule_is_left_out() -> None:
    world = World(cluster("east", overcommit=1), cluster("west"), east=Amounts(cpu=500, memory=64 * GIB))
    on(world.repository, "west", *(f"w{n}" for n in range(9)))

    assert world.choose() == "west"


def test_images_that_are_missing_are_said_as_before() -> None:
    world = two()
    world.catalogue.missing = ENGINE.images

    with pytest.raises(InvalidRequest, match="needs images"):
        world.choose()


def test_a_cluster_that_lacks_the_engines_images_is_left_out() -> None:
    world = two(east=BIG)
    world.catalogue.without_images = {"east"}

    assert world.choose() == "west"
    with pytest.raises(InvalidRequest, match="needs images"):
        world.choose(named="east")


@pytest.fixture
def hangs() -> Iterator[threading.Event]:
    """A cluster that does not answer until the test is over."""
    over = threading.Event()
    yield over
    over.set()


def test_a_cluster_that_hangs_costs_its_seconds_once(hangs: threading.Event) -> None:
    world = two(west=BIG)

    class Hanging(FakeNodes):
        def allocatable(self, cluster: str) -> Amounts:
            if cluster == "west":
                self.asked.append(cluster)
                hangs.wait(60)
            return super().allocatable(cluster)

    nodes = Hanging()
    capacities = Capacities(repository=world.repository, catalogue=world.catalogue, reader=nodes, seconds=0.05)
    placement = Placement(
        repository=world.repository, catalogue=world.catalogue, clusters=world.clusters, capacities=capacities
    )

    assert [placement.choose(plan="small", engine=ENGINE).name for _ in range(3)] == ["east"] * 3
    assert nodes.asked.count("west") == 1
