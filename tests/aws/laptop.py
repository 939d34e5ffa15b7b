"""The stack with its worker on the cluster under test: the inventory that a deploy would be given, and the worker's image."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from scripts import lambda_package
from tests.aws import runtime, yard
from tests.aws.pipe import Tasks
from tests.aws.yard import Yard
from tests.cluster.installation import CACHE, HOME, PROJECT, docker_environment

INVENTORY = "inventories/laptop"
# What of the cluster under test differs from those of inventories/production.
CLUSTER = {
    "cluster_provider": "existing",
    "cluster_kubeconfig": "{{ storeyard_home }}/kubeconfig",
    "cluster_domain": os.environ.get("STOREYARD_DOMAIN") or "localhost",
    "cluster_scheme": "http",
    "cluster_ingress_address": "127.0.0.1",
    "cluster_ingress_port": int(os.environ.get("STOREYARD_HTTP_PORT") or "80"),
    "cluster_ingress_namespace": "traefik",
    "cluster_storage_class": os.environ.get("STOREYARD_STORAGE_CLASS") or "standard",
}


def image(folder: Path) -> str:
    """The worker's image: the platform's, built if it is not there yet."""
    known = HOME / "platform/images.json"
    if not known.is_file():
        environment = {**os.environ, **docker_environment(), "STOREYARD_HOME": str(folder), "STOREYARD_CACHE": str(CACHE)}
        subprocess.run([str(PROJECT / "roles/image_build/files/images.sh"), "platform"], env=environment, check=True)
        known = folder / "images.json"
    return str(json.loads(known.read_text())["platform"])


def inventory(folder: Path) -> Path:
    """An inventory as docs/aws.md has people make it: a copy of inventories/production with one cluster."""
    shutil.copytree(PROJECT / "inventories/production/group_vars", folder / "group_vars")
    found = re.search(r"^current-context: *(\S+)", (HOME / "kubeconfig").read_text(), re.MULTILINE)
    assert found is not None
    (folder / "hosts.yml").write_text(yaml.safe_dump({"clusters": {"hosts": {"laptop": None}}}))
    (folder / "host_vars").mkdir()
    (folder / "host_vars/laptop.yml").write_text(yaml.safe_dump({**CLUSTER, "cluster_context": found[1]}))
    return folder


@contextmanager
def on_the_cluster(folder: Path) -> Iterator[tuple[Yard, Tasks]]:
    """The whole stack; tasks run on this machine's engine, in its network, since everything is on loopback."""
    place = inventory(folder / "inventory")
    made = runtime.made(folder, lambda_package.clusters(place))
    images = (HOME / "images.json").read_text()
    kubeconfig = (HOME / "kubeconfig").read_text()
    with yard.up(folder, made, {"inventory": INVENTORY, "engineImages": images}, kubeconfig) as up:
        keys = folder / "credentials"
        worker = up.cloud.keys("WorkerRole")
        keys.write_text(f"[default]\naws_access_key_id = {worker['AWS_ACCESS_KEY_ID']}\naws_secret_access_key = secret\n")
        tasks = Tasks(
            cloud=up.cloud,
            stack=up.stack,
            image=image(folder),
            docker=docker_environment(),
            folder=folder,
            given={
                "AWS_ENDPOINT_URL": up.cloud.url,
                "BACKUPS_ENDPOINT": up.cloud.url,
                "AWS_SHARED_CREDENTIALS_FILE": "/run/aws/credentials",
            },
            mounts=(f"{keys}:/run/aws/credentials:ro", f"{place}:/srv/storeyard/{INVENTORY}:ro"),
        )
        for path in (folder, place, *place.rglob("*"), keys):
            path.chmod(0o755 if path.is_dir() else 0o644)  # the task's user reads them
        try:
            yield up, tasks
        finally:
            tasks.stop()
