"""What a shop's pod can reach, what can reach it, and where its secrets are not."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

from tests.cluster.fences import assert_fenced
from tests.cluster.installation import HOME, helm, kube, kubectl, platform_pid, secret, until
from tests.cluster.platform import JSON, Platform, unique
from tests.cluster.pods import assert_restricted, assert_restricted_inside
from tests.e2e import ENGINE


def test_a_shop_reaches_its_database_and_nothing_else_inside(platform: Platform, shop: JSON) -> None:
    neighbour = unique("next")
    platform.finish(platform.create(neighbour, ENGINE))
    try:
        assert_fenced(shop["id"], neighbour)
    finally:
        platform.finish(platform.delete(neighbour))


def test_a_shop_resolves_names(shop: JSON) -> None:
    assert kubectl("--namespace", f"store-{shop['id']}", "exec", "deploy/web", "--", "getent", "hosts", "db").strip()


def test_pods_are_restricted(shop: JSON) -> None:
    assert_restricted(shop["id"])
    assert_restricted_inside(shop["id"])


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
