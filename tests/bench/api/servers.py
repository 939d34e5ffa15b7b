"""The three servers, each a process of its own on loopback with an empty state, ended by its pid whatever happens."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from functions.adapters.catalogue import FileCatalogue
from functions.domain.iso import COUNTRIES, CURRENCIES
from functions.domain.kinds import allowed_operations
from functions.domain.store import DEFAULT_COLOR, RESERVED_IDS, RESERVED_PREFIXES, StoreStatus
from functions.settings import PROJECT, settings

OURS, FASTAPI, EXPRESS = "Storeyard", "FastAPI", "Express"
PEERS = PROJECT / "tests/bench/peers"
START_SECONDS = 30.0
STOP_SECONDS = 10.0
CLUSTER = "local"
ENGINES = FileCatalogue(PROJECT / "charts").engines()
ENGINE, *_, LAST_ENGINE = ENGINES  # what stores are on; what one of them is on where lists are compared
OWNER = "owner"
# The guards of the API would measure themselves: each is off.
NO_GUARDS: Mapping[str, str] = {"RATE_PER_TOKEN": "0", "RATE_PER_ADDRESS": "0"}


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    name: str
    url: str
    pid: int
    token: str = field(repr=False)

    def client(self) -> httpx.Client:
        """Return a client of it that is signed in."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {self.token}"}, timeout=30)

    @property
    def resident_mib(self) -> float:
        """Its memory, as the kernel counts it (VmRSS), in MiB."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


@dataclass(frozen=True)
class _Program:
    """What is started, with which settings; what it prints goes to `log`."""

    name: str
    command: list[str]
    folder: Path
    environment: dict[str, str] = field(repr=False)
    log: Path
    token: str = field(repr=False)
    port: int


def our_environment(home: Path) -> dict[str, str]:
    """Return the environment of a platform of ours with an empty state and one cluster, which nobody connects to."""
    home.mkdir(parents=True, exist_ok=True)
    inventory = home / "clusters.json"
    cluster = {"cluster_provider": "kind", "cluster_kubeconfig": "none", "cluster_domain": "localhost"}
    inventory.write_text(json.dumps({CLUSTER: cluster}), encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ours = {"STOREYARD_HOME": str(home), "STOREYARD_INVENTORY": str(inventory), "STOREYARD_CACHE": str(settings().cache)}
    return {**kept, **ours, **NO_GUARDS}


def first_token(environment: Mapping[str, str]) -> str:
    """Make the first admin, as `make up` does, and return the token."""
    file = Path(environment["STOREYARD_HOME"]) / "token"
    command = [sys.executable, "-m", "functions.tokens", "ensure", "--name", OWNER, "--file", str(file)]
    subprocess.run(command, cwd=PROJECT, env=dict(environment), check=True, timeout=START_SECONDS)
    return file.read_text(encoding="utf-8").strip()


@contextmanager
def ours(work: Path) -> Iterator[Server]:
    """Our API on uvicorn, as functions/local.py serves it."""
    environment = our_environment(work / "ours")
    token, port = first_token(environment), free_port()
    command = [sys.executable, "-m", "tests.bench.api.ours"]
    given = {**environment, "STOREYARD_PORT": str(port)}
    with _running(_Program(OURS, command, PROJECT, given, work / "ours/server.log", token, port)) as server:
        yield server


@contextmanager
def fastapi(work: Path) -> Iterator[Server]:
    """The FastAPI peer, on the same uvicorn."""
    folder = work / "fastapi"
    environment, token, port = _peers_environment(folder)
    python = settings().cache / "environments/peers/bin/python"
    command = [str(python), "-m", "uvicorn", "app:app", "--host=127.0.0.1", f"--port={port}"]
    with _running(_Program(FASTAPI, command, PEERS / "fastapi", environment, folder / "server.log", token, port)) as server:
        yield server


@contextmanager
def express(work: Path) -> Iterator[Server]:
    """The Express peer, on the Node.js of its lock file."""
    folder = work / "express"
    environment, token, port = _peers_environment(folder)
    shutil.copy(PEERS / "express/server.js", folder)
    shutil.copy(PEERS / "express/package.json", folder)
    (folder / "node_modules").symlink_to(settings().cache / "peers/express/node_modules")
    command = [str(node()), "server.js"]
    with _running(_Program(EXPRESS, command, folder, environment, folder / "server.log", token, port)) as server:
        yield server


def node() -> Path:
    """Return the Node.js that the Express peer runs on."""
    architecture = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
    return settings().cache / f"peers/express/node_modules/node-linux-{architecture}/bin/node"


def free_port() -> int:
    """Return a port on loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def setup_of_peers(token: str) -> dict[str, Any]:
    """Return what the peers must know: the rules that ours has as code and as engines, and one admin."""
    chosen = ("admin_path", "plans", "currencies", "countries")
    return {
        "user": {"id": OWNER, "role": "admin", "token_hash": hashlib.sha256(token.encode()).hexdigest()},
        "engines": {
            name: {**engine.model_dump(include=set(chosen)), "plans": list(engine.plans)} for name, engine in ENGINES.items()
        },
        "clusters": {CLUSTER: "http://{id}.localhost"},
        "countries": sorted(COUNTRIES),
        "currencies": sorted(CURRENCIES),
        "reserved_ids": sorted(RESERVED_IDS),
        "reserved_prefixes": RESERVED_PREFIXES,
        "color": DEFAULT_COLOR,
        "allowed_operations": {status.value: allowed_operations(status) for status in StoreStatus},
    }


def _peers_environment(folder: Path) -> tuple[dict[str, str], str, int]:
    folder.mkdir(parents=True)
    token, port, setup = secrets.token_urlsafe(32), free_port(), folder / "setup.json"
    setup.write_text(json.dumps(setup_of_peers(token)), encoding="utf-8")
    own = {"PEER_SETUP": str(setup), "PEER_DATABASE": str(folder / "peer.db"), "PEER_PORT": str(port), "NODE_ENV": "production"}
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **own}, token, port


@contextmanager
def _running(program: _Program) -> Iterator[Server]:
    log = program.log
    with log.open("wb") as output:
        process = subprocess.Popen(
            program.command,
            cwd=program.folder,
            env=program.environment,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for this process, which ends that one
        )
        try:
            server = Server(program.name, f"http://127.0.0.1:{program.port}", process.pid, program.token)
            _await(server, process, log)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    with server.client() as client:
        while True:
            try:
                client.get("/api/stores?limit=1").raise_for_status()
            except httpx.TransportError as error:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{server.name} does not start: {log.read_text(encoding='utf-8')[-2000:]}") from error
                time.sleep(0.05)
            else:
                return
