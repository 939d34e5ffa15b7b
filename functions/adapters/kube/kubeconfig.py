"""From a kubeconfig file to what a connection needs: an address, a TLS context, a token, and for how long they hold."""

from __future__ import annotations

import base64
import ssl
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from functions.adapters.kube import plugin
from functions.adapters.yaml_reader import read_yaml
from functions.domain.errors import Unavailable

Part = Mapping[str, Any]
Stamp = tuple[int, int, int] | None
Ask = Callable[[Part, Part, Path, float], plugin.Given]


@dataclass(frozen=True)
class Access:
    """How to reach one API server.

    `expires` is in seconds since the epoch. `renewable` says that asking a credential plugin again may give other credentials.
    """

    server: str
    tls: ssl.SSLContext = field(default_factory=lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    token: str | None = None
    server_name: str | None = None
    proxy: str | None = None
    expires: float | None = None
    renewable: bool = False
    files: Mapping[Path, Stamp] = field(default_factory=dict)

    def changed(self) -> bool:
        """True if a file that this was read from is not what it was: rotated, written anew, gone."""
        return any(stamp(file) != was for file, was in self.files.items())


def stamp(file: Path) -> Stamp:
    """What changes when a file is written or replaced; None if it is not there."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def read_access(path: str | Path, context: str | None = None, *, seconds: float = 60, ask: Ask = plugin.ask) -> Access:
    """Read the access of a context, or of the file's current one. Raises Unavailable if the file does not say it.

    A credential plugin is asked for so many seconds at most.
    """
    file = Path(path).expanduser()
    files = {file: stamp(file)}  # before reading, so that a change meanwhile is seen
    try:
        config = read_yaml(file)
        chosen = _named(config["contexts"], context or config["current-context"])["context"]
        cluster = _named(config["clusters"], chosen["cluster"])["cluster"]
        user = _named(config["users"], chosen["user"])["user"] or {}
        server = str(cluster["server"])
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError, StopIteration) as error:
        raise Unavailable(f"the cluster cannot be reached: no usable context in the kubeconfig {file}") from error
    given = ask(user["exec"], cluster, file.parent, seconds) if "exec" in user else None
    try:
        token = _token(user, file.parent, files)
        tls = _tls(cluster, user, given, file.parent, files)
    except (OSError, ValueError) as error:  # also a certificate that is none
        raise Unavailable(f"the cluster cannot be reached: the credentials of the kubeconfig {file} cannot be read") from error
    return Access(
        server=server,
        tls=tls,
        token=given.token if given else token,
        server_name=cluster.get("tls-server-name"),
        proxy=cluster.get("proxy-url"),
        expires=given.expires if given else None,
        renewable=given is not None,
        files=files,
    )


def _named(parts: Sequence[Part], name: str) -> Part:
    return next(part for part in parts if part["name"] == name)


def _token(user: Part, folder: Path, files: dict[Path, Stamp]) -> str | None:
    if user.get("tokenFile"):
        return _text(folder / str(user["tokenFile"]), files).strip()
    token: str | None = user.get("token")
    return token


def _tls(cluster: Part, user: Part, given: plugin.Given | None, folder: Path, files: dict[Path, Stamp]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if cluster.get("insecure-skip-tls-verify"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif authority := _pem(cluster, "certificate-authority", folder, files):
        context.load_verify_locations(cadata=authority)
    else:
        context.load_default_certs()
    if given and given.certificate and given.key:
        _load_chain(context, given.certificate, given.key)
    else:
        certificate, key = (_pem(user, name, folder, files) for name in ("client-certificate", "client-key"))
        if certificate and key:
            _load_chain(context, certificate, key)
    return context


def _load_chain(context: ssl.SSLContext, certificate: str, key: str) -> None:
    with tempfile.NamedTemporaryFile("w", prefix="storeyard-") as chain:  # 0600; ssl reads files only
        chain.write(f"{certificate}\n{key}\n")
        chain.flush()
        context.load_cert_chain(chain.name)


def _pem(part: Part, name: str, folder: Path, files: dict[Path, Stamp]) -> str | None:
    if part.get(f"{name}-data"):
        return base64.b64decode(part[f"{name}-data"]).decode()
    return _text(folder / part[name], files) if part.get(name) else None


def _text(file: Path, files: dict[Path, Stamp]) -> str:
    files[file] = stamp(file)
    return file.read_text(encoding="utf-8")
