"""first_store.py [browser]: what `make up` ends with: all shops are back, the first one sells, and what to do next.

Asks for a store `demo` if there is none and never was one; follows one that is under way; asks again for one that failed.
"""

from __future__ import annotations

import getpass
import json
import os
import subprocess
import sys
import time
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import launcher
import status  # puts this checkout on the path

from functions.cli.client import Bearer, Client
from functions.cli.errors import CliError, Interrupted, Problem
from functions.cli.showing import sign_in_link
from functions.cli.waiting import follow
from functions.cli.world import has_screen

HOME = Path(os.environ["STOREYARD_HOME"])
BEGAN = float(os.environ.get("STOREYARD_BEGAN") or time.time())
KUBECTL = [str(Path(os.environ["STOREYARD_CACHE"]) / "bin/kubectl"), f"--kubeconfig={HOME / 'kubeconfig'}"]
FIRST = {"id": "demo", "name": "Demo shop", "locale": "en"}  # whoever looks at it reads English: so do its pages
HERE = f"/api/stores/{FIRST['id']}"
BACK_SECONDS = 180.0
OK, NOT_FOUND, CONFLICT, SERVER_ERROR = 200, 404, 409, 500


class Events:
    """Shows what happens to the first store."""

    def show(self, event: dict[str, Any]) -> None:
        """Print an event."""
        tell(f"{FIRST['id']}: {event['message']}")


def tell(text: str) -> None:
    """Print a line with the time since `make up` was typed."""
    minutes, seconds = divmod(int(time.time() - BEGAN), 60)
    elapsed = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
    print(f"[{elapsed:>10}] {text}", flush=True)


def wanted(platform: Client) -> dict[str, Any] | None:
    """Return the first store, asked for if there is no store and never was one of its name; None if it is not wanted."""
    if (known := one_or_none(platform, HERE)) is not None:
        return known
    if platform.get("/api/stores")["items"] or (one_or_none(platform, f"{HERE}/operations") or {}).get("items"):
        return None
    tell(f"Asking for a first shop: {FIRST['name']} …")
    try:
        return dict(platform.post("/api/stores", {**FIRST, "engine": first_engine(platform)})["store"])
    except Problem as problem:
        if problem.status == CONFLICT:  # somebody was faster
            return platform.get(HERE)
        raise


def one_or_none(platform: Client, path: str) -> dict[str, Any] | None:
    """Return what is there, None if there is nothing."""
    try:
        return platform.get(path)
    except Problem as problem:
        if problem.status == NOT_FOUND:
            return None
        raise


def first_engine(platform: Client) -> str:
    """Return the first engine whose images are built. Raises CliError if there is none."""
    for engine in platform.get("/api/engines")["items"]:
        if engine["available"]:
            return str(engine["name"])
    raise CliError("no engine has its images; `make images` says what is missing")


def settle(platform: Client, store: dict[str, Any]) -> dict[str, Any]:
    """Return the store once nothing is under way on it; one that failed is asked for once more."""
    if store["status"] == "failed" and "provision" in store["allowed_operations"]:
        tell(f"{FIRST['id']} failed ({store['reason']}); asking for it once more …")
        store = platform.post(f"{HERE}/operations", {"kind": "provision"})["store"]
    while store["operation_id"]:
        follow(platform, {"id": store["operation_id"]}, Events(), timeout=None, now=time.monotonic)
        store = platform.get(HERE)
    return store


def away(platform: Client) -> list[str]:
    """Return the ids of stores that sell, as the platform knows, and are not back; none if the cluster does not say.

    Those have no ready pod. Until its node looks, a cluster that starts again knows of pods what was so before: where all seem
    to be there, the first one is asked at its address.
    """
    look = [*KUBECTL, "--request-timeout=10s", "get", "deployments", "--all-namespaces", "--output=json"]
    asked = subprocess.run(
        [*look, "--selector=storeyard/store,app.kubernetes.io/component=web"], capture_output=True, check=False
    )
    if asked.returncode:
        return []
    items = json.loads(asked.stdout)["items"]
    ready = {item["metadata"]["labels"]["storeyard/store"]: item.get("status", {}).get("readyReplicas") for item in items}
    if not ready:
        return []
    sell = sorted(ready.keys() & {store["id"] for store in status.stores() or () if store["status"] == "ready"})
    return [store for store in sell if not ready[store]] or [store for store in sell[:1] if not answers(platform, store)]


def answers(platform: Client, store_id: str) -> bool:
    """True if a shop, and not the ingress in its place, answers; also if it was deleted meanwhile."""
    try:
        seen = platform.get(f"/api/stores/{store_id}/health")["ingress"]
    except Problem as problem:
        return problem.status == NOT_FOUND
    return seen["status"] is not None and seen["status"] < SERVER_ERROR


def await_shops(platform: Client) -> None:
    """Wait for shops that start again with the cluster; say which ones take too long."""
    end, told = time.monotonic() + BACK_SECONDS, False
    while missing := away(platform):
        if time.monotonic() > end:
            tell(f"Not back yet: {', '.join(missing)}. `kubectl -n store-{missing[0]} describe pods` says why.")
            return
        if not told:
            tell(f"Waiting for {missing[0] if len(missing) == 1 else f'{len(missing)} shops'} to answer …")
            told = True
        time.sleep(1)


def summary(store: dict[str, Any] | None, engines: list[dict[str, Any]]) -> str:
    """Say where things are and what to type next."""
    another = next((engine["name"] for engine in reversed(engines) if engine["available"]), "…")
    storeyard, api = launcher.typed(), status.API
    lines = ["", f"The API is on      {api}  (what it can do: {api}/docs)", f"Its token is in    {status.TOKEN}"]
    if store is not None:
        secret = f"{' '.join(KUBECTL)} -n store-{store['id']} get secret store-secret"
        lines += [
            f"The shop is on     {store['url']}",
            f"Its admin is on    {store['admin_url']}  as {store['admin_email']}, with the password from",
            f"                   {secret} -o jsonpath='{{.data.admin-password}}' | base64 -d; echo",
        ]
    lines += [
        "What to type next:",
        f'  another shop     {storeyard} store create "Mug & More" --engine {another}',
        f"  what there is    {storeyard} store list    (what else it can do: {storeyard} --help)",
        "  the whole of it  make status",
        "  the end          make down    (KEEP=data make down: stops all, keeps the shops' data)",
    ]
    return "\n".join(lines)


def dashboard(platform: Client) -> str | None:
    """Return a link that signs a browser in to the dashboard, once; None where its page was not built."""
    if platform.ask("GET", "/").status != OK:
        return None
    return sign_in_link(status.API, platform.post("/api/auth/codes"))


def from_afar(environ: Mapping[str, str]) -> str:
    """Return what makes the link lead here for a person who came by SSH; nothing for others, or with a screen."""
    match environ.get("SSH_CONNECTION", "").split():
        case [_their_address, _their_port, address, port] if not has_screen(environ):
            here, other = urlsplit(status.API), f" -p {port}" if port != "22" else ""
            return f"ssh{other} -L {here.port}:{here.netloc} {getpass.getuser()}@{address}"
    return ""


def show(link: str) -> None:
    """Print the link, and open it where somebody who typed `make up` has a screen for it."""
    another = f"`{launcher.typed()} open` makes another"
    print(f"The dashboard (this link signs you in once, within 10 minutes; {another}):", flush=True)
    if tunnel := from_afar(os.environ):
        print(f"  first, on the machine that your browser is on: {tunnel}", flush=True)
    print(f"  {link}", flush=True)
    if "browser" in sys.argv[1:] and not os.environ.get("CI") and has_screen(os.environ):
        webbrowser.open(link)


def main() -> int:
    """Do it; 1 if the first store does not sell."""
    try:
        with Client(status.API, Bearer(status.token())) as platform:
            store = wanted(platform)
            settled = settle(platform, store) if store is not None else None
            await_shops(platform)
            text = summary(settled, platform.get("/api/engines")["items"])
            link = dashboard(platform)
    except Interrupted:  # `make up` says how to go on
        return int(Interrupted.code)
    except CliError as error:
        sentence = error.sentence.rstrip(".")
        print(f"storeyard: The first shop could not be asked for: {sentence}. Run `make up` again.", file=sys.stderr)
        return 1
    if settled is not None and settled["status"] == "failed":
        print(
            f"storeyard: The first shop failed ({settled['reason']}): {settled['message']} `make up` tries again.",
            file=sys.stderr,
        )
        return 1
    print(text)
    if link:
        show(link)
    return 0


if __name__ == "__main__":
    sys.exit(main())
