"""A server with systemd: a container of the kind node's image, with this Python, this project and a k3s that stands in for one.

The k3s is `tests/cluster/k3s`; what it hands out as its cluster is the one under test, which is only looked at.
"""

from __future__ import annotations

import ctypes  # noqa: F401 - loads a library that the Python of the server needs too
import json
import os
import re
import site
import sqlite3  # noqa: F401 - as above
import ssl  # noqa: F401 - as above
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.installation import CACHE, PROJECT, docker_environment, kubectl, until

NODE = f"{os.environ.get('STOREYARD_CLUSTER_NAME') or 'storeyard'}-control-plane"
STAND_INS = PROJECT / "tests/cluster/k3s"
# The server's own places; its root is thrown away with it.
HOME, SERVER_CACHE, CHECKOUT = "/root/.local/share/storeyard", "/root/.cache/storeyard-server", "/opt/storeyard"
PYTHON = "/usr/local/bin/python"
OLD, NEW = "v1.35.8+k3s1", "v1.36.4+k3s1"


def docker(*arguments: str, stdin: str | None = None, check: bool = True, timeout: float = 180) -> str:
    """Run docker on the cluster's engine and return what it printed, errors included."""
    done = subprocess.run(
        ["docker", *arguments],
        env={**os.environ, **docker_environment()},
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=timeout,
        check=False,
    )
    assert not check or done.returncode == 0, f"docker {' '.join(arguments)[:200]} ended with {done.returncode}\n{done.stdout}"
    return done.stdout


def libraries() -> list[str]:
    """Return the files of shared libraries that this process has loaded, its dynamic linker first."""
    mapped = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if ".so" in line}
    return sorted(mapped, key=lambda file: (not Path(file).name.startswith("ld-linux"), file))


def through(program: str, *, argv0: str = "$0") -> str:
    """Return the line of a script that runs a program of this machine in the server, on this machine's libraries."""
    linker, *rest = libraries()
    folders = ":".join(sorted({f"/host{Path(file).parent}" for file in rest}))
    return f'exec /host{linker} --library-path {folders} --argv0 "{argv0}" {program} "$@"\n'


def wrapper() -> str:
    """Return a script that runs this Python in the server, with its packages."""
    packages = ":".join(site.getsitepackages())
    return f"""#!/bin/sh
export PYTHONHOME={sys.base_prefix} PYTHONPATH={packages}${{PYTHONPATH:+:$PYTHONPATH}} PYTHONDONTWRITEBYTECODE=1
{through(f"{sys.base_prefix}/bin/python{sys.version_info[0]}.{sys.version_info[1]}")}"""


@dataclass
class Played:
    """How a playbook ended."""

    code: int
    printed: str

    @property
    def changed(self) -> int:
        """Return how many tasks changed something."""
        return sum(int(number) for number in re.findall(r" changed=(\d+)", self.printed))


@dataclass
class Server:
    """One server. `name` is its host name and its container's."""

    name: str

    def start(self) -> None:
        """Make it, and wait until its systemd has started everything."""
        system = {str(Path(file).parent) for file in libraries()}
        mounts = [f"{folder}:/host{folder}:ro" for folder in sorted(system)]
        own = {sys.base_prefix, sys.prefix, str(CACHE / "bin"), str(CACHE / "collections")}
        mounts += [f"{PROJECT}:{CHECKOUT}:ro", *(f"{folder}:{folder}:ro" for folder in sorted(own))]
        docker("rm", "-fv", self.name, check=False)
        # As kind starts its nodes.
        docker(
            *("run", "--detach", f"--name={self.name}", f"--hostname={self.name}", "--privileged", "--cgroupns=private"),
            *("--security-opt=seccomp=unconfined", "--tmpfs=/run", "--tmpfs=/tmp", "--volume=/var", "--network=kind"),
            *("--env=container=docker", *(f"--volume={mount}" for mount in mounts)),
            docker("inspect", "--format={{.Image}}", NODE).strip(),
        )
        self.wait()
        self.sh("systemctl disable --now kubelet containerd > /dev/null 2>&1; rm -f /usr/local/bin/kubectl /usr/local/bin/ctr")
        self.write(PYTHON, wrapper(), mode="755")
        self.write("/usr/local/bin/ansible-playbook", f'#!/bin/sh\nexec {PYTHON} -m ansible playbook "$@"\n', mode="755")
        self.sh(
            f"mkdir -p {SERVER_CACHE}/environments/run-1/bin && ln -s run-1 {SERVER_CACHE}/environments/run && "
            f"cp {PYTHON} {SERVER_CACHE}/environments/run-1/bin/python && "
            f"ln -s {CACHE}/bin {CACHE}/collections {SERVER_CACHE}/"
        )
        self.releases()
        found = json.loads(kubectl("config", "view", "--raw", "--minify", "--output=json"))
        found["clusters"][0]["cluster"]["server"] = "https://127.0.0.1:6443"
        self.write("/srv/k3s.yaml", json.dumps(found), mode="600")

    def releases(self) -> None:
        """Put the releases of the k3s that stands in where its script finds them."""
        script, program = (STAND_INS / "install.sh").read_text(), (STAND_INS / "k3s").read_text()
        for release in (OLD, NEW):
            folder = f"/srv/releases/{release}"
            self.sh(f"mkdir -p {folder}")
            self.write(f"{folder}/k3s", program.replace("v0.0.0+k3s0", release), mode="755")
            self.write(f"{folder}/install.sh", script, mode="755")
            self.write(f"{folder}/k3s-airgap-images-amd64.tar.zst", "images")
            self.sh(f"cd {folder} && sha256sum k3s > sha256sum-amd64.txt")

    def stop(self) -> None:
        """Remove it with all that it holds."""
        docker("rm", "-fv", self.name)

    def reboot(self) -> None:
        """Start the machine again: whatever runs ends without being asked."""
        docker("restart", "--time=1", self.name)
        self.wait()

    def wait(self) -> None:
        """Return once its systemd has started what it starts by itself."""
        until(lambda: self.sh("systemctl is-system-running", check=False).strip() in {"running", "degraded"}, "it is up")

    def sh(self, script: str, *, check: bool = True) -> str:
        """Run a shell script on it as root."""
        return docker("exec", self.name, "bash", "-c", script, check=check, timeout=400)

    def write(self, path: str, text: str, *, mode: str = "644") -> None:
        """Write a file on it."""
        docker("exec", "-i", self.name, "bash", "-c", f"umask 077; cat > {path} && chmod {mode} {path}", stdin=text)

    def properties(self, unit: str, *names: str) -> list[str]:
        """Return what systemd knows of a unit."""
        shown = self.sh(f"systemctl show {unit} --property={','.join(names)}")
        found = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
        return [found.get(name, "") for name in names]

    def playbook(self, name: str, *options: str, variables: dict[str, object], **environment: str) -> Played:
        """Run a playbook on it, with the local inventory."""
        given = {
            "HOME": "/root",
            "CLUSTER": "k3s",
            "LANG": "C.UTF-8",
            "STOREYARD_HOME": HOME,
            "STOREYARD_CACHE": SERVER_CACHE,
            "ANSIBLE_CONFIG": f"{CHECKOUT}/ansible.cfg",
            "ANSIBLE_COLLECTIONS_PATH": str(CACHE / "collections"),
            **environment,
        }
        command = [PYTHON, "-m", "ansible", "playbook", "-i", "inventories/local", name, *options]
        environ = [f"--env={key}={value}" for key, value in given.items()]
        done = subprocess.run(
            ["docker", "exec", f"--workdir={CHECKOUT}", *environ, self.name, *command, "--extra-vars", json.dumps(variables)],
            env={**os.environ, **docker_environment()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=400,
            check=False,
        )
        return Played(done.returncode, done.stdout)
