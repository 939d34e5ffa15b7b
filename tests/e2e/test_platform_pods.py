"""Two pods of the platform in the cluster that share a PostgreSQL, with rights that are given store by store: one is lost."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.cluster.inside import RELEASE, Inside, inside
from tests.cluster.installation import HOME, kube, kubectl, run, traces, until
from tests.cluster.platform import JSON, unique
from tests.e2e import ENGINE

pytestmark = pytest.mark.long

NAMESPACE = "storeyard-pods"
INSTALLATION = f"pods-{uuid4().hex[:6]}"
SELECTOR = f"app.kubernetes.io/instance={RELEASE},app.kubernetes.io/component=platform"
VALUES: JSON = {
    "replicas": 2,
    "state": {"backend": "postgresql", "urlSecret": "state"},
    "ownerTokenSecret": "owner",
    "settingsSecret": "settings",
    "settings": {"STOREYARD_INSTALLATION": INSTALLATION},
    "rights": {"create": False, "mode": "least"},
    "resources": {"requests": {"cpu": "50m", "memory": "256Mi"}, "limits": {"memory": "1Gi"}},
}


def database(password: str) -> list[JSON]:
    """A PostgreSQL as the shops have it, whose data is gone with its pod."""
    image = json.loads((HOME / "images.json").read_text())["postgresql"]
    told = {"POSTGRES_USER": "storeyard", "POSTGRES_DB": "storeyard", "POSTGRES_PASSWORD_FILE": "/run/secrets/db/password"}
    volumes = {"data": "/var/lib/postgresql/data", "run": "/var/run/postgresql", "tmp": "/tmp"}
    container = {
        "name": "db",
        "image": image,
        "imagePullPolicy": "Never",
        "env": [{"name": name, "value": value} for name, value in {**told, "PGDATA": f"{volumes['data']}/pgdata"}.items()],
        "readinessProbe": {"exec": {"command": ["pg_isready", "-q", "-h", "127.0.0.1"]}, "periodSeconds": 1},
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        "volumeMounts": [
            *({"name": name, "mountPath": path} for name, path in volumes.items()),
            {"name": "password", "mountPath": "/run/secrets/db"},
        ],
    }
    pod = {
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "fsGroup": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "automountServiceAccountToken": False,
        "containers": [container],
        "volumes": [
            *({"name": name, "emptyDir": {}} for name in volumes),
            {"name": "password", "secret": {"secretName": "db"}},
        ],
    }
    return [
        thing("Secret", "db", stringData={"password": password}),
        thing("Pod", "db", spec=pod, labels={"app": "db"}),
        thing("Service", "db", spec={"selector": {"app": "db"}, "ports": [{"port": 5432}]}),
    ]


def thing(kind: str, name: str, *, labels: dict[str, str] | None = None, **more: object) -> JSON:
    """An object of the core API in the tests' namespace."""
    return {
        "apiVersion": "v1",
        "kind": kind,
        "metadata": {"name": name, "namespace": NAMESPACE, "labels": labels or {}},
        **more,
    }


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """The installation, as an administrator prepares its account and its Secrets."""
    if kubectl("get", "clusterrole", "storeyard-platform", "--ignore-not-found", "--output=name"):
        pytest.skip("NOT TESTED: several pods of the platform: this cluster has charts/storeyard-rights already")
    password = secrets.token_hex(16)
    url = f"postgresql://storeyard:{password}@db.{NAMESPACE}.svc:5432/storeyard"
    given = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}},
        *database(password),
        thing("Secret", "state", stringData={"STATE_URL": url}),
        thing("Secret", "owner", stringData={"token": secrets.token_hex(32)}),
        thing("Secret", "settings", stringData={"JWT_SECRET": secrets.token_hex(32)}),
    ]
    kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": given}))
    account = f"account.namespace={NAMESPACE},account.name={RELEASE},account.create=false"
    helm = ("helm", f"--kubeconfig={HOME / 'kubeconfig'}", f"--namespace={NAMESPACE}")
    try:
        run(*helm, "install", "rights", "charts/storeyard-rights", "--set", account)
        kubectl("--namespace", NAMESPACE, "wait", "--for=condition=Ready", "pod/db", "--timeout=60s")
        with inside(NAMESPACE, tmp_path_factory.mktemp("pods"), values=VALUES) as made:
            yield made
    finally:
        run(*helm, "uninstall", "rights", "--ignore-not-found", check=False)
        kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found", "--wait=false")


def pods() -> dict[str, JSON]:
    """The platform's pods that are not on their way out, by name."""
    found = kube("--namespace", NAMESPACE, "get", "pods", "--selector", SELECTOR)["items"]
    return {pod["metadata"]["name"]: pod for pod in found if "deletionTimestamp" not in pod["metadata"]}


def ready(pod: JSON) -> bool:
    """True of a pod that is asked."""
    return ("Ready", "True") in [(each["type"], each["status"]) for each in pod["status"]["conditions"]]


def said_by(pod: str, path: str, token: str) -> str:
    """Ask one pod, from inside; return the answer."""
    program = (
        "import sys, urllib.request as web; path, token = sys.argv[1:];"
        "asked = web.Request('http://localhost:8000' + path, headers={'Authorization': 'Bearer ' + token});"
        "print(web.urlopen(asked, timeout=20).read().decode())"
    )
    command = ("exec", pod, "--container=platform", "--", "python", "-c", program, path, token)
    return kubectl("--namespace", NAMESPACE, *command)


def runs(pod: str, operation: str) -> bool:
    """True if this pod has begun to run an operation."""
    log = kubectl("--namespace", NAMESPACE, "logs", pod, "--container=platform")
    return any(operation in line and '"attempt"' in line for line in log.splitlines())


def test_two_pods_are_one_platform(yard: Inside) -> None:
    both = pods()
    assert len(both) == 2
    assert all(map(ready, both.values()))
    token = yard.register(f"anna-{uuid4().hex[:6]}")

    assert len({said_by(pod, "/api/me", token) for pod in both}) == 1, "what one of them wrote the other knows"
    assert {json.loads(said_by(pod, "/api/me", yard.token))["user"]["role"] for pod in both} == {"admin"}
    assert kubectl("--namespace", NAMESPACE, "get", "persistentvolumeclaims", "--output=name") == ""
    budget = kube("--namespace", NAMESPACE, "get", "poddisruptionbudget", RELEASE)
    assert budget["status"]["disruptionsAllowed"] == 1


def test_what_a_lost_pod_was_doing_goes_on_in_another(yard: Inside) -> None:
    token, store = yard.register(f"bert-{uuid4().hex[:6]}"), unique("pods")
    operation = yard.create(store, ENGINE, token)
    yard.reach(operation, "release", token)
    (at_work,) = [pod for pod in pods() if runs(pod, operation["id"])]

    kubectl("--namespace", NAMESPACE, "delete", "pod", at_work, "--grace-period=0", "--force", timeout=60)

    assert yard.finish(operation, token)["attempt"] > 1
    until(lambda: len(pods()) == 2 and all(map(ready, pods().values())), "there are two pods again")
    assert at_work not in pods()
    labels = kube("get", "namespace", f"store-{store}")["metadata"]["labels"]
    assert labels["storeyard/installation"] == INSTALLATION
    bound = kube("--namespace", f"store-{store}", "get", "rolebinding", "platform")["subjects"]
    assert bound == [{"kind": "ServiceAccount", "name": RELEASE, "namespace": NAMESPACE}]
    removed: JSON = yard.ask("DELETE", f"/api/stores/{store}", token=token, expect=202).json()["operation"]
    yard.finish(removed, token)
    assert traces(store) == []
