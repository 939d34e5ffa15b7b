"""The installation under test, as `make` describes it in the environment: its folders, its platform, its cluster."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("STOREYARD_HOME") or Path.home() / ".local/share/storeyard")
CACHE = Path(os.environ.get("STOREYARD_CACHE") or Path.home() / ".cache/storeyard")
API = f"http://127.0.0.1:{os.environ.get('STOREYARD_PORT') or '8000'}"
OUT = PROJECT / "out"


def run(*command: str, check: bool = True, timeout: float = 120, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program with the project as its folder; a failure shows what it printed."""
    done = subprocess.run(
        command, cwd=PROJECT, input=stdin, capture_output=True, text=True, errors="replace", timeout=timeout, check=False
    )
    if check and done.returncode:
        raise AssertionError(
            f"{' '.join(command)[:200]} ended with {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        )
    return done


def make(target: str, *, timeout: float = 600, check: bool = True, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a make target."""
    environment = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    done = subprocess.run(
        ["make", target],
        cwd=PROJECT,
        env={**environment, **settings},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0 or not check, f"make {target} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def status() -> dict[str, Any]:
    """Return what `make status` says."""
    found: dict[str, Any] = json.loads(make("status", check=False).stdout)
    return found


def kubectl(*arguments: str, check: bool = True, timeout: float = 120, stdin: str | None = None) -> str:
    """Run kubectl on the cluster and return what it printed."""
    return run("kubectl", f"--kubeconfig={HOME / 'kubeconfig'}", *arguments, check=check, timeout=timeout, stdin=stdin).stdout


def kube(*arguments: str) -> dict[str, Any]:
    """Run kubectl and return its JSON."""
    found: dict[str, Any] = json.loads(kubectl(*arguments, "--output=json"))
    return found


def has_gate(store_id: str) -> bool:
    """True if anything of a store's gate is there."""
    return "gate" in kubectl("get", "ingress,deployment", "--namespace", f"store-{store_id}", "--output=name")


def helm(*arguments: str) -> Any:
    """Run helm on the cluster and return its JSON."""
    return json.loads(run("helm", f"--kubeconfig={HOME / 'kubeconfig'}", *arguments, "--output=json").stdout)


def secret(store_id: str) -> dict[str, str]:
    """Return what a merchant needs, from the namespace's Secret."""
    data = kube("--namespace", f"store-{store_id}", "get", "secret", "store-secret")["data"]
    return {key: base64.b64decode(value).decode() for key, value in data.items()}


@cache
def docker_environment() -> dict[str, str]:
    """Return the environment in which docker finds the cluster's node."""
    with contextlib.suppress(OSError):
        name, _, value = (HOME / "engine.env").read_text().strip().partition("=")
        return {name: value} if value else {}
    return {}


def on_node(*command: str) -> str:
    """Run a program on the node of a kind cluster."""
    node = f"{os.environ.get('STOREYARD_CLUSTER_NAME') or 'storeyard'}-control-plane"
    environment = {**os.environ, **docker_environment()}
    return subprocess.run(
        ["docker", "exec", node, *command], env=environment, capture_output=True, text=True, check=True
    ).stdout


def platform_pid() -> int:
    """Return the pid of the platform's process, having made sure that it is one."""
    pid = int((HOME / "platform.pid").read_text())
    assert b"functions.local" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return pid


def kill_platform() -> None:
    """End the platform's process as a power cut would."""
    pid = platform_pid()
    os.kill(pid, signal.SIGKILL)
    until(lambda: not alive(pid), "the platform's process is gone", seconds=10)


def alive(pid: int) -> bool:
    """True of a process that is there and no zombie."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def until(condition: Callable[[], Any], what: str, *, seconds: float = 60, pause: float = 0.2) -> Any:
    """Wait for a condition and return what it returned."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds:g} s: {what}"
        time.sleep(pause)


def traces(store_id: str) -> list[str]:
    """Return everything in the cluster and on its node that still names a store.

    Looks at every kind that can be listed, in every namespace, at every word of every object; only Kubernetes' own Events,
    which expire by themselves, are left out.
    """
    listed = kubectl("api-resources", "--verbs=list", "--output=name").split()
    kinds = [kind for kind in listed if kind not in {"events", "events.events.k8s.io", "componentstatuses"}]
    items = kube("get", ",".join(kinds), "--all-namespaces")["items"]
    mark = f'"storeyard/store": "{store_id}"'
    found = []
    for item in items:
        text = json.dumps(item)
        if f"store-{store_id}" in text or mark in text:
            found.append(f"{item['kind']}/{item['metadata'].get('namespace', '')}/{item['metadata']['name']}")
    if (os.environ.get("CLUSTER") or "kind") == "kind":  # where its storage class makes volumes
        folders = on_node("sh", "-c", "ls /var/local-path-provisioner 2> /dev/null || true").split()
        found += [folder for folder in folders if f"_store-{store_id}_" in folder]
    return found
