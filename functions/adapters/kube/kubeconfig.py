"""From a kubeconfig file to a base address, a TLS context and a bearer token."""

from __future__ import annotations

import base64
import json
import os
import ssl
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from functions.adapters.yaml_reader import read_yaml
from functions.domain.errors import Unavailable

Part = Mapping[str, Any]


@dataclass(frozen=True)
class Access:
    """How to reach one API server."""

    server: str
    tls: ssl.SSLContext
    token: str | None


def read_access(path: str | Path, context: str | None = None) -> Access:
    """Read the access of a context, or of the file's current one. Raises Unavailable if the file does not say it."""
    file = Path(path).expanduser()
    try:
        config = read_yaml(file)
        chosen = _named(config["contexts"], context or config["current-context"])["context"]
        cluster = _named(config["clusters"], chosen["cluster"])["cluster"]
        user = _named(config["users"], chosen["user"])["user"]
    except (OSError, yaml.YAMLError, KeyError, TypeError, StopIteration) as error:
        raise Unavailable(f"the cluster cannot be reached: no usable context in the kubeconfig {file}") from error
    if "exec" in user:
        user = _executed(user["exec"])
    return Access(server=cluster["server"], tls=_tls(cluster, user, file.parent), token=_token(user, file.parent))


def _named(parts: Sequence[Part], name: str) -> Part:
    return next(part for part in parts if part["name"] == name)


def _executed(plugin: Part) -> Part:
    """Ask the credential plugin that the kubeconfig names (a cloud's own program)."""
    environ = {**os.environ, **{item["name"]: item["value"] for item in plugin.get("env") or []}}
    command = [plugin["command"], *(plugin.get("args") or [])]
    try:
        done = subprocess.run(command, env=environ, capture_output=True, check=True, timeout=60)  # noqa: S603
        status = json.loads(done.stdout)["status"]
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise Unavailable(f"the cluster cannot be reached: {plugin['command']} gives no credentials") from error
    certificate, key = status.get("clientCertificateData"), status.get("clientKeyData")
    pem = {"client-certificate-pem": certificate, "client-key-pem": key} if certificate and key else {}
    return {"token": status.get("token"), **pem}


def _token(user: Part, folder: Path) -> str | None:
    if user.get("tokenFile"):
        return (folder / str(user["tokenFile"])).read_text().strip()
    token: str | None = user.get("token")
    return token


def _tls(cluster: Part, user: Part, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if cluster.get("insecure-skip-tls-verify"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif authority := _pem(cluster, "certificate-authority", folder):
        context.load_verify_locations(cadata=authority)
    else:
        context.load_default_certs()
    certificate, key = _pem(user, "client-certificate", folder), _pem(user, "client-key", folder)
    if certificate and key:
        with tempfile.NamedTemporaryFile("w", prefix="storeyard-") as chain:  # 0600; ssl reads files only
            chain.write(f"{certificate}\n{key}\n")
            chain.flush()
            context.load_cert_chain(chain.name)
    return context


def _pem(part: Part, name: str, folder: Path) -> str | None:
    if part.get(f"{name}-data"):
        return base64.b64decode(part[f"{name}-data"]).decode()
    if part.get(f"{name}-pem"):
        return str(part[f"{name}-pem"])
    return (folder / part[name]).read_text() if part.get(name) else None
