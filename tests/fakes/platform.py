"""Fakes of time, ids, engines, clusters and wake-ups, and the data tests mostly want."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from functions.domain.cluster import Cluster
from functions.domain.engine import Engine, EngineData, EnginePayments
from functions.domain.plan import Plan
from functions.domain.user import Role, User, hash_token
from functions.domain.version import Target

START = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until told to advance."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the time as set."""
        return self._now

    def advance(self, by: timedelta | float) -> None:
        """Move on, by a timedelta or by seconds."""
        self._now += by if isinstance(by, timedelta) else timedelta(seconds=by)


class FakeIds:
    """Counts: OP000001, OP000002 …; suffixes aaa1, aaa2 …"""

    def __init__(self) -> None:
        self._operations = 0
        self._suffixes = 0

    def operation_id(self) -> str:
        """Return the next operation id."""
        self._operations += 1
        return f"OP{self._operations:06d}"

    def suffix(self) -> str:
        """Return the next suffix."""
        self._suffixes += 1
        return f"a{self._suffixes:03d}"


class FakeCatalogue:
    """Offers the engines it was given; without any, medusa and woocommerce."""

    def __init__(self, *engines: Engine) -> None:
        self._engines = {each.name: each for each in engines or (engine("medusa"), engine("woocommerce"))}
        self.missing: tuple[str, ...] = ()
        self.without_images: set[str] = set()
        self.broken: dict[str, str] = {}
        self.kept: set[str] = set()
        self.own: tuple[str, ...] = ()

    def missing_images(self, engine: Engine, cluster: str | None = None) -> tuple[str, ...]:
        """Return those of the engine's images that a test says are missing, or on the clusters that it says have none."""
        return tuple(name for name in engine.images if name in self.missing or cluster in self.without_images)

    def own_images(self) -> Sequence[str]:
        """Return the repositories that a test allows."""
        return self.own

    def target(self, engine: Engine, cluster: str | None = None) -> Target:
        """Return a target that names the engine; the images are the same on all clusters."""
        images = {name: f"images/{name}:1" for name in engine.images}
        return Target(
            engine_version=engine.version, chart_version="0.1.0", chart_digest=f"digest-of-{engine.name}", images=images
        )

    def holds(self, engine: str, chart_digest: str) -> bool:
        """Say yes to today's chart, and to what a test kept."""
        return chart_digest in {f"digest-of-{engine}", *self.kept}

    def engine_of(self, name: str, chart_digest: str) -> Engine | None:
        """Return today's for every chart that is here."""
        return self._engines.get(name) if self.holds(name, chart_digest) else None

    def engines(self) -> Mapping[str, Engine]:
        """Return the engines by name."""
        return {name: each for name, each in self._engines.items() if name not in self.broken}

    def problems(self) -> Mapping[str, str]:
        """Return what a test says is wrong with engines, by name."""
        return self.broken


class FakeClusters:
    """Knows the clusters it was given; without any, one called local. `FakeClusters.none()` knows none."""

    def __init__(self, *clusters: Cluster) -> None:
        self._clusters = {each.name: each for each in clusters or (local_cluster(),)}

    @classmethod
    def none(cls) -> FakeClusters:
        """Return an inventory without clusters."""
        empty = cls()
        empty._clusters = {}
        return empty

    def all(self) -> Mapping[str, Cluster]:
        """Return the clusters by name."""
        return self._clusters


class FakeWaker:
    """Remembers whom it woke, in order."""

    def __init__(self) -> None:
        self.woken: list[str] = []

    def wake(self, operation_id: str) -> None:
        """Remember the operation."""
        self.woken.append(operation_id)


TAKES_PAYMENTS = EnginePayments(webhook="/hooks/payment")


def engine(
    name: str = "medusa",
    *,
    currencies: tuple[str, ...] | None = None,
    countries: tuple[str, ...] | None = None,
    settings: tuple[str, ...] = tuple(
        "name color admin_email locale file_mods safe_mode mail payments domains extensions".split()
    ),
    extensions: bool = True,
    payments: EnginePayments | None = TAKES_PAYMENTS,
) -> Engine:
    """An engine with three plans, which takes over every setting, and whose extensions are the owner's."""
    data = EngineData(
        user="shop", database="shop", port=5432, claim="uploads", file="database.dump", counts="SELECT 1", extensions=extensions
    )
    plan = Plan(quota={"pods": "10"}, values={"web": {"resources": {}}})
    return Engine(
        name=name,
        title=name.title(),
        version="1.0.0",
        adapter=name,
        admin_path="/admin",
        images=(name, "postgresql"),
        secret_keys={},
        plans={"small": plan, "medium": plan, "large": plan},
        currencies=currencies,
        countries=countries,
        settings=settings,
        payments=payments,
        data=data,
    )


def local_cluster(name: str = "local", *, port: int = 80) -> Cluster:
    """A cluster on this machine."""
    return Cluster(name=name, provider="kind", kubeconfig="/nowhere/kubeconfig", domain="localhost", ingress_port=port)


def owner(name: str = "olga", *, token: str | None = None) -> User:
    """Somebody who sees only their own stores."""
    return User(id=name, name=name.title(), role=Role.OWNER, token_hash=hash_token(token or f"token-{name}"), created_at=START)


def admin(name: str = "ada", *, token: str | None = None) -> User:
    """Somebody who sees every store."""
    return owner(name, token=token).model_copy(update={"role": Role.ADMIN})
