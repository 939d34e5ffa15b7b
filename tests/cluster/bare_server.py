"""A server with nothing on it: systemd, and a Docker that answers. What a person would get from elsewhere stands ready for it.

It is the node of a kind cluster of its own, which was stopped: the k3s that stands in for one starts that as its cluster
(`tests/cluster/k3s/cluster`). Programs and Python packages are this machine's, Docker is its engine.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.cluster.installation import CACHE, PROJECT, docker_environment, run
from tests.cluster.server import NEW, NODE, STAND_INS, Server, docker, libraries, through
from tests.cluster.server_guide import ADDRESS

CLUSTER = "storeyard-bare"
ORIGIN = "/srv/storeyard.git"
K3S_HOST, K3S_ADDRESS = "get.k3s.io", "198.51.100.2"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ROOT_HOME = pwd.getpwnam("root").pw_dir  # as on every Debian
SERVER_CACHE = f"{ROOT_HOME}/.cache/storeyard"
ENVIRONMENTS = f"/srv/packages/python3-venv{SERVER_CACHE}/environments"
RUN, INSTALLER = ((CACHE / "environments" / name).resolve() for name in ("run", "installer"))
# Folders of this machine that are mounted there, read-only.
MOUNTED = {RUN: "/srv/run", **{CACHE / name: f"/srv/{name}" for name in ("bin", "collections", "dashboard")}}
# The engine is that of this machine, with the cluster under test in it: nothing but its images is shown.
DOCKER = """#!/bin/sh
case "$1 $2" in
    "version "* | "info "* | "image inspect" | "image ls" | "images "* | "save "*) ;;
    *) echo "docker $1 is not for this server" >&2; exit 1 ;;
esac
"""
# A package that is installed is a folder that is copied; one that there is not is refused, as by Debian's.
APT_GET = """#!/bin/bash
# apt-get: stands in for Debian's.
[ "$1" != update ] || exit 0
[ "$1" = install ] || { echo "E: Invalid operation $1" >&2; exit 100; }
for package in "${@:2}"; do
    case $package in -*) continue ;; esac
    [ -d "/srv/packages/$package" ] || { echo "E: Unable to locate package $package" >&2; exit 100; }
    cp -a "/srv/packages/$package/." /
done
"""
GET_K3S = f"""
import http.server, os, ssl, subprocess
os.chdir("/srv/get")
server = http.server.ThreadingHTTPServer(("{K3S_ADDRESS}", 443), http.server.SimpleHTTPRequestHandler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/srv/get.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
subprocess.run(["systemd-notify", "--ready"], check=True)
server.serve_forever()
"""
# Another machine's network, since the ports 80 and 443 of all addresses of this one become the ingress'.
INTERNET = f"""#!/bin/sh -e
ip address replace {ADDRESS}/32 dev eth0
ip netns add internet
ip link add internet type veth peer name eth0 netns internet
ip address add 198.51.100.1/24 dev internet
ip link set internet up
ip -n internet address add {K3S_ADDRESS}/24 dev eth0
ip -n internet link set eth0 up
"""
UNITS = {
    "internet": ("[Service]\nType=oneshot\nRemainAfterExit=true", "/srv/internet"),
    "get-k3s-io": (
        "[Unit]\nRequires=internet.service\nAfter=internet.service\n[Service]\nType=notify\nNotifyAccess=all",
        "/usr/bin/nsenter --net=/run/netns/internet /srv/python /srv/get.py",
    ),
}


def found_here(program: str) -> Path:
    """Return where a program is on this machine."""
    return Path(shutil.which(program) or program).resolve()


def interpreter() -> str:
    """Return where the Python is that this machine's environment was made from."""
    return (RUN / ".whole").read_text().split()[1]


def executes(program: str) -> str:
    """Return the line of a script that runs a program of this machine in the server."""
    found = found_here(program)
    with found.open("rb") as file:
        linked = b"/ld-linux" in file.read(4096)
    return through(f"/host{found}") if linked else f'exec /host{found} "$@"\n'


@dataclass
class BareServer(Server):
    """The server; `folder` holds what its making needs."""

    folder: Path

    def start(self) -> None:
        """Make it, and wait until its systemd has started everything."""
        self.remove()
        image = docker("inspect", "--format={{.Config.Image}}", NODE).strip()
        node = {"role": "control-plane", "image": image, "extraMounts": self.mounts()}
        config = {"kind": "Cluster", "apiVersion": "kind.x-k8s.io/v1alpha4", "name": CLUSTER, "nodes": [node]}
        self.kind("create", "cluster", "--config=-", stdin=yaml.safe_dump(config))
        self.wait()
        self.write("/srv/cluster", (STAND_INS / "cluster").read_text(), mode="755")
        self.write("/srv/addons.yaml", (STAND_INS / "addons.yaml").read_text())
        self.sh("sed 's|server: .*|server: https://127.0.0.1:6443|' /etc/kubernetes/admin.conf > /srv/k3s.yaml")
        self.sh("/srv/cluster stop && systemctl disable kubelet containerd")
        self.packages()
        self.releases()
        self.publish()
        self.outside()

    def mounts(self) -> list[dict[str, object]]:
        """What of this machine is in it."""
        same = {str(Path(file).parent) for file in libraries()}
        same |= {str(found_here(program).parent) for program in ("curl", "docker", "git", "make")}
        socket = docker_environment().get("DOCKER_HOST", "").removeprefix("unix://") or "/var/run/docker.sock"
        home = str(Path(interpreter()).parents[1])
        wanted = {
            **{folder: f"/host{folder}" for folder in same},
            **{str(folder): there for folder, there in MOUNTED.items()},
            home: home,
        }
        read = [{"hostPath": here, "containerPath": there, "readOnly": True} for here, there in sorted(wanted.items())]
        return [*read, {"hostPath": socket, "containerPath": "/run/docker.sock"}]

    def packages(self) -> None:
        """Put what its package manager installs in place, and what `make up` gets from PyPI and builds: this machine's."""
        self.write("/usr/bin/docker", f"{DOCKER}{executes('docker')}", mode="755")
        self.write("/usr/local/bin/apt-get", APT_GET, mode="755")
        identity = interpreter()
        python = f"#!/bin/sh\nexport PYTHONDONTWRITEBYTECODE=1\n{through(identity)}"
        git = f"export GIT_EXEC_PATH=/srv/git GIT_TEMPLATE_DIR=\n{executes('git')}"
        scripts = {
            "git/usr/bin/git": f"#!/bin/sh\n{git}",
            "curl/usr/bin/curl": f"#!/bin/sh\n{executes('curl')}",
            "make/usr/bin/make": f"#!/bin/sh\n{executes('make')}",
            "python3/usr/bin/python3": python.replace("$0", identity),
        }
        for name, script in scripts.items():
            self.sh(f"mkdir -p /srv/packages/{Path(name).parent}")
            self.write(f"/srv/packages/{name}", script, mode="755")
        for folder in (RUN, INSTALLER):
            self.sh(f"mkdir -p {ENVIRONMENTS}/{folder.name}/bin")
            self.write(f"{ENVIRONMENTS}/{folder.name}/bin/python", python, mode="755")
            self.write(f"{ENVIRONMENTS}/{folder.name}/.whole", (folder / ".whole").read_text())
        self.write("/srv/python", python.replace("$0", identity), mode="755")
        self.sh(f"""
            cd {ENVIRONMENTS}/{RUN.name}
            cp /srv/run/pyvenv.cfg . && ln -s /srv/run/lib lib
            for script in /srv/run/bin/ansible*; do
                sed '1s|.*|#!{SERVER_CACHE}/environments/{RUN.name}/bin/python|' "$script" > "bin/${{script##*/}}"
                chmod 755 "bin/${{script##*/}}"
            done
            mkdir -p /srv/git {SERVER_CACHE}/bin
            for name in git git-upload-pack git-receive-pack; do ln -s /usr/bin/git /srv/git/$name; done
            ln -s /srv/bin/helm /srv/bin/kubectl /srv/bin/.tools.stamp {SERVER_CACHE}/bin/
            ln -s /srv/collections {SERVER_CACHE}/collections
            cp -a /srv/dashboard {SERVER_CACHE}/dashboard
        """)

    def publish(self) -> None:
        """Put a repository there with this checkout as it is now."""
        repository = self.folder / "storeyard.git"
        author = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        git = ["git", f"--git-dir={repository}", f"--work-tree={PROJECT}", *author]
        run("git", "init", "--quiet", "--bare", "--initial-branch=main", str(repository))
        run(*git, "add", "--all")
        run(*git, "commit", "--quiet", "--message=As it is")
        docker("cp", str(repository), f"{self.name}:{ORIGIN}")

    def outside(self) -> None:
        """Give it its address, and the host that k3s is downloaded from."""
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={K3S_HOST}"]
        run(*made, "-addext", f"subjectAltName=DNS:{K3S_HOST}", "-keyout", str(key), "-out", str(certificate))
        self.write("/srv/get.pem", key.read_text() + certificate.read_text(), mode="600")
        self.write("/etc/ssl/certs/ca-certificates.crt", certificate.read_text())
        self.write("/srv/get.py", GET_K3S)
        self.sh(f"mkdir -p /srv/get && cp /srv/releases/{NEW}/install.sh /srv/get/index.html")
        self.sh(f"echo {K3S_ADDRESS} {K3S_HOST} >> /etc/hosts")
        self.write("/srv/internet", INTERNET, mode="755")
        for name, (kind, command) in UNITS.items():
            unit = f"{kind}\nExecStart={command}\n[Install]\nWantedBy=multi-user.target\n"
            self.write(f"/etc/systemd/system/{name}.service", unit)
        self.sh(f"systemctl daemon-reload && systemctl enable --now {' '.join(UNITS)}")

    def typed(self, script: str, *, seconds: float = 400) -> str:
        """Return what is shown of commands that root types in a new shell; the first that fails ends it."""
        shell = ("env", "-i", f"HOME={ROOT_HOME}", "USER=root", "LANG=C.UTF-8", f"PATH={PATH}", "bash", "-ec", script)
        return docker("exec", f"--workdir={ROOT_HOME}", self.name, *shell, timeout=seconds)

    def remove(self) -> None:
        """Remove it, if there is one of an earlier run."""
        # Of a node that is killed with its pods processes may stay behind.
        docker("exec", self.name, "/srv/cluster", "stop", check=False)
        self.kind("delete", "cluster", f"--name={CLUSTER}")

    def kind(self, *command: str, stdin: str = "") -> None:
        """Run kind."""
        done = subprocess.run(
            [str(CACHE / "bin/kind"), *command, f"--kubeconfig={self.folder / 'kubeconfig'}"],
            env={**os.environ, **docker_environment()},
            input=stdin,
            text=True,
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]

    def stop(self) -> None:
        """Remove it with all that it holds."""
        self.remove()
