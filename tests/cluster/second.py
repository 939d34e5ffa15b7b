"""A second kind cluster beside that of the installation, in the same engine: made by the project's playbooks, and removed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.cluster.installation import CACHE, PROJECT, docker_environment, run

NAME = "storeyard-second"
HTTP_PORT, HTTPS_PORT = 8180, 8543


@dataclass(frozen=True)
class Second:
    """The other cluster; `home` has its kubeconfig and the names of its images."""

    home: Path

    def kubectl(self, *arguments: str) -> str:
        """Run kubectl on it, and return what it printed."""
        return run("kubectl", f"--kubeconfig={self.home / 'kubeconfig'}", *arguments).stdout

    def docker(self, verb: str) -> None:
        """Pause its node, or the like."""
        self.command("docker", verb, f"{NAME}-control-plane")

    @property
    def environment(self) -> dict[str, str]:
        """What says that it is this cluster, for the project's own playbooks and scripts."""
        settings = {
            "STOREYARD_HOME": str(self.home),
            "STOREYARD_CACHE": str(CACHE),
            "STOREYARD_CLUSTER_NAME": NAME,
            "STOREYARD_HTTP_PORT": str(HTTP_PORT),
            "STOREYARD_HTTPS_PORT": str(HTTPS_PORT),
            "STOREYARD_AUDIT": "",
            "STOREYARD_RIGHTS": "",
            "CLUSTER": "kind",
        }
        return {**os.environ, **docker_environment(), **settings}

    def play(self, playbook: str, **variables: object) -> None:
        """Run a playbook of clusters on it."""
        self.command("ansible-playbook", "-i", "inventories/local", f"playbooks/{playbook}", "-e", json.dumps(variables))

    def command(self, *command: str) -> None:
        """Run a program of the project's for this cluster."""
        done = subprocess.run(
            command, cwd=PROJECT, env=self.environment, capture_output=True, text=True, timeout=540, check=False
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"

    def remove(self) -> None:
        """Remove it with the images that it had."""
        self.command("roles/cluster_kind/files/cluster.sh", "delete")
        listed = ["docker", "volume", "ls", "--quiet", f"--filter=label=storeyard.cluster={NAME}"]
        volumes = subprocess.run(listed, env=self.environment, capture_output=True, text=True, check=True).stdout.split()
        for volume in volumes:
            self.command("docker", "volume", "rm", volume)

    def inventory(self, folder: Path) -> Path:
        """An inventory of both clusters: `local`, the installation's, and `second`."""
        local = PROJECT / "inventories/local"
        shutil.copytree(local, folder)
        (folder / "hosts.yml").write_text(yaml.safe_dump({"clusters": {"hosts": {"local": None, "second": None}}}))
        own = yaml.safe_load((local / "host_vars/local.yml").read_text())
        mine = {
            "cluster_kubeconfig": str(self.home / "kubeconfig"),
            "cluster_context": f"kind-{NAME}",
            "cluster_http_port": HTTP_PORT,
            "cluster_https_port": HTTPS_PORT,
            "cluster_rights": "admin",
        }
        (folder / "host_vars/second.yml").write_text(yaml.safe_dump({**own, **mine}))
        return folder


@contextmanager
def second_cluster(folder: Path, *images: str) -> Iterator[Second]:
    """Make it, with these images in it, for as long as this lasts."""
    made = Second(folder / "second")
    made.home.mkdir()
    try:
        made.play("cluster.yml")
        made.play("images.yml", image_build_images=list(images))
        yield made
    finally:
        made.remove()
