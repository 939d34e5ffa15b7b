"""status.py: what runs, as one JSON object on standard output and nothing else. Needs no packages where nothing is up.

`stores` is null where there is an installation whose platform does not answer; the exit code is 1 then.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from functions.cli.config import address

HOME = Path(os.environ["STOREYARD_HOME"])
API = address(os.environ.get("STOREYARD_BIND"), os.environ.get("STOREYARD_PORT"))
MOST = 1_000_000
KUBECONFIG, TOKEN = HOME / "kubeconfig", HOME / "token"


def token() -> str | None:
    """Return the first owner's token, if there is one."""
    with contextlib.suppress(OSError):
        return TOKEN.read_text().strip() or None
    return None


def stores() -> list[dict[str, Any]] | None:
    """Return all stores, in short; none where nothing is installed, None where the platform does not answer."""
    if not token():
        return []
    try:  # only the environment of an installation has httpx
        from functions.cli.client import Bearer, Client  # noqa: PLC0415
        from functions.cli.errors import CliError  # noqa: PLC0415
        from functions.cli.patience import Patience  # noqa: PLC0415
    except ImportError:
        return None
    with Client(API, Bearer(token())) as client:
        client.patience = Patience(no_answer=0.0, not_now=0.0)
        try:
            found = client.pages("/api/stores", limit=MOST)["items"]
        except CliError:
            return None
    return [{key: store[key] for key in ("id", "engine", "status", "url")} for store in found]


def cluster_ready() -> bool:
    """True if the cluster's API answers and a node is Ready."""
    if not KUBECONFIG.exists() or not shutil.which("kubectl"):
        return False
    command = ["kubectl", f"--kubeconfig={KUBECONFIG}", "--request-timeout=5s", "get", "nodes", "-o", "json"]
    with contextlib.suppress(OSError, subprocess.TimeoutExpired, ValueError):
        done = subprocess.run(command, capture_output=True, timeout=15, check=False)
        nodes = json.loads(done.stdout)["items"] if done.returncode == 0 else []
        conditions = [condition for node in nodes for condition in node["status"]["conditions"]]
        return any(condition["type"] == "Ready" and condition["status"] == "True" for condition in conditions)
    return False


def main() -> int:
    """Print it; 1 if the stores cannot be told."""
    cluster = {
        "name": os.environ.get("STOREYARD_CLUSTER_NAME") or "storeyard",
        "kind": os.environ.get("CLUSTER") or "kind",
        "ready": cluster_ready(),
    }
    kubeconfig = str(KUBECONFIG) if KUBECONFIG.exists() else None
    found = stores()
    print(json.dumps({"api": API, "token": token(), "kubeconfig": kubeconfig, "cluster": cluster, "stores": found}))
    return 0 if found is not None else 1


if __name__ == "__main__":
    sys.exit(main())
