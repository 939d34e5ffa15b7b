"""status.py: what runs, as one JSON object on standard output and nothing else. Needs the standard library only.

`stores` is null where there is an installation whose platform does not answer; the exit code is 1 then.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

HOME = Path(os.environ["STOREYARD_HOME"])
BIND = os.environ.get("STOREYARD_BIND") or "127.0.0.1"
API = f"http://{'127.0.0.1' if BIND == '0.0.0.0' else BIND}:{os.environ.get('STOREYARD_PORT') or '8000'}"  # noqa: S104
KUBECONFIG, TOKEN = HOME / "kubeconfig", HOME / "token"


def token() -> str | None:
    """Return the first owner's token, if there is one."""
    with contextlib.suppress(OSError):
        return TOKEN.read_text().strip() or None
    return None


def get(path: str) -> dict[str, Any] | None:
    """Return what the API answers, None if it does not or says no."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(API + path, headers={"Authorization": f"Bearer {token()}"})  # noqa: S310 - http
    with contextlib.suppress(OSError, ValueError), opener.open(request, timeout=10) as answer:
        body: dict[str, Any] = json.load(answer)
        return body
    return None


def stores() -> list[dict[str, Any]] | None:
    """Return all stores, in short; none where nothing is installed, None where the platform does not answer."""
    found: list[dict[str, Any]] = []
    cursor = None
    while token():
        page = get("/api/stores" + (f"?{urllib.parse.urlencode({'cursor': cursor})}" if cursor else ""))
        if page is None:
            return None
        found += [{key: store[key] for key in ("id", "engine", "status", "url")} for store in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    return found


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
