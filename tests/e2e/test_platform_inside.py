"""The platform in the cluster itself, as `make platform` installs it, from its ingress on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.cluster.inside import PASSWORD, RELEASE, Inside, inside
from tests.cluster.installation import CACHE, HOME, kube, kubectl, run, traces
from tests.cluster.next_images import image_bytes, next_platform
from tests.cluster.platform import JSON, unique
from tests.cluster.trade import ADDRESS, CUSTOMER
from tests.e2e import ENGINE

NAMESPACE = "storeyard-inside"
# Building the image takes minutes: without it all of this is of the long form.
IMAGE = HOME / "platform/images.json"
WITH_IMAGE = [] if IMAGE.is_file() else [pytest.mark.long]
IMAGE_BYTES = 360_000_000  # of which Helm and kubectl, which everything goes through, are 120
SETTINGS = {"METRICS_TOKEN": "a-token-for-prometheus"}


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """An installation with a token for /metrics."""
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "settings", "namespace": NAMESPACE},
        "stringData": SETTINGS,
    }
    kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": [namespace, secret]}))
    with inside(NAMESPACE, tmp_path_factory.mktemp("inside"), values={"settingsSecret": "settings"}) as made:
        yield made


@pytest.fixture(scope="module")
def anna(yard: Inside) -> str:
    """A user's token."""
    return yard.register(f"anna-{uuid4().hex[:6]}")


def gone(yard: Inside, store_id: str, token: str) -> None:
    operation: JSON = yard.ask("DELETE", f"/api/stores/{store_id}", token=token, expect=202).json()["operation"]
    yard.finish(operation, token)


def order(yard: Inside, store_id: str, token: str) -> JSON:
    """Buy one of the first thing that there is, by the platform's API; return the order as the platform reads it back."""
    products = yard.ask("GET", f"/api/stores/{store_id}/products", token=token, expect=200).json()["items"]
    item = {"id": products[0]["variants"][0]["id"], "quantity": 1}
    body = {"store": store_id, "customer": CUSTOMER, "address": ADDRESS, "items": [item]}
    headers = {"Idempotency-Key": str(uuid4())}
    made = yard.ask("POST", "/api/orders", token=token, json=body, headers=headers, expect=201).json()["order"]
    found: JSON = yard.ask("GET", f"/api/orders/{store_id}/{made['id']}", token=token, expect=200).json()
    return found


@pytest.mark.parametrize("_", [pytest.param("walk", marks=WITH_IMAGE)])
def test_somebody_registers_gets_a_store_and_sells(_: str, yard: Inside, anna: str) -> None:
    store = unique("in")
    yard.finish(yard.create(store, ENGINE, anna), anna)

    placed = order(yard, store, anna)

    assert placed["items"][0]["quantity"] == 1
    namespace = kube("get", "namespace", f"store-{store}")
    assert (
        namespace["metadata"]["labels"]["storeyard/installation"]
        == yard.within("cat", "/var/lib/storeyard/installation").strip()
    )
    gone(yard, store, anna)
    assert traces(store) == []


@pytest.mark.long
def test_it_is_fenced_in_and_answers_to_its_own_names_alone(yard: Inside) -> None:
    pod = yard.pod()
    (container,) = pod["spec"]["containers"]

    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert image_bytes(container["image"]) <= IMAGE_BYTES
    assert yard.within("id", "-u").strip() == "10001"
    refused = yard.within("sh", "-c", "touch /srv/storeyard/x 2>&1 || true")
    assert "Read-only file system" in refused
    page = yard.ask("GET", "/", headers={"Accept": "text/html"}, expect=200)
    assert "__CSP_NONCE__" not in page.text, "the dashboard is in the image"
    assert yard.ask("GET", "/docs/runbooks", expect=200).text.count('href="/docs/runbooks/') > 20
    secret = yard.within("sh", "-c", "tr '\\0' '\\n' < /proc/1/cmdline")
    assert SETTINGS["METRICS_TOKEN"] not in secret
    strange = httpx.get("https://127.0.0.1/health", headers={"Host": "other.localhost"}, verify=False, trust_env=False)
    assert strange.status_code == httpx.codes.NOT_FOUND, "the ingress has no such host"
    cora = {"name": "Cora", "email": f"cora-{uuid4().hex[:6]}@example.com", "password": PASSWORD, "cookie": True}
    session = yard.ask("POST", "/api/auth/register", token=yard.token, json=cora, expect=201)
    assert "; Secure" in session.headers["set-cookie"], "it knows from the ingress that this came by TLS"


@pytest.mark.long
def test_metrics_are_for_who_has_the_token(yard: Inside) -> None:
    assert yard.ask("GET", "/metrics").status_code == httpx.codes.UNAUTHORIZED
    said = yard.ask("GET", "/metrics", token=SETTINGS["METRICS_TOKEN"], expect=200).text
    assert "storeyard_state_up 1" in said
    run("scripts/promtool-build", timeout=600)
    run(str(CACHE / "bin/promtool"), "check", "metrics", stdin=said)


@pytest.mark.long
def test_the_state_is_copied_by_the_clock_and_put_back(yard: Inside, anna: str) -> None:
    kubectl("--namespace", NAMESPACE, "create", "job", "copy-1", f"--from=cronjob/{RELEASE}-state-copies")
    kubectl("--namespace", NAMESPACE, "wait", "--for=condition=complete", "job/copy-1", "--timeout=120s", timeout=130)
    name = kubectl("--namespace", NAMESPACE, "logs", "job/copy-1").split()[-1]
    later = f"bert-{uuid4().hex[:6]}"
    token = yard.register(later)
    assert yard.ask("GET", "/api/me", token=token).status_code == httpx.codes.OK

    yard.install(values={"settingsSecret": "settings", "stateCopies": {"restore": name}})
    yard.back()

    assert yard.ask("GET", "/api/me", token=token).status_code == httpx.codes.UNAUTHORIZED, "it is as it was before"
    assert yard.ask("GET", "/api/me", token=anna).status_code == httpx.codes.OK
    kubectl("--namespace", NAMESPACE, "delete", "pod", yard.pod()["metadata"]["name"], timeout=120)
    yard.back()
    log = kubectl("--namespace", NAMESPACE, "logs", f"deployment/{RELEASE}", "--container", "restore")
    assert f"{name} was restored before" in log


@pytest.mark.long
def test_an_upgrade_and_a_rollback_of_the_platform_lose_nothing_that_is_under_way(yard: Inside) -> None:
    token, stores = yard.register(f"dora-{uuid4().hex[:6]}"), [unique("up"), unique("back")]
    image = str(json.loads(IMAGE.read_text())["platform"])
    with next_platform(image) as newer:
        upgraded = yard.create(stores[0], ENGINE, token)
        yard.reach(upgraded, "release", token)
        yard.install(values={"settingsSecret": "settings"}, image=newer)
        assert yard.back()["version"] == "0.1.1"
        assert yard.finish(upgraded, token)["attempt"] > 1, "it was under way, and was taken up again"
        assert note(yard, stores[0]) == "of the next version"

        rolled_back = yard.create(stores[1], ENGINE, token)
        yard.reach(rolled_back, "release", token)
        yard.helm("rollback", RELEASE, "--wait", "--timeout=3m")
        assert yard.back()["version"] == "0.1.0"
        yard.finish(rolled_back, token)

        listed = yard.ask("GET", "/api/stores", token=token, expect=200).json()["items"]
        assert {store["id"]: store["status"] for store in listed} == dict.fromkeys(stores, "ready")
        assert order(yard, stores[1], token)["items"]
        assert note(yard, stores[1]) == "of the next version", "what only the newer one knows is kept"
        for store in stores:
            gone(yard, store, token)


def note(yard: Inside, store_id: str) -> str:
    """Return the field of the next version in a store's row of the state file."""
    program = (
        "import json, sqlite3, sys; state = sqlite3.connect('/var/lib/storeyard/state.db');"
        "(doc,), = state.execute('SELECT doc FROM entities WHERE pk = ? AND sk = ?', (f'STORE#{sys.argv[1]}', 'STORE'));"
        "print(json.loads(doc).get('next_note'))"
    )
    return yard.within("python", "-c", program, store_id).strip()
