"""A certificate authority that speaks ACME (pebble, Let's Encrypt's own test server), on the cluster's own network.

Beside it an ingress of its own, made of the role's template, which gets certificates from it: on ports of the node that
no other ingress has. So the shops of the installation go on as they are.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import yaml

from tests.ansible_files import rendered
from tests.built import CACHE
from tests.cluster.installation import PROJECT, kube, kubectl, until
from tests.s3_server import free_port

HTTP, HTTPS = 8081, 8444
NAMESPACE = CLASS = "traefik-tls"
DOMAIN = "shops.test"
BUILD_SECONDS = 540


@dataclass(frozen=True)
class Authority:
    """`variables`: those of the cluster, for a plain run of a playbook. `roots`: what vouches for its certificates."""

    node: str
    roots: Path
    variables: list[str]


def programs() -> Path:
    """Where both programs are, built once. Skips the test, and says so, where they cannot be had."""
    done = subprocess.run(
        [PROJECT / "scripts/pebble-build"], capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"NOT TESTED: certificates of a real ACME server: {done.stderr.strip()}")
    return CACHE / "bin"


@contextmanager
def authority(folder: Path, *, challenge: str = "http", lives: int = 7_776_000) -> Iterator[Authority]:
    """Run it and the ingress. `lives`: how many seconds its certificates are valid."""
    node = _address(kube("get", "nodes")["items"][0])
    here = _this_side(node)
    with ExitStack() as stack:
        dns, told, management, directory = (free_port() for _ in range(4))
        found = programs()
        names = [
            f"-defaultIPv4={node}",
            "-defaultIPv6=",
            f"-dnsserver=127.0.0.1:{dns}",
            f"-management=127.0.0.1:{told}",
            "-doh=",
        ]
        nothing = ["-http01=", "-https01=", "-tlsalpn01="]  # the ingress proves names itself
        resolver = [str(found / "pebble-challtestsrv"), *names, *nothing]
        stack.enter_context(_running(folder / "dns.log", resolver, ("127.0.0.1", dns)))
        config = _config(folder, here, directory, management, lives)
        command = [str(found / "pebble"), "-config", str(config), "-dnsserver", f"127.0.0.1:{dns}"]
        stack.enter_context(_running(folder / "pebble.log", command, ("127.0.0.1", management)))
        roots = folder / "roots.pem"
        roots.write_text(_root(management))
        stack.enter_context(_ingress(folder, f"https://{here}:{directory}/dir", challenge, lives))
        yield Authority(node, roots, ["-e", json.dumps(_cluster(node, roots))])


def _cluster(node: str, roots: Path) -> dict[str, object]:
    told: dict[str, object] = {"scheme": "https", "tls": "resolver", "tls_ca_file": str(roots), "domain": DOMAIN}
    told |= {"ingress_address": node, "ingress_port": HTTPS, "ingress_class": CLASS, "ingress_namespace": NAMESPACE}
    return {f"cluster_{name}": value for name, value in told.items()}


def _address(node: dict[str, object]) -> str:
    status: dict[str, list[dict[str, str]]] = node["status"]  # type: ignore[assignment]
    return next(each["address"] for each in status["addresses"] if each["type"] == "InternalIP")


def _this_side(node: str) -> str:
    """This machine's address on the node's network: pods reach it, and nothing else does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((node, 9))
        address: str = probe.getsockname()[0]
    return address


def _config(folder: Path, here: str, port: int, management: int, lives: int) -> Path:
    key, certificate, file = folder / "acme.key", folder / "acme.pem", folder / "pebble.json"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=acme"]
    named = ["-addext", f"subjectAltName=IP:{here}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *named], check=True, capture_output=True)
    said = {
        "listenAddress": f"{here}:{port}",
        "managementListenAddress": f"127.0.0.1:{management}",
        "certificate": str(certificate),
        "privateKey": str(key),
        "httpPort": HTTP,
        "tlsPort": HTTPS,
        "retryAfter": {"authz": 1, "order": 1},
        "keyAlgorithm": "ecdsa",
        "profiles": {"default": {"description": "the only one", "validityPeriod": lives}},
    }
    file.write_text(json.dumps({"pebble": said}))
    return file


@contextmanager
def _running(log: Path, command: list[str], address: tuple[str, int]) -> Iterator[None]:
    """Run a program that listens there."""

    def listens() -> bool:
        assert process.poll() is None, log.read_text()  # a flag that is not known ends it
        with socket.socket() as probe:
            return probe.connect_ex(address) == 0

    with log.open("ab") as file:
        process = subprocess.Popen(
            command, env={**os.environ, "PEBBLE_VA_NOSLEEP": "1"}, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
    try:
        until(listens, f"{command[0]} listens", seconds=20)
        yield
    finally:
        process.kill()
        process.wait(10)


def _root(management: int) -> str:
    def asked() -> str:
        try:
            # It is asked whom to trust, so nobody vouches for it yet.
            return httpx.get(f"https://127.0.0.1:{management}/roots/0", verify=False, trust_env=False).text
        except httpx.TransportError:
            return ""

    found: str = until(asked, "the authority answers", seconds=20)
    return found


@contextmanager
def _ingress(folder: Path, directory: str, challenge: str, lives: int) -> Iterator[None]:
    text = rendered(
        folder,
        "cluster_base",
        "traefik.yaml.j2",
        cluster_base_ingress_class=CLASS,
        cluster_base_ingress_namespace=NAMESPACE,
        cluster_base_node_http_port=HTTP,
        cluster_base_node_https_port=HTTPS,
        cluster_base_https=True,
        cluster_base_https_port=HTTPS,
        cluster_base_hsts_seconds=3600,
        cluster_base_acme_email="ops@platform.example",
        cluster_base_acme_server=directory,
        cluster_base_acme_challenge=challenge,
        cluster_base_acme_hours=max(1, lives // 3600),
        cluster_base_acme_ca=(folder / "acme.pem").read_text(),
    )
    objects = [each for each in yaml.safe_load_all(text) if each]
    for each in objects:  # the cluster's default stays the one that it has
        each["metadata"].pop("annotations", None)
    try:
        kubectl("apply", "--server-side", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
        kubectl("--namespace", NAMESPACE, "rollout", "status", "deployment/traefik", "--timeout=120s")
        yield
    finally:
        (folder / "traefik.log").write_text(kubectl("--namespace", NAMESPACE, "logs", "deployment/traefik", "--tail=-1"))
        kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found")
        for kind in ("ingressclass", "clusterrole", "clusterrolebinding"):
            name = CLASS if kind == "ingressclass" else f"storeyard-{NAMESPACE}"
            kubectl("delete", kind, name, "--ignore-not-found")
