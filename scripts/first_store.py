"""first_store.py: what `make up` ends with: all shops are back, the first one sells, and what to type next.

Asks for a store `demo` if there is none and never was one; follows one that is under way; asks again for one that failed.
Needs the standard library only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import status

HOME = Path(os.environ["STOREYARD_HOME"])
BIND = os.environ.get("STOREYARD_BIND") or "127.0.0.1"
API = f"http://{'127.0.0.1' if BIND == '0.0.0.0' else BIND}:{os.environ.get('STOREYARD_PORT') or '8000'}"  # noqa: S104
BEGAN = float(os.environ.get("STOREYARD_BEGAN") or time.time())
KUBECTL = [str(Path(os.environ["STOREYARD_CACHE"]) / "bin/kubectl"), f"--kubeconfig={HOME / 'kubeconfig'}"]
FIRST = {"id": "demo", "name": "Demo shop"}
POLL_SECONDS = 35.0
BACK_SECONDS = 180.0
NOT_FOUND, CONFLICT = 404, 409


class Problem(Exception):
    """What the API said instead of yes."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def call(method: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what the API answers. Raises Problem."""
    headers = {"Authorization": f"Bearer {(HOME / 'token').read_text().strip()}", "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(API + path, data=data, headers=headers, method=method)  # noqa: S310 - http
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=POLL_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        raise Problem(error.code, sentence(error.read())) from error
    except OSError as error:
        raise Problem(0, f"the platform does not answer on {API}: {error}") from error


def sentence(body: bytes) -> str:
    """Return what an error's body says."""
    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        return body.decode(errors="replace")[:300] or "it gave no reason"


def tell(text: str) -> None:
    """Print a line with the time since `make up` was typed."""
    minutes, seconds = divmod(int(time.time() - BEGAN), 60)
    elapsed = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
    print(f"[{elapsed:>10}] {text}", flush=True)


def wanted() -> dict[str, Any] | None:
    """Return the first store, asked for if there is no store and never was one of its name; None if it is not wanted."""
    try:
        return call("GET", f"/api/stores/{FIRST['id']}")
    except Problem as problem:
        if problem.status != NOT_FOUND:
            raise
    if call("GET", "/api/stores")["items"] or had_one():
        return None
    tell(f"Asking for a first shop: {FIRST['name']} …")
    try:
        return dict(call("POST", "/api/stores", {**FIRST, "engine": first_engine()})["store"])
    except Problem as problem:
        if problem.status == CONFLICT:  # somebody was faster
            return call("GET", f"/api/stores/{FIRST['id']}")
        raise


def first_engine() -> str:
    """Return the first engine whose images are built. Raises Problem if there is none."""
    for engine in call("GET", "/api/engines")["items"]:
        if engine["available"]:
            return str(engine["name"])
    raise Problem(0, "no engine has its images; `make images` says what is missing")


def had_one() -> bool:
    """True if there was a store of the first one's name, which was deleted."""
    try:
        return bool(call("GET", f"/api/stores/{FIRST['id']}/operations")["items"])
    except Problem as problem:
        if problem.status == NOT_FOUND:
            return False
        raise


def follow(operation_id: str) -> None:
    """Print the events of an operation as they come, until its last."""
    after, ended = 0, False
    while not ended:
        page = call("GET", f"/api/operations/{operation_id}/events?after={after}")
        for event in page["events"]:
            tell(f"{FIRST['id']}: {event['message']}")
        after, ended = page["next_after"], page["ended"]


def settle(store: dict[str, Any]) -> dict[str, Any]:
    """Return the store once nothing is under way on it; one that failed is asked for once more."""
    if store["status"] == "failed" and "provision" in store["allowed_operations"]:
        tell(f"{FIRST['id']} failed ({store['reason']}); asking for it once more …")
        store = call("POST", f"/api/stores/{FIRST['id']}/operations", {"kind": "provision"})["store"]
    while store["operation_id"]:
        follow(store["operation_id"])
        store = call("GET", f"/api/stores/{FIRST['id']}")
    return store


def away() -> list[str]:
    """Return the ids of stores that sell, as the platform knows, and have no ready pod; none if the cluster does not say."""
    look = [*KUBECTL, "--request-timeout=10s", "get", "deployments", "--all-namespaces", "--output=json"]
    asked = subprocess.run(
        [*look, "--selector=storeyard/store,app.kubernetes.io/component=web"], capture_output=True, check=False
    )
    if asked.returncode:
        return []
    waiting = {
        item["metadata"]["labels"]["storeyard/store"]
        for item in json.loads(asked.stdout)["items"]
        if not item.get("status", {}).get("readyReplicas")
    }
    if not waiting:
        return []
    return sorted(waiting & {store["id"] for store in status.stores() or () if store["status"] == "ready"})


def await_shops() -> None:
    """Wait for shops that start again with the cluster; say which ones take too long."""
    end, told = time.monotonic() + BACK_SECONDS, False
    while missing := away():
        if time.monotonic() > end:
            tell(f"Not back yet: {', '.join(missing)}. `kubectl -n store-{missing[0]} describe pods` says why.")
            return
        if not told:
            tell(f"Waiting for {len(missing)} shop(s) to be back …")
            told = True
        time.sleep(1)


def summary(store: dict[str, Any] | None, engines: list[dict[str, Any]]) -> str:
    """Say where things are and what to type next."""
    another = next((engine["name"] for engine in reversed(engines) if engine["available"]), "…")
    token = HOME / "token"
    lines = ["", f"The API is on      {API}  (what it can do: {API}/docs)", f"Its token is in    {token}"]
    if store is not None:
        secret = f"{' '.join(KUBECTL)} -n store-{store['id']} get secret store-secret"
        lines += [
            f"The shop is on     {store['url']}",
            f"Its admin is on    {store['admin_url']}  as {store['admin_email']}, with the password from",
            f"                   {secret} -o jsonpath='{{.data.admin-password}}' | base64 -d; echo",
        ]
    lines += [
        "What to type next:",
        f'  another shop     curl {API}/api/stores -H "Authorization: Bearer $(cat {token})" \\',
        f"""                        --json '{{"name": "Mug & More", "engine": "{another}"}}'""",
        "  what there is    make status",
        "  the end          make down    (KEEP=data make down: stops all, keeps the shops' data)",
    ]
    return "\n".join(lines)


def main() -> int:
    """Do it; 1 if the first store does not sell."""
    try:
        store = wanted()
        settled = settle(store) if store is not None else None
        await_shops()
        text = summary(settled, call("GET", "/api/engines")["items"])
    except Problem as problem:
        print(f"storeyard: The first shop could not be asked for: {problem}. Run `make up` again.", file=sys.stderr)
        return 1
    if settled is not None and settled["status"] == "failed":
        print(
            f"storeyard: The first shop failed ({settled['reason']}): {settled['message']} `make up` tries again.",
            file=sys.stderr,
        )
        return 1
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
