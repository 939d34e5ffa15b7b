"""What a shop's pod can reach, what can reach it, and where its secrets are not."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installation import HOME, helm, kube, kubectl, platform_pid, secret, until
from tests.e2e.platform import JSON, Platform, unique

OPEN = "e2e-open"
# Prints `open` or `closed` for each HOST:PORT of its arguments.
PROBE = """
const net = require("net")
for (const target of process.argv.slice(1)) {
  const [host, port] = target.split(":")
  const socket = net.connect({host, port: Number(port), timeout: 2500})
  const say = (word) => { console.log(target + " " + word); socket.destroy() }
  socket.on("connect", () => say("open")).on("timeout", () => say("closed")).on("error", () => say("closed"))
}
"""


@pytest.fixture(scope="module")
def open_pod() -> Iterator[str]:
    """A pod that no policy fences in: what it cannot reach says nothing about policies."""
    image = json.loads((HOME / "images.json").read_text())["medusa"]
    kubectl("create", "namespace", OPEN, check=False)
    kubectl(
        "--namespace",
        OPEN,
        "run",
        "probe",
        f"--image={image}",
        "--image-pull-policy=IfNotPresent",
        "--command",
        "--",
        "sleep",
        "600",
    )
    kubectl("--namespace", OPEN, "wait", "--for=condition=Ready", "pod/probe", "--timeout=60s")
    yield "probe"
    kubectl("--namespace", OPEN, "delete", "pod", "probe", "--grace-period=1")
    kubectl("delete", "namespace", OPEN)


def reachable(namespace: str, pod: str, targets: list[str]) -> dict[str, bool]:
    """Return which targets a pod can connect to."""
    printed = kubectl("--namespace", namespace, "exec", pod, "--", "node", "-e", PROBE, *targets)
    return {target: word == "open" for target, word in (line.split() for line in printed.splitlines())}


def test_a_shop_reaches_its_database_and_nothing_else_inside(platform: Platform, shop: JSON, open_pod: str) -> None:
    neighbour = unique("next")
    creation = platform.create(neighbour)
    platform.finish(creation)
    node = kube("get", "nodes")["items"][0]["status"]["addresses"][0]["address"]
    web, database = f"web.store-{neighbour}.svc.cluster.local:80", f"db.store-{neighbour}.svc.cluster.local:5432"
    forbidden = ["kubernetes.default.svc.cluster.local:443", f"{node}:6443", f"{node}:10250", web, database]
    own = "db:5432"

    found = reachable(f"store-{shop['id']}", "deploy/web", [own, *forbidden, "169.254.169.254:80"])
    controls = reachable(OPEN, open_pod, [*forbidden, f"web.store-{shop['id']}.svc.cluster.local:80"])
    platform.finish(platform.delete(neighbour))

    assert found == {own: True, "169.254.169.254:80": False, **dict.fromkeys(forbidden, False)}
    # Open where no policy is in the way; a store's own fence holds from the outside too.
    assert {target: controls[target] for target in forbidden[:3]} == dict.fromkeys(forbidden[:3], True)
    assert {target for target, is_open in controls.items() if "store-" in target and is_open} == set()


def test_a_shop_resolves_names(shop: JSON) -> None:
    lookup = 'require("dns").promises.lookup("db").then((found) => console.log(found.address))'

    assert kubectl("--namespace", f"store-{shop['id']}", "exec", "deploy/web", "--", "node", "-e", lookup).strip()


def test_pods_are_restricted(shop: JSON) -> None:
    pods = kube("--namespace", f"store-{shop['id']}", "get", "pods")["items"]

    assert pods
    for pod in pods:
        assert pod["spec"]["automountServiceAccountToken"] is False
        for container in pod["spec"]["containers"] + pod["spec"].get("initContainers", []):
            context = container["securityContext"]
            assert context["readOnlyRootFilesystem"] is True
            assert context["allowPrivilegeEscalation"] is False
            assert context["capabilities"] == {"drop": ["ALL"]}


def test_no_secret_is_on_disk_in_a_log_or_on_a_command_line(platform: Platform, shop: JSON) -> None:
    secrets = {key: value.encode() for key, value in secret(shop["id"]).items() if key != "admin-email"}
    places = {str(path): path.read_bytes() for path in HOME.rglob("*") if path.is_file()}
    for process in (path for path in Path("/proc").iterdir() if path.name.isdigit()):
        places[f"command line of {process.name}"] = _content(process / "cmdline")
    places["environment of the platform"] = _content(Path(f"/proc/{platform_pid()}/environ"))
    for operation in platform.http.get(f"/api/stores/{shop['id']}/operations").json()["items"]:
        places[f"operation {operation['id']}"] = json.dumps([operation, platform.events(operation["id"])]).encode()
    places["helm values"] = json.dumps(
        helm("--namespace", f"store-{shop['id']}", "get", "values", shop["id"], "--all")
    ).encode()
    places |= _releases(shop["id"])

    assert len(secrets) >= 5
    assert [(place, key) for place, content in places.items() for key, value in secrets.items() if value in content] == []


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # the process has gone
        return b""


def _releases(store_id: str) -> dict[str, bytes]:
    """Helm's own records, unpacked."""
    items = kube("--namespace", f"store-{store_id}", "get", "secrets", "--selector=owner=helm")["items"]
    assert items
    return {
        item["metadata"]["name"]: gzip.decompress(base64.b64decode(base64.b64decode(item["data"]["release"]))) for item in items
    }


def test_the_token_and_the_state_are_the_owners_alone() -> None:
    for name in ("token", "state.db", "kubeconfig"):
        assert (HOME / name).stat().st_mode & 0o077 == 0, name
    until(lambda: HOME.stat().st_mode & 0o077 == 0, "the folder is the owner's alone", seconds=1)
