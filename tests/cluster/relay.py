"""A mail relay in the cluster, in a namespace of its own: over STARTTLS, for whoever signs in; what it takes can be read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cluster.installation import HOME, PROJECT, kube, kubectl, until
from tests.cluster.trade import ENGINES
from tests.e2e import ENGINE

NAMESPACE = "mail-relay"
HOST, PORT = f"relay.{NAMESPACE}.svc.cluster.local", 2525
USER, PASSWORD, SENDER = "shop", "relay-only+secret", "shops@platform.example"
# The relay that proves the mails of an image in its build, with a line of JSON for each mail.
PROGRAM = PROJECT / f"images/{ENGINE}/build/relay.js"
MAIN = f"""
const {{ Relay }} = require("/relay/relay.js")
const relay = new Relay({PORT})
let told = 0
relay.listen().then(() => setInterval(() => {{
  for (; told < relay.mails.length; told++) {{
    const {{ from, receivers, headers, text, html, raw, secured, user }} = relay.mails[told]
    console.log(JSON.stringify({{ from, receivers, headers, text, html, raw, secured, user }}))
  }}
}}, 100))
"""


@dataclass(frozen=True)
class RelayInCluster:
    """Where it is, for a plain run of a playbook: `variables` are those of the cluster."""

    variables: list[str]

    def mails(self, to: str, count: int = 1) -> list[dict[str, Any]]:
        """The mails to an address, once there are so many."""

        def found() -> list[dict[str, Any]]:
            lines = kubectl("--namespace", NAMESPACE, "logs", "relay").splitlines()
            read = [json.loads(line) for line in lines if line.startswith("{")]
            to_them = [mail for mail in read if to in mail["receivers"]]
            return to_them if len(to_them) >= count else []

        taken: list[dict[str, Any]] = until(found, f"{count} mails to {to}", seconds=60)
        return taken


@contextmanager
def relay(folder: Path) -> Iterator[RelayInCluster]:
    """Run a relay; `folder` is for its certificate and the password."""
    key, certificate, password = folder / "relay.key", folder / "relay.pem", folder / "password"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=relay"]
    names = ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *names], check=True, capture_output=True)
    password.write_text(PASSWORD)
    try:
        kubectl("create", "namespace", NAMESPACE)
        files = {"relay.js": PROGRAM, "main.js": folder / "main.js"}
        files["main.js"].write_text(MAIN)
        files |= {f"{name}.{end}": file for name in ("good", "wrong") for end, file in (("key", key), ("pem", certificate))}
        options = [f"--from-file={name}={file}" for name, file in files.items()]
        kubectl("--namespace", NAMESPACE, "create", "secret", "generic", "relay", *options)
        kubectl("--namespace", NAMESPACE, "apply", "-f", "-", stdin=json.dumps(_objects()))
        kubectl("--namespace", NAMESPACE, "wait", "--for=condition=Ready", "pod/relay", "--timeout=60s")
        address = kube("--namespace", NAMESPACE, "get", "pod", "relay")["status"]["podIP"]
        told = {"host": HOST, "port": PORT, "security": "starttls", "user": USER, "from": SENDER}
        told |= {"password_file": str(password), "ca_file": str(certificate), "network": f"{address}/32"}
        given = {f"cluster_mail_{name}": value for name, value in told.items()}
        yield RelayInCluster(["-e", json.dumps(given)])
    finally:
        kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found")


def _objects() -> dict[str, Any]:
    images = json.loads((HOME / "images.json").read_text())
    container = {
        "name": "relay",
        "image": images[ENGINES[ENGINE].images[0]],
        "imagePullPolicy": "IfNotPresent",
        "command": ["node", "/relay/main.js"],
        "env": [{"name": "STOREYARD_RELAY", "value": "/relay"}],
        "readinessProbe": {"tcpSocket": {"port": PORT}, "periodSeconds": 1},
        "volumeMounts": [{"name": "relay", "mountPath": "/relay"}],
    }
    spec = {
        "containers": [container],
        "volumes": [{"name": "relay", "secret": {"secretName": "relay"}}],
        "terminationGracePeriodSeconds": 1,
    }
    labels = {"app": "relay"}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "relay", "labels": labels}, "spec": spec}
    # Without an address of its own: its name is the pod's address, which is what a policy knows.
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "relay"},
        "spec": {"clusterIP": "None", "selector": labels, "ports": [{"port": PORT}]},
    }
    return {"apiVersion": "v1", "kind": "List", "items": [pod, service]}
