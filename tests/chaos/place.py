"""The installation under test: project, data folder and kubeconfig of its own, on the cluster of the user's installation."""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.engine import IMAGES, copy_project
from tests.cluster.installation import CACHE, HOME, docker_environment, kubectl

LEASE = 10
TIMEOUT = 600
PYTHON = (CACHE / "environments/run").resolve() / "bin" / "python"
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# Times short enough for many rounds; nothing else than what a round asks for is to happen.
SETTINGS = {
    "LEASE_SECONDS": str(LEASE),
    "OPERATION_TIMEOUT": str(TIMEOUT),
    "REAPER_SECONDS": "1",
    "BACKUP_EVERY_HOURS": "0",
    "DRILL_EVERY_HOURS": "0",
    "RATE_PER_TOKEN": "0",
    "RATE_PER_ADDRESS": "0",
    "STORES_PER_OWNER": "1000",
    "CLUSTER": "existing",
}
# What says where the cluster's shops are met; the platform under test meets them at the same place.
SHARED = (
    "STOREYARD_HTTP_PORT",
    "STOREYARD_HTTPS_PORT",
    "STOREYARD_DOMAIN",
    "STOREYARD_INGRESS_ADDRESS",
    "STOREYARD_STORAGE_CLASS",
)


@dataclass(frozen=True)
class Place:
    """Where everything is. `token` is what the API server's proxy asks for, and the kubeconfig says."""

    folder: Path
    port: int

    @property
    def project(self) -> Path:
        """The copy of the project that the platform runs from."""
        return self.folder / "project"

    @property
    def home(self) -> Path:
        """The platform's data."""
        return self.folder / "home"

    @property
    def kubeconfig(self) -> Path:
        """What leads the platform, its runs and Helm to the cluster: through the proxy."""
        return self.home / "kubeconfig"

    @property
    def runs(self) -> Path:
        """Where its runs have their folders."""
        return self.home / "runs"

    @property
    def state(self) -> Path:
        """The state file."""
        return self.home / "state.db"

    @property
    def log(self) -> Path:
        """What the platform logs."""
        return self.home / "log" / "platform.log"

    @property
    def api(self) -> str:
        """The platform's address."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """All that the platform finds in its environment, as `make up` gives it."""
        shared = {name: os.environ[name] for name in SHARED if os.environ.get(name)}
        return {
            **shared,
            **SETTINGS,
            "HOME": os.environ["HOME"],
            "LANG": "C.UTF-8",
            "PATH": f"{CACHE / 'bin'}:{PYTHON.parent}:{SYSTEM_PATH}",
            "ANSIBLE_CONFIG": str(self.project / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(CACHE / "collections"),
            "STOREYARD_HOME": str(self.home),
            "STOREYARD_CACHE": str(CACHE),
            "STOREYARD_PORT": str(self.port),
        }

    def make_token(self) -> str:
        """Make the first owner; return the token. The state file is made on the way."""
        file = self.home / "token"
        command = [str(PYTHON), "-m", "functions.tokens", "ensure", "--name", "owner", "--file", str(file)]
        subprocess.run(command, cwd=self.project, env=self.environment(), capture_output=True, check=True)
        return file.read_text(encoding="utf-8").strip()

    def write_kubeconfig(self, server: str, certificate: Path, token: str) -> None:
        """Say where the cluster is: at the proxy, which takes this token alone. Written whole, as a rotation writes it."""
        authority = base64.b64encode(certificate.read_bytes()).decode()
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "storeyard",
            "clusters": [{"name": "proxy", "cluster": {"server": server, "certificate-authority-data": authority}}],
            "users": [{"name": "proxy", "user": {"token": token}}],
            "contexts": [{"name": "storeyard", "context": {"cluster": "proxy", "user": "proxy"}}],
        }
        made = self.kubeconfig.with_suffix(".new")
        made.write_text(json.dumps(config), encoding="utf-8")
        made.chmod(0o600)
        made.replace(self.kubeconfig)


def make_place(folder: Path) -> Place:
    """Make a project with the engine of chaos, its images on the cluster, and an empty data folder."""
    place = Place(folder, _free_port())
    place.log.parent.mkdir(parents=True)
    place.home.chmod(0o700)
    copy_project(place.project)
    environment = {
        **os.environ,
        **docker_environment(),
        "STOREYARD_CACHE": str(CACHE),
        "STOREYARD_HOME": str(place.home),
        "STOREYARD_PROVIDER": os.environ.get("CLUSTER") or "kind",
    }
    subprocess.run([str(place.project / "roles/image_build/files/images.sh"), *IMAGES], env=environment, check=True)
    built, known = place.home / "images.json", HOME / "images.json"
    both = {**json.loads(known.read_text(encoding="utf-8")), **json.loads(built.read_text(encoding="utf-8"))}
    built.write_text(json.dumps(both), encoding="utf-8")
    return place


def installation_of(place: Place) -> str:
    """The label of what the platform under test makes in the cluster."""
    return (place.home / "installation").read_text(encoding="utf-8").strip()


def namespaces_of(place: Place) -> list[str]:
    """Namespaces in the cluster that carry its label."""
    if not (place.home / "installation").exists():
        return []
    return kubectl("get", "namespaces", f"--selector=storeyard/installation={installation_of(place)}", "--output=name").split()


def new_token() -> str:
    """A credential for the proxy."""
    return secrets.token_urlsafe(24)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
