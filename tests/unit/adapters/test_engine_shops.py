"""How the shop of a store is reached: the cluster's ingress, the store's Secret, the engine's desk."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import httpx
import pytest

from functions.adapters.kube.clients import ClusterClients
from functions.adapters.kube.credentials import OwnSecrets, SecretCredentials
from functions.adapters.shops import EngineShops
from functions.domain.errors import ClusterRefused, ShopUnavailable, StoreNotReady, Unavailable
from tests.fakes import FakeCatalogue, FakeClusters, engine, local_cluster
from tests.fakes.kube import FakeCluster, refuse
from tests.fakes.medusa import CREDENTIALS, FakeMedusa
from tests.fakes.samples import store

SECRET = "/api/v1/namespaces/store-demo/secrets/store-secret"


class Given:
    """Credentials that are known."""

    def of(self, cluster: str, store_id: str) -> Mapping[str, str]:
        """Return them for the one store that there is."""
        assert (cluster, store_id) == ("local", "demo")
        return CREDENTIALS


def shops(medusa: FakeMedusa, *, clusters: FakeClusters | None = None, catalogue: FakeCatalogue | None = None) -> EngineShops:
    return EngineShops(
        clusters=clusters or FakeClusters(local_cluster(port=8080)),
        catalogue=catalogue or FakeCatalogue(),
        credentials=Given(),
        transport=httpx.MockTransport(medusa.serve),
    )


def test_a_shop_is_met_at_the_ingress_of_its_cluster() -> None:
    medusa = FakeMedusa()

    desk = shops(medusa).open(store(), seconds=5)

    assert [one.title for one in desk.products(offset=0, limit=5)[0]] == ["Sample shirt", "Sample mug"]
    (request, *_) = medusa.requests
    assert (str(request.url.host), request.url.port, request.headers["host"]) == ("127.0.0.1", 8080, "demo.localhost")
    assert request.extensions["timeout"]["read"] <= 5


GONE: dict[str, tuple[FakeClusters | None, FakeCatalogue]] = {
    "no cluster": (FakeClusters.none(), FakeCatalogue()),
    "another cluster": (FakeClusters(local_cluster("mars")), FakeCatalogue()),
    "no engine": (None, FakeCatalogue(engine("other"))),
}


@pytest.mark.parametrize(("clusters", "catalogue"), GONE.values(), ids=GONE)
def test_a_store_whose_cluster_or_engine_is_gone_has_no_shop(clusters: FakeClusters | None, catalogue: FakeCatalogue) -> None:
    with pytest.raises(ShopUnavailable, match="not there any more"):
        shops(FakeMedusa(), clusters=clusters, catalogue=catalogue).open(store(), seconds=5)


def credentials(cluster: FakeCluster) -> SecretCredentials:
    return SecretCredentials(ClusterClients(FakeClusters(), connect=lambda _: cluster.kube()))


def test_credentials_are_those_of_the_stores_secret_each_time_anew() -> None:
    cluster = FakeCluster()
    for password in ("first", "second"):
        cluster.objects[SECRET] = {"data": {"admin-password": base64.b64encode(password.encode()).decode()}}

        assert credentials(cluster).of("local", "demo") == {"admin-password": password}


def test_a_secret_that_is_not_there_or_not_to_be_read_is_unavailable() -> None:
    cluster = FakeCluster()
    with pytest.raises(Unavailable, match="there is no store-secret"):
        credentials(cluster).of("local", "demo")

    cluster.on_request = lambda _: refuse(403, "secrets is forbidden")
    with pytest.raises(ClusterRefused, match="does not let the platform look"):
        credentials(cluster).of("local", "demo")


def test_a_cluster_that_the_inventory_does_not_have() -> None:
    with pytest.raises(Unavailable, match="There is no cluster mars"):
        credentials(FakeCluster()).of("mars", "demo")


MAIL = "/api/v1/namespaces/store-demo/secrets/store-mail"


def passwords(cluster: FakeCluster) -> OwnSecrets:
    return OwnSecrets(ClusterClients(FakeClusters(), connect=lambda _: cluster.kube()), lambda: "here", "store-mail")


def test_a_password_of_a_relay_has_a_key_of_its_own_each_time() -> None:
    cluster = FakeCluster()

    first, second = (passwords(cluster).keep(store(), "own-1", word) for word in ("old", "new"))

    kept = {key: base64.b64decode(value).decode() for key, value in cluster.objects[MAIL]["data"].items()}
    assert kept == {first: "old", second: "new"}
    assert all(key.startswith("own-1-") for key in kept)
    assert cluster.objects[MAIL]["metadata"]["labels"]["storeyard/store"] == "demo"


@pytest.mark.parametrize(("status", "error"), [(404, StoreNotReady), (403, Unavailable)])
def test_a_password_that_cannot_be_kept_is_told(status: int, error: type[Exception]) -> None:
    cluster = FakeCluster()
    cluster.on_request = lambda request: refuse(status, "no") if request.method == "POST" else None

    with pytest.raises(error):
        passwords(cluster).keep(store(), "own-1", "word")
